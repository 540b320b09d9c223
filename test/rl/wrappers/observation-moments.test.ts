import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/random.ts";
import { collectRollout } from "../../../src/rl/rollout.ts";
import { normaliseObservations } from "../../../src/rl/wrappers/normalise-observations.ts";
import { observationMoments } from "../../../src/rl/wrappers/observation-moments.ts";
import { dial, walk } from "../toy-environments.ts";
import { sled } from "./families.ts";

describe("observationMoments", () => {
  it("counts the observations that actions answer", () => {
    // Episodes of 3 steps: the walk's step counter is 0, 1 and 2 when an action is chosen, so that its mean is 1 and its
    // variance (1 + 0 + 1) / 3.
    const threeSteps = {
      ...walk,
      sampleTasks: (): { length: number; end: "terminated" }[] => [
        { length: 3, end: "terminated" },
        { length: 3, end: "terminated" },
      ],
    };
    const { mean, std } = observationMoments(threeSteps, { tasks: 2, episodes: 5, seed: 0 });
    expect(mean[1]).toBeCloseTo(1, 12);
    expect(std[1]).toBeCloseTo(Math.sqrt(2 / 3), 12);
  });

  it("is near what the definition yields", () => {
    // The sled at step t is at u + a[1] + … + a[t] along x, with u from U[0, 1) and a from N(0, 1): mean 0.5, variance
    // 1/12 + t. Over t = 0 to 3 the variance is 1/12 + 1.5. Episodes are independent; their mean position has a
    // variance of 1/12 + (1·9 + 1·4 + 1·1) / 16, since a[1] counts 3 of 4 times, a[2] twice, a[3] once.
    const episodes = 2000;
    const { mean, std } = observationMoments(sled, { tasks: 10, episodes: episodes / 10, seed: 5 });
    const error = Math.sqrt((1 / 12 + 14 / 16) / episodes);
    expect(Math.abs((mean[0] ?? NaN) - 0.5)).toBeLessThan(5 * error);
    // x is normal but for u. The mean over an episode of (x - 0.5)² has a variance of at most the mean of that of its
    // parts, 2 (1/12 + t)²: 5 standard errors of the mean of squares.
    const variances = [0, 1, 2, 3].map((t) => 1 / 12 + t);
    const spread = Math.sqrt(variances.reduce((sum, v) => sum + (2 * v * v) / 4, 0) / episodes);
    expect(Math.abs((std[0] ?? NaN) ** 2 - (1 / 12 + 1.5))).toBeLessThan(5 * spread);
    // Along y an action has mean 4 and standard deviation 2: mean 0.5 + 4 · 1.5.
    expect(Math.abs((mean[1] ?? NaN) - 6.5)).toBeLessThan(
      5 * Math.sqrt((1 / 12 + 4 * (14 / 16)) / episodes),
    );
  });

  it("gives observations of mean 0 and standard deviation 1 to the same policy", () => {
    const normalised = normaliseObservations(
      sled,
      observationMoments(sled, { tasks: 10, episodes: 100, seed: 1 }),
    );
    const { mean, std } = observationMoments(normalised, { tasks: 10, episodes: 100, seed: 1 });
    expect(mean).toBeAllClose([0, 0], { atol: 1e-6 }); // the same episodes, but for rounding
    expect(std).toBeAllClose([1, 1], { rtol: 1e-6 });
  });

  it("gives 1 as the standard deviation of an element that does not change", () => {
    const moments = observationMoments({ ...walk, horizon: 1 }, { tasks: 3, episodes: 2, seed: 0 });
    expect([moments.mean[1], moments.std[1]]).toEqual([0, 1]); // the step counter is 0 at every reset
    expect(moments.std[0]).not.toBe(1);
  });

  it("is the same for the same seed and another for another", () => {
    const measure = (seed: number): unknown =>
      observationMoments(sled, { tasks: 2, episodes: 2, seed });
    expect(measure(3)).toEqual(measure(3));
    expect(measure(3)).not.toEqual(measure(4));
  });

  it("does not touch what a rollout of the same seed draws", () => {
    const collect = (): Float32Array =>
      collectRollout({
        environment: sled,
        tasks: [{ slope: 1 }],
        episodesPerTask: 1,
        streams: () => createRandom(3),
        act: (_observations, _rngs, actions) => actions.fill(1),
      }).observations;
    const before = collect();
    observationMoments(sled, { tasks: 2, episodes: 2, seed: 3 });
    expect(collect()).toEqual(before);
  });

  it("rejects Discrete observations and numbers that are no positive integers", () => {
    expect(() => observationMoments(dial, { tasks: 1, episodes: 1, seed: 0 })).toThrow(
      "observationMoments: observations of dial@test must be of a Box, got Discrete(3)",
    );
    expect(() => observationMoments(sled, { tasks: 0, episodes: 1, seed: 0 })).toThrow(
      "observationMoments.tasks: must be an integer >= 1, got 0",
    );
    expect(() => observationMoments(sled, { tasks: 1, episodes: 0.5, seed: 0 })).toThrow(
      "observationMoments.episodes: must be an integer >= 1, got 0.5",
    );
  });
});
