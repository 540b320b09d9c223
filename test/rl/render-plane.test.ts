import { describe, expect, it } from "vitest";
import type { Trajectory } from "../../src/rl/environment.ts";
import { renderPlane } from "../../src/rl/render-plane.ts";

function trajectory(points: readonly (readonly number[])[], reward = -1): Trajectory {
  return {
    observations: points,
    actions: points.slice(1).map(() => [0, 0]),
    rewards: points.slice(1).map(() => reward),
    terminated: false,
  };
}

/** Columns of width 1, and rows of height 41/21, with the origin in the middle of the middle cell. */
const range = [-20.5, 20.5] as const;

/** The map alone, without its frame; row 10 is y = 0, column 20 is x = 0. */
function rowsOf(text: string): readonly string[] {
  return text
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .map((line) => line.slice(1, -1));
}

describe("renderPlane", () => {
  it("draws a map of 41 times 21 characters without episodes", () => {
    const text = renderPlane({ range, goal: [5, 0], episodes: [] });
    const lines = text.split("\n");
    expect(lines).toHaveLength(24);
    expect(lines[0]).toBe("x, y from -20.5 to 20.5   S start   G goal");
    expect(lines[1]).toBe(`+${"-".repeat(41)}+`);
    expect(rowsOf(text)[10]).toBe(" ".repeat(25) + "G" + " ".repeat(15));
    expect(rowsOf(text).join("").replaceAll(" ", "")).toBe("G");
  });

  it("draws paths with the goal and the start on top, and a line an episode", () => {
    const text = renderPlane({
      range,
      goal: [3, 0],
      episodes: [
        trajectory([
          [0, 0],
          [4, 0],
        ]),
        {
          ...trajectory([
            [-5, 0],
            [-3, 0],
            [-0.001, 0.004],
          ]),
          terminated: true,
        },
      ],
    });
    expect(rowsOf(text)[10]?.trim()).toBe("SbbbbSaaGa");
    expect(text.split("\n").slice(-2)).toEqual([
      "a  episode 1: return -1.00, 1 steps, ends at (4.00, 0.00)",
      "b  episode 2: return -2.00, 2 steps, terminated at (0.00, 0.00)",
    ]);
  });

  it("shows the last three episodes, the newest on top, and says how many are left out", () => {
    const episodes = Array.from({ length: 12 }, (_, i) =>
      trajectory(
        [
          [-10, 0],
          [-i, 0],
        ],
        -i,
      ),
    );
    const text = renderPlane({ range, goal: [10, 10], episodes });
    expect(text.split("\n").slice(-4)).toEqual([
      "9 earlier episodes not shown",
      "a  episode 10: return  -9.00, 1 steps, ends at (-9.00, 0.00)",
      "b  episode 11: return -10.00, 1 steps, ends at (-10.00, 0.00)",
      "c  episode 12: return -11.00, 1 steps, ends at (-11.00, 0.00)",
    ]);
    // The last goes left from the start, the first one cell to the right; the second stays.
    expect(rowsOf(text)[10]?.trim()).toBe("cSa");
    expect(renderPlane({ range, goal: [1, 1], episodes: episodes.slice(0, 4) })).toContain(
      "\n1 earlier episode not shown\n",
    );
  });

  it("draws the ground below paths and walls above them", () => {
    const text = renderPlane({
      range,
      goal: [10, 10],
      episodes: [
        trajectory([
          [0, 0],
          [4, 0],
        ]),
      ],
      ground: (x, y) => (Math.abs(y) < 1 && x > 1.5 ? ":" : undefined),
      walls: [
        [
          [3, -20],
          [3, 20],
        ],
      ],
      key: [": ground", "# wall"],
    });
    const rows = rowsOf(text);
    expect(text).toContain("G goal   : ground   # wall\n");
    expect(rows[10]?.trimStart()).toBe(`Saa#a${":".repeat(16)}`);
    expect(rows.every((row) => row[23] === "#")).toBe(true);
  });

  it("cuts off what leaves the range, and reads the axes that it is told", () => {
    const text = renderPlane({
      range,
      goal: [100, 0],
      axes: [2, 1],
      episodes: [
        trajectory([
          [7, 0, 18],
          [7, 0, 1000],
        ]),
      ],
    });
    expect(rowsOf(text)[10]?.trim()).toBe("Saa");
    expect(text).toContain("ends at (1000.00, 0.00)");
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});
