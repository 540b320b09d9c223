import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { navigationPytorchMamlRl } from "../../../envs/navigation.ts";
import { box } from "../../../src/rl/spaces.ts";
import { clipActions } from "../../../src/rl/wrappers/clip-actions.ts";
import { dial, walk } from "../toy-environments.ts";
import { play, renderedEpisodes, sled, toTrajectory } from "./families.ts";

const element = fc.float({ noNaN: true, min: -20, max: 20 });

describe("clipActions", () => {
  it("clips each element to its own bounds", () => {
    const clipped = clipActions(sled); // Box([-1, 2], [1, 6])
    const task = { slope: 1 };
    const actions = [
      [-3, 1],
      [3, 7],
      [0.5, 4],
    ];
    const { steps } = play(clipped, { task, actions });
    const inside = [
      [-1, 2],
      [1, 6],
      [0.5, 4],
    ];
    expect(steps).toEqual(play(clipped, { task, actions: inside }).steps);
    expect(steps.map(({ reward }) => reward)).toEqual([-1, 1, 0.5]);
    const trial = toTrajectory({ first: [0, 0], steps }, actions);
    expect(renderedEpisodes(clipped, task, [trial])).toEqual([{ ...trial, actions: inside }]);
  });

  it("does not clip where there is no bound", () => {
    const half = { ...walk, actionSpace: box({ low: [-2], high: Infinity }) };
    const { steps } = play(clipActions(half), {
      task: { length: 9, end: "terminated" },
      actions: [[1e6], [-1e6]],
    });
    expect(steps.map(({ reward }) => reward)).toEqual([1e6, -2]);
  });

  it("is the same twice, and the same as the clipping of the environment", () => {
    const tasks = fc.record({ goal: fc.tuple(element, element) });
    fc.assert(
      fc.property(tasks, fc.array(fc.tuple(element, element)), (task, actions) => {
        const once = clipActions(navigationPytorchMamlRl);
        const expected = play(once, { task, actions });
        expect(play(clipActions(once), { task, actions })).toEqual(expected);
        // Navigation clips moves to the same bounds itself; its single environments reward in float64.
        const own = play(navigationPytorchMamlRl, { task, actions });
        expect(expected.steps.map(({ observation }) => observation)).toEqual(
          own.steps.map(({ observation }) => observation),
        );
      }),
      { numRuns: 50 },
    );
  });

  it("keeps the space and the optimal return", () => {
    const clipped = clipActions(sled);
    expect(clipped).toMatchObject({ id: "sled@test-clipped", actionSpace: sled.actionSpace });
    expect(clipped.optimalReturn?.({ slope: -0.5 })).toBe(2);
  });

  it("rejects Discrete actions", () => {
    expect(() => clipActions(dial)).toThrow(
      "clipActions: actions of dial@test must be of a Box, got Discrete(3)",
    );
  });
});
