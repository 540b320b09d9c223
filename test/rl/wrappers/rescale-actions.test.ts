import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/random.ts";
import { clipActions } from "../../../src/rl/wrappers/clip-actions.ts";
import { rescaleActions } from "../../../src/rl/wrappers/rescale-actions.ts";
import { dial, walk } from "../toy-environments.ts";
import { play, renderedEpisodes, sled, toTrajectory } from "./families.ts";

const task = { slope: 1 };
const element = fc.float({ noNaN: true, min: -20, max: 20 }).map((x) => x + 0); // no -0

describe("rescaleActions", () => {
  it("maps -1 to the lower bounds and 1 to the upper ones, and what lies beyond beyond", () => {
    const rescaled = rescaleActions(sled); // Box([-1, 2], [1, 6])
    const actions = [
      [-1, -1],
      [1, 1],
      [0, 0.5], // x: -1 + 1·2/2 = 0, y: 2 + 1.5·4/2 = 5
      [2, -2], // x: -1 + 3·2/2 = 2, y: 2 - 1·4/2 = 0
    ];
    const inside = [
      [-1, 2],
      [1, 6],
      [0, 5],
      [2, 0],
    ];
    const played = play(rescaled, { task, actions });
    expect(played.steps.map(({ reward }) => reward)).toEqual([-1, 1, 0, 2]);
    const ys = [played.first, ...played.steps.map(({ observation }) => observation)].map(
      ([, y]) => y ?? NaN,
    );
    expect(ys.slice(1).map((y, i) => y - (ys[i] ?? NaN))).toBeAllClose([2, 6, 5, 0], {
      atol: 1e-6,
    });
    const trial = toTrajectory(played, actions);
    expect(renderedEpisodes(rescaled, task, [trial])).toEqual([{ ...trial, actions: inside }]);
  });

  it("keeps to the range that it is given", () => {
    const rescaled = rescaleActions(sled, { low: 0, high: 4 });
    expect(rescaled.id).toBe("sled@test-rescaled-0-4");
    expect(rescaled.actionSpace).toEqual({ kind: "box", shape: [2], low: [0, 0], high: [4, 4] });
    const { steps } = play(rescaled, {
      task,
      actions: [
        [0, 0],
        [1, 0],
        [4, 0],
      ],
    });
    expect(steps.map(({ reward }) => reward)).toEqual([-1, -0.5, 1]);
  });

  it("changes no action where the bounds are the same already", () => {
    const once = rescaleActions(sled, { low: -0.3, high: 0.7 });
    const twice = rescaleActions(once, { low: -0.3, high: 0.7 });
    fc.assert(
      fc.property(fc.array(fc.tuple(element, element)), fc.nat(), (actions, seed) => {
        expect(play(twice, { task, actions, seed })).toEqual(play(once, { task, actions, seed }));
      }),
      { numRuns: 50 },
    );
  });

  it("around clipActions lands within the bounds", () => {
    const bounded = rescaleActions(clipActions(sled));
    expect(bounded.id).toBe("sled@test-clipped-rescaled-m1-1");
    fc.assert(
      fc.property(element, fc.nat(), (x, seed) => {
        const [step] = play(bounded, { task, actions: [[x, 0]], seed }).steps;
        expect(step?.reward).toBe(Math.min(Math.max(x, -1), 1)); // slope 1, bounds -1 and 1
      }),
      { numRuns: 50 },
    );
  });

  it("keeps the optimal return and the tasks", () => {
    const rescaled = rescaleActions(sled);
    expect(rescaled.optimalReturn?.({ slope: -0.5 })).toBe(2);
    expect(rescaled.sampleTasks(createRandom(0), 2)).toEqual(sled.sampleTasks(createRandom(0), 2));
  });

  it("rejects actions without bounds, Discrete ones, and an empty range", () => {
    expect(() => rescaleActions(walk)).toThrow(
      "rescaleActions: actions of walk@test must have finite bounds, got Box(-Infinity, Infinity, [1])",
    );
    expect(() => rescaleActions(dial)).toThrow(
      "rescaleActions: actions of dial@test must be of a Box, got Discrete(3)",
    );
    expect(() => rescaleActions(sled, { low: 2 })).toThrow(
      "rescaleActions: low must be below high, both finite, got 2 and 1",
    );
    expect(() => rescaleActions(sled, { high: Infinity })).toThrow(
      "rescaleActions: low must be below high, both finite, got -1 and Infinity",
    );
  });
});
