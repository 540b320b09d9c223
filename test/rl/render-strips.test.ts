import { describe, expect, it } from "vitest";
import type { Trajectory } from "../../src/rl/environment.ts";
import { renderStrips } from "../../src/rl/render-strips.ts";
import type { StripPicture } from "../../src/rl/render-strips.ts";

/** Seven rows that are 2 high each, from -7 to 7. */
const picture: Omit<StripPicture, "episodes"> = {
  horizon: 9,
  valueOf: ([value = NaN]) => value,
  range: [-7, 7],
  labels: ["top", "0", "low"],
  decimals: 1,
  describeEnd: ([value = NaN]) => `at ${value}`,
};

function episode(values: readonly number[], terminated = false): Trajectory {
  return {
    observations: values.map((value) => [value]),
    actions: values.slice(1).map(() => [0]),
    rewards: values.slice(1).map(() => -0.5),
    terminated,
  };
}

describe("renderStrips", () => {
  it("draws the value after each step in a column, above a line in the middle row", () => {
    // Rows from the top: 5 to 7, 3 to 5, 1 to 3, -1 to 1, and so on.
    const values = [0, 1, 3, 5, 0.9, -1, -1.1, -4];
    expect(renderStrips({ ...picture, episodes: [episode(values)] }).split("\n")).toEqual([
      "a column is 1 step",
      "",
      "episode 1: return -3.5, 7 steps, ends at -4",
      "top    *",
      "      *",
      "     *",
      "  0 *---**----",
      "          *",
      "           *",
      "low",
    ]);
  });

  it("draws what lies beyond the range at its edge, and says where the MDP ended", () => {
    const lines = renderStrips({ ...picture, episodes: [episode([-70, 70, 7], true)] }).split("\n");
    expect(lines[2]).toBe("episode 1: return -1.0, 2 steps, terminated at 7");
    expect(lines[3]).toBe("top  **");
    expect(lines[9]).toBe("low *");
  });

  it.each([
    { horizon: 69, steps: 1, columns: 70 },
    { horizon: 70, steps: 2, columns: 36 },
    { horizon: 200, steps: 3, columns: 67 },
    { horizon: 5000, steps: 72, columns: 70 },
  ])("takes $steps steps a column for a horizon of $horizon", ({ horizon, steps, columns }) => {
    const labels = ["123456789", "0", "-1"] as const;
    const all = episode(new Array<number>(horizon + 1).fill(0));
    const lines = renderStrips({ ...picture, horizon, labels, episodes: [all] }).split("\n");
    expect(lines[0]).toBe(`a column is ${steps} step${steps === 1 ? "" : "s"}`);
    expect(lines[6]).toBe(`${"0".padStart(9)} ${"*".repeat(columns)}`);
    expect(lines[6]!.length).toBeLessThanOrEqual(80);
  });

  it("draws the last three episodes, and says how many there were before", () => {
    const three = [1, 2, 3].map((value) => episode([value, value]));
    const more = (count: number): string[] =>
      renderStrips({
        ...picture,
        episodes: [...new Array<Trajectory>(count).fill(three[0]!), ...three],
      }).split("\n");
    expect(more(0)).toHaveLength(1 + 3 * 9);
    expect(more(1)[1]).toBe("… 1 earlier episode");
    expect(more(4)[1]).toBe("… 4 earlier episodes");
    expect(more(4).filter((line) => line.startsWith("episode"))).toEqual([
      "episode 5: return -0.5, 1 step, ends at 1",
      "episode 6: return -0.5, 1 step, ends at 2",
      "episode 7: return -0.5, 1 step, ends at 3",
    ]);
  });

  it("has nothing to draw without episodes", () => {
    expect(renderStrips({ ...picture, episodes: [] })).toBe("a column is 1 step");
  });
});
