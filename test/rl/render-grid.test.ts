import { describe, expect, it } from "vitest";
import type { Trajectory } from "../../src/rl/environment.ts";
import { renderGrid } from "../../src/rl/render-grid.ts";
import type { GridPicture } from "../../src/rl/render-grid.ts";

/** The start in the middle of 3x3 cells, the goal right of it. */
const picture: Omit<GridPicture, "episodes"> = {
  name: "grid",
  optimalReturn: 2.5,
  decimals: 1,
  size: 3,
  start: [1, 1],
  goal: [2, 1],
  cellOf: ([x = 0, y = 0]) => [x, y],
};

function episode(cells: readonly (readonly number[])[], actions: readonly number[]): Trajectory {
  return {
    observations: cells,
    actions: actions.map((action) => [action]),
    rewards: actions.map(() => 0.5),
    terminated: false,
  };
}

/** Down, left, and stays there. */
const lost = episode(
  [
    [1, 1],
    [1, 0],
    [0, 0],
    [0, 0],
  ],
  [3, 4, 0],
);

/** Up, right, down to the goal. */
const found = episode(
  [
    [1, 1],
    [1, 2],
    [2, 2],
    [2, 1],
  ],
  [1, 2, 3],
);

describe("renderGrid", () => {
  it("draws the task alone where nothing was played", () => {
    expect(renderGrid({ ...picture, episodes: [] })).toBe(
      [
        "grid: the best policy earns 2.5",
        "S start, G goal, @ goal reached, ^>v< moves, o stays or ends",
        "",
        ". . .",
        ". S G",
        ". . .",
      ].join("\n"),
    );
  });

  it("draws episodes side by side: the last action in each cell, and whether the goal was reached", () => {
    expect(
      renderGrid({ ...picture, episodes: [lost, found] })
        .split("\n")
        .slice(3),
    ).toEqual([
      "episode 1       episode 2",
      "return 1.5      return 1.5",
      ". . .           . > v",
      ". S G           . S @",
      "o < .           . . .",
    ]);
  });

  it("takes a goal at the start for reached only when a step ends there", () => {
    const marks = [
      episode([[1, 1]], []),
      episode(
        [
          [1, 1],
          [1, 1],
        ],
        [0],
      ),
    ].map((played) => renderGrid({ ...picture, goal: [1, 1], episodes: [played] }).split("\n")[6]);
    expect(marks).toEqual([". G .", ". @ ."]);
  });

  it.each([
    { size: 3, shown: 5 },
    { size: 9, shown: 4 },
    { size: 17, shown: 2 },
    { size: 60, shown: 1 },
  ])("draws the last $shown episodes of $size x $size cells within 80 columns", (some) => {
    const { size, shown } = some;
    const episodes = new Array<Trajectory>(shown + 2).fill(lost);
    const lines = renderGrid({ ...picture, size, episodes }).split("\n");
    expect(lines[2]).toBe("… 2 earlier episodes");
    expect(lines[4]?.match(/episode \d+/g)?.at(-1)).toBe(`episode ${shown + 2}`);
    expect(lines[4]?.match(/episode/g)).toHaveLength(shown);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});
