import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createTextMap } from "../../src/rl/text-map.ts";

describe("createTextMap", () => {
  it("is blank at first, and blanks at the ends of rows are left out", () => {
    const map = createTextMap({ columns: 4, rows: 2 });
    expect(map.toString()).toBe("\n");
    map.set(1, 0, "x");
    expect(map.toString()).toBe(" x\n");
  });

  it("counts rows from the top and y from the bottom", () => {
    const map = createTextMap({ columns: 3, rows: 2 });
    map.set(0, 0, "a");
    map.plot(0.5, 0.5, "b");
    map.plot(2.9, 1, "c");
    expect(map.toString()).toBe("a c\nb");
  });

  it("divides half-open ranges evenly", () => {
    // Cells of width 0.5 and height 1: -1 is in the first column, -0.5 in the second, 1 outside.
    const map = createTextMap({ columns: 4, rows: 2, x: [-1, 1], y: [-1, 1] });
    for (const [x, sign] of [
      [-1, "a"],
      [-0.5, "b"],
      [0.49, "c"],
      [0.99, "d"],
      [1, "e"],
    ] as const) {
      map.plot(x, 0, sign);
    }
    expect(map.toString()).toBe("abcd\n");
  });

  it("draws nothing outside, nor at a point that is not finite", () => {
    const map = createTextMap({ columns: 2, rows: 2 });
    map.set(2, 0, "x");
    map.set(0, -1, "x");
    map.plot(-0.1, 1, "x");
    map.plot(1, 2, "x");
    map.plot(NaN, 1, "x");
    map.line([NaN, 0], [1, 1], "x");
    map.line([-Infinity, 0.5], [Infinity, 0.5], "x");
    map.line([5, -1e9], [5, 1e9], "x");
    expect(map.toString()).toBe("\n");
  });

  it("draws the straight line between two points", () => {
    const map = createTextMap({ columns: 5, rows: 3 });
    // Four steps of one column and half a row: heights 0.5, 1, 1.5, 2 and 2.5 are rows 0, 1, 1, 2 and 2 from the bottom.
    map.line([0.5, 0.5], [4.5, 2.5], "o");
    expect(map.toString()).toBe(["   oo", " oo", "o"].join("\n"));
  });

  it("draws the part of a line that lies inside", () => {
    const map = createTextMap({ columns: 5, rows: 3 });
    map.line([-1e7, 1.5], [2.5, 1.5], "-");
    map.line([2.5, -1e7], [2.5, 1e7], "|");
    expect(map.toString()).toBe(["  |", "--|", "  |"].join("\n"));
  });

  it("leaves no gap in a line", () => {
    // Whole numbers, which lie between two cells, as often as others.
    const below = (max: number): fc.Arbitrary<number> =>
      fc.oneof(
        fc.integer({ min: 0, max: max - 1 }),
        fc.double({ min: 0, max, maxExcluded: true, noNaN: true }),
      );
    const inside = fc.tuple(below(10), below(6));
    fc.assert(
      fc.property(inside, inside, (from, to) => {
        const map = createTextMap({ columns: 10, rows: 6 });
        map.line(from, to, "o");
        const drawn = map
          .toString()
          .split("\n")
          .flatMap((row, y) => Array.from(row, (sign, x) => ({ sign, x, y })))
          .filter(({ sign }) => sign === "o");
        const columns = Math.abs(Math.floor(from[0]) - Math.floor(to[0]));
        const rows = Math.abs(Math.floor(from[1]) - Math.floor(to[1]));
        expect(drawn.length).toBeGreaterThan(Math.max(columns, rows));
        expect(countIslands(drawn)).toBe(1);
      }),
    );
  });

  it("paints by the centres of cells", () => {
    const map = createTextMap({ columns: 3, rows: 2, x: [0, 6], y: [0, 2] });
    const centres: string[] = [];
    map.paint((x, y) => {
      centres.push(`${x},${y}`);
      return x > y + 2 ? "#" : undefined;
    });
    expect(centres).toEqual(["1,1.5", "3,1.5", "5,1.5", "1,0.5", "3,0.5", "5,0.5"]);
    expect(map.toString()).toBe("  #\n ##");
  });

  it("frames its rows", () => {
    const map = createTextMap({ columns: 3, rows: 1 });
    map.set(0, 0, "x");
    expect(map.frame()).toBe("+---+\n|x  |\n+---+");
  });

  it("rejects an impossible size, an empty range and a sign that is not one character", () => {
    expect(() => createTextMap({ columns: 0, rows: 1 })).toThrow(
      "createTextMap.columns: must be an integer >= 1, got 0",
    );
    expect(() => createTextMap({ columns: 1, rows: 1.5 })).toThrow(
      "createTextMap.rows: must be an integer >= 1, got 1.5",
    );
    expect(() => createTextMap({ columns: 1, rows: 1, y: [2, 2] })).toThrow(
      "createTextMap.y: must be a finite range that is not empty, got [2, 2]",
    );
    expect(() => {
      createTextMap({ columns: 1, rows: 1 }).set(0, 0, "xy");
    }).toThrow('TextMap: a sign must be one character, got "xy"');
  });
});

/** Counts the groups of cells that touch each other, diagonals included. */
function countIslands(cells: readonly { readonly x: number; readonly y: number }[]): number {
  const left = new Set(cells);
  let islands = 0;
  for (const first of cells) {
    if (!left.delete(first)) continue;
    islands++;
    const reached = [first];
    for (const at of reached) {
      for (const cell of left) {
        if (Math.max(Math.abs(cell.x - at.x), Math.abs(cell.y - at.y)) > 1) continue;
        left.delete(cell);
        reached.push(cell);
      }
    }
  }
  return islands;
}
