import { describe, expect, it } from "vitest";
import { createGaussianBandit, gaussianBanditK10 } from "../../envs/gaussian-bandit.ts";
import { createRandom } from "../../src/random.ts";
import type { Random } from "../../src/random.ts";

/** A stream that yields one number. */
function constant(normal: number): Random {
  return Object.assign(createRandom(0), { normal: () => normal });
}

/** The mean and the variance of numbers around it. */
function momentsOf(numbers: readonly number[]): { mean: number; variance: number } {
  const mean = numbers.reduce((sum, x) => sum + x, 0) / numbers.length;
  const variance = numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length;
  return { mean, variance };
}

describe("gaussianBanditK10", () => {
  it("is the 10-armed testbed", () => {
    expect(gaussianBanditK10).toMatchObject({
      id: "gaussian-bandit@k10",
      horizon: 1,
      observationSpace: { kind: "discrete", n: 1 },
      actionSpace: { kind: "discrete", n: 10 },
    });
  });

  it("draws means from N(0, 1)", () => {
    const tasks = gaussianBanditK10.sampleTasks(createRandom(1), 1000);
    const { mean, variance } = momentsOf(tasks.flatMap((task) => task.means));
    // 5 standard errors of 10000 draws: 1/100 for the mean, √2/100 for the variance.
    expect(Math.abs(mean)).toBeLessThan(5 / 100);
    expect(Math.abs(variance - 1)).toBeLessThan((5 * Math.SQRT2) / 100);
  });

  it("has one state, and ends with the pull", () => {
    const environment = gaussianBanditK10.createEnvironment({ means: new Array(10).fill(0) });
    expect(environment.reset(createRandom(0))).toBe(0);
    expect(environment.step(9)).toMatchObject({
      observation: 0,
      terminated: true,
      truncated: false,
    });
  });

  it("has the largest mean as its optimal return, 1.54 on average", () => {
    const tasks = gaussianBanditK10.sampleTasks(createRandom(2), 4000);
    const optima = tasks.map((task) => gaussianBanditK10.optimalReturn?.(task) ?? NaN);
    expect(optima[0]).toBe(Math.max(...(tasks[0]?.means ?? [])));
    // The largest of 10 draws of N(0, 1) has mean 1.53875 and variance 0.34434 (quadrature with mpmath, 30 digits).
    expect(Math.abs(momentsOf(optima).mean - 1.53875)).toBeLessThan(5 * Math.sqrt(0.34434 / 4000));
  });
});

describe("createGaussianBandit", () => {
  it("rewards with the mean of the arm and noise of the standard deviation", () => {
    const family = createGaussianBandit({ arms: 2, noiseStd: 0.5 });
    const environment = family.createEnvironment({ means: [1.5, -2] });
    const pull = (arm: number, normal: number): number => {
      environment.reset(constant(normal));
      return environment.step(arm).reward;
    };
    // 1.5 + 0.5 · 1, -2 + 0.5 · 1, -2 - 0.5 · 3
    expect([pull(0, 1), pull(1, 1), pull(1, -3)]).toEqual([2, -1.5, -3.5]);
  });

  it("rewards with independent noise in each pull", () => {
    const count = 10_000;
    const family = createGaussianBandit({ arms: 2 });
    const batch = family.createBatch?.(new Array(count).fill({ means: [3, 0] }));
    const result = {
      observations: new Float32Array(count),
      rewards: new Float32Array(count),
      terminated: new Uint8Array(count),
      truncated: new Uint8Array(count),
    };
    const rng = createRandom(3);
    for (let row = 0; row < count; row++) batch?.reset(row, rng.split(row), result.observations);
    batch?.step(new Int32Array(count), result);
    const { mean, variance } = momentsOf(Array.from(result.rewards));
    expect(Math.abs(mean - 3)).toBeLessThan(5 / 100);
    expect(Math.abs(variance - 1)).toBeLessThan((5 * Math.SQRT2) / 100);
  });

  it("scales the means", () => {
    const [ones] = gaussianBanditK10.sampleTasks(createRandom(4), 1);
    const [fours] = createGaussianBandit({ arms: 10, meanStd: 4 }).sampleTasks(createRandom(4), 1);
    expect(fours?.means).toEqual(ones?.means.map((mean) => 4 * mean));
  });

  it("names in the version what differs from the testbed", () => {
    const ids = [{ arms: 5 }, { arms: 5, meanStd: 2 }, { arms: 5, meanStd: 0.5, noiseStd: 0.1 }];
    expect(ids.map((options) => createGaussianBandit(options).id)).toEqual([
      "gaussian-bandit@k5",
      "gaussian-bandit@k5-mean2",
      "gaussian-bandit@k5-mean0.5-noise0.1",
    ]);
  });

  it.each([
    [{ arms: 1 }, "createGaussianBandit.arms: must be an integer >= 2, got 1"],
    [{ arms: 2, meanStd: 0 }, "createGaussianBandit.meanStd: must be a positive number, got 0"],
    [{ arms: 2, noiseStd: -1 }, "createGaussianBandit.noiseStd: must be a number >= 0, got -1"],
    [{ arms: 2, noiseStd: NaN }, "createGaussianBandit.noiseStd: must be a number >= 0, got NaN"],
  ])("refuses %o", (options, message) => {
    expect(() => createGaussianBandit(options)).toThrow(message);
  });

  it("refuses a task of another number of arms", () => {
    expect(() => gaussianBanditK10.createEnvironment({ means: [0.5] })).toThrow(
      "gaussian-bandit@k10 task: means must have 10 elements, got [0.5]",
    );
  });

  it("pictures the pulls and what they paid", () => {
    const family = createGaussianBandit({ arms: 3 });
    const played = [
      [1, -1],
      [0, 2.5],
      [0, 1.5],
    ] as const;
    const text = family.render?.(
      { means: [1.25, -0.5, 0] },
      played.map(([arm, reward]) => ({
        observations: [[0], [0]],
        actions: [[arm]],
        rewards: [reward],
        terminated: true,
      })),
    );
    // Arm 0: (2.5 + 1.5) / 2 = 2; all: 3 / 3 = 1.
    expect(text).toBe(
      [
        "arm     mean   pulls  mean reward",
        "  0    1.250*      2        2.000  ##",
        "  1   -0.500       1       -1.000  #",
        "  2    0.000       0            -",
        "all                3        1.000",
        "best arm (*): 0 of the first 1 pulls, 2 of the last 2",
      ].join("\n"),
    );
  });
});
