import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { box, contains } from "../../../src/rl/spaces.ts";
import { normaliseObservations } from "../../../src/rl/wrappers/normalise-observations.ts";
import { dial, walk } from "../toy-environments.ts";
import { play, renderedEpisodes, sled, toTrajectory } from "./families.ts";

const task = { slope: 1 };
const actions = [
  [0.5, 2],
  [-2, 8],
];

describe("normaliseObservations", () => {
  it("subtracts the mean and divides by the standard deviation, from the first observation on", () => {
    const normalised = normaliseObservations(sled, { mean: [2, -1], std: [4, 0.5] });
    const seen = play(normalised, { task, actions });
    const raw = play(sled, { task, actions });
    const list = ({ first, steps }: typeof raw): number[] =>
      [first, ...steps.map(({ observation }) => observation)].flat();
    expect(list(seen)).toBeAllClose(
      list(raw).map((x, i) => (i % 2 === 0 ? (x - 2) / 4 : (x + 1) / 0.5)),
      { rtol: 1e-6, atol: 1e-6 },
    );
    expect(seen.steps.map(({ reward }) => reward)).toEqual([0.5, -2]);

    const trial = toTrajectory(seen, actions);
    const [shown] = renderedEpisodes(normalised, task, [trial]);
    expect(shown?.observations.flat()).toBeAllClose(list(raw), { rtol: 1e-6, atol: 1e-6 });
    expect(shown).toMatchObject({ actions, rewards: trial.rewards });
  });

  it("moves the bounds of the space along", () => {
    const normalised = normaliseObservations(sled, { mean: [50, 0], std: [25, 3] });
    expect(normalised.observationSpace).toEqual({
      kind: "box",
      shape: [2],
      low: [-6, -Infinity], // (-100 - 50) / 25
      high: [2, Infinity],
    });
  });

  it("keeps every observation within its space, also where float32 exceeds a bound", () => {
    const bound = fc.double({ noNaN: true, min: 0.1, max: 3 });
    fc.assert(
      fc.property(
        bound,
        bound,
        fc.double({ noNaN: true, min: 1e-8, max: 10 }),
        (high, mean, std) => {
          const corner = {
            ...walk,
            observationSpace: box({ low: [-high, -high], high: [high, high] }),
            createEnvironment: () => ({
              reset: () => [high, -high],
              step: () => ({ observation: [0, 0], reward: 0, terminated: true, truncated: false }),
            }),
          };
          const normalised = normaliseObservations(corner, { mean: [mean, mean], std: [std, std] });
          const { first } = play(normalised, {
            task: { length: 1, end: "terminated" },
            actions: [],
          });
          expect(contains(normalised.observationSpace, first)).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("changes nothing but the id with mean 0 and standard deviation 1", () => {
    const same = normaliseObservations(walk, { mean: [0, 0], std: [1, 1] });
    const moves = [[0.25], [3], [-1]];
    const raw = play(walk, { task: { length: 3, end: "truncated" }, actions: moves });
    const seen = play(same, { task: { length: 3, end: "truncated" }, actions: moves });
    expect(seen.steps.map((step) => ({ ...step, observation: [] }))).toEqual(
      raw.steps.map((step) => ({ ...step, observation: [] })),
    );
    expect(seen.steps.map(({ observation }) => observation)).toEqual(
      raw.steps.map(({ observation }) => observation.map(Math.fround)),
    );
    expect(same.observationSpace).toEqual(walk.observationSpace);
  });

  it("has an id of its own for other numbers", () => {
    const [a, b, again] = [
      [0, 1],
      [0, 2],
      [0, 1],
    ].map((mean) => normaliseObservations(sled, { mean, std: [1, 1] }).id);
    expect(a).toMatch(/^sled@test-normalised-[0-9a-f]{8}$/);
    expect(b).not.toBe(a);
    expect(again).toBe(a);
  });

  it("draws the plane in normalised coordinates, with room for both axes", () => {
    const { plane } = normaliseObservations(sled, { mean: [1, 0], std: [2, 0.5] });
    // x: (-2 - 1) / 2 to (2 - 1) / 2, y: -4 to 4; the goal [0.5, 1].
    expect(plane).toMatchObject({ axes: [0, 1], range: [-4, 4] });
    expect(plane?.goal?.({ slope: 0.5 })).toEqual([-0.25, 2]);
    const { plane: pathOnly } = normaliseObservations(
      { ...sled, plane: { axes: [0, 1], range: [0, 1] } },
      { mean: [0, 0], std: [1, 1] },
    );
    expect(pathOnly).toEqual({ axes: [0, 1], range: [0, 1] });
    expect(normaliseObservations(walk, { mean: [0, 0], std: [1, 1] })).not.toHaveProperty("plane");
  });

  it("keeps the optimal return", () => {
    const normalised = normaliseObservations(sled, { mean: [2, -1], std: [4, 0.5] });
    expect(normalised.optimalReturn?.({ slope: -0.5 })).toBe(2);
  });

  it("rejects Discrete observations, and numbers that do not fit", () => {
    expect(() => normaliseObservations(dial, { mean: [0], std: [1] })).toThrow(
      "normaliseObservations: observations of dial@test must be of a Box, got Discrete(3)",
    );
    expect(() => normaliseObservations(sled, { mean: [0], std: [1, 1] })).toThrow(
      "normaliseObservations.mean: must be 2 finite numbers, got [0]",
    );
    expect(() => normaliseObservations(sled, { mean: [0, NaN], std: [1, 1] })).toThrow(
      "normaliseObservations.mean: must be 2 finite numbers, got [0, NaN]",
    );
    expect(() => normaliseObservations(sled, { mean: [0, 0], std: [1, 0] })).toThrow(
      "normaliseObservations.std: must be 2 positive finite numbers, got [1, 0]",
    );
  });
});
