import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  contextualBanditLinear,
  contextualBanditLogistic,
  createContextualBandit,
} from "../../envs/contextual-bandit.ts";
import type { ContextualBanditTask } from "../../envs/contextual-bandit.ts";
import { createRandom } from "../../src/random.ts";
import type { Random } from "../../src/random.ts";
import type { EnvironmentFamily, StepResult, Trajectory } from "../../src/rl/environment.ts";

type Family = EnvironmentFamily<ContextualBanditTask>;

const versions: readonly Family[] = [contextualBanditLinear, contextualBanditLogistic];

/** Items and features of both versions. */
const ITEMS = 5;
const FEATURES = 4;

/** Two features of three items, with preferences that are worth [1, -2, 1.5] of them. */
const small = { items: 3, features: 2, horizon: 2 };
const offer = [1, 0, 0, 1, 2, 0.25];
const user: ContextualBanditTask = { preferences: [1, -2] };

/** A stream whose items are `offer`, and whose other draws are given. */
function scripted(draws: { readonly normal?: number; readonly uniform?: number }): Random {
  const { normal = 0, uniform = 0 } = draws;
  return Object.assign(createRandom(0), {
    normal: () => normal,
    uniform: () => uniform,
    normals: (out: Float64Array, begin = 0) => out.set(offer, begin),
  });
}

function worthsOf(task: ContextualBanditTask, observation: ArrayLike<number>): number[] {
  return Array.from({ length: observation.length / task.preferences.length }, (_, item) =>
    task.preferences.reduce(
      (sum, weight, j) => sum + weight * (observation[item * task.preferences.length + j] ?? NaN),
      0,
    ),
  );
}

/** Plays sessions of a task, each step choosing the item that is worth most. @returns their mean return */
function playBest(family: Family, task: ContextualBanditTask, sessions: number): number {
  const batch = family.createBatch?.(new Array<ContextualBanditTask>(sessions).fill(task));
  const size = ITEMS * FEATURES;
  const result = {
    observations: new Float32Array(sessions * size),
    rewards: new Float32Array(sessions),
    terminated: new Uint8Array(sessions),
    truncated: new Uint8Array(sessions),
  };
  const rng = createRandom(5);
  for (let row = 0; row < sessions; row++) batch?.reset(row, rng.split(row), result.observations);
  let total = 0;
  for (let step = 0; step < family.horizon; step++) {
    const actions = Int32Array.from({ length: sessions }, (_, row) => {
      const seen = result.observations.subarray(row * size, (row + 1) * size);
      const worths = worthsOf(task, seen);
      return worths.indexOf(Math.max(...worths));
    });
    batch?.step(actions, result);
    total += result.rewards.reduce((sum, reward) => sum + reward, 0);
  }
  return total / sessions;
}

describe("contextualBandit", () => {
  it.each(versions)("$id offers 5 items of 4 features in each of 20 steps", (family) => {
    expect(family.horizon).toBe(20);
    expect(family.observationSpace).toMatchObject({ kind: "box", shape: [20] });
    expect(family.actionSpace).toEqual({ kind: "discrete", n: 5 });
  });

  it.each(versions)("$id draws preferences from N(0, 1/4)", (family) => {
    const tasks = family.sampleTasks(createRandom(1), 2500);
    const preferences = tasks.flatMap((task) => task.preferences);
    const mean = preferences.reduce((sum, x) => sum + x, 0) / 10_000;
    const square = preferences.reduce((sum, x) => sum + x * x, 0) / 10_000;
    // 5 standard errors of 10000 draws: of std 1/2, and of squares with std √2/4.
    expect(Math.abs(mean)).toBeLessThan((5 * 0.5) / 100);
    expect(Math.abs(square - 0.25)).toBeLessThan((5 * Math.SQRT2) / 4 / 100);
  });

  it.each(versions)("$id draws features from N(0, 1), anew in each step", (family) => {
    const environment = family.createEnvironment({ preferences: [1, 0, 0, 0] });
    const rng = createRandom(2);
    let sum = 0;
    let squares = 0;
    let products = 0; // of a feature and the same one a step before
    let before = environment.reset(rng) as ArrayLike<number>;
    for (let step = 0; step < 1000; step++) {
      const now = environment.step(0).observation as ArrayLike<number>;
      for (let i = 0; i < 20; i++) {
        sum += now[i] ?? NaN;
        squares += (now[i] ?? NaN) ** 2;
        products += (now[i] ?? NaN) * (before[i] ?? NaN);
      }
      before = now;
    }
    // 20000 numbers each: std 1 of x, √2 of x², 1 of products.
    expect(Math.abs(sum / 20_000)).toBeLessThan(5 / Math.sqrt(20_000));
    expect(Math.abs(squares / 20_000 - 1)).toBeLessThan((5 * Math.SQRT2) / Math.sqrt(20_000));
    expect(Math.abs(products / 20_000)).toBeLessThan(5 / Math.sqrt(20_000));
  });

  it.each(versions)("$id offers the same to every user, whatever is chosen", (family) => {
    const [one, other] = family.sampleTasks(createRandom(3), 2).map((task, choice) => {
      const environment = family.createEnvironment(task);
      const seen = [environment.reset(createRandom(4))];
      for (let step = 0; step < family.horizon; step++) {
        seen.push(environment.step(choice * 3).observation);
      }
      return seen;
    });
    expect(one).toEqual(other);
    expect(one?.[0]).not.toEqual(one?.[1]);
  });

  // The variance of a return is 20 times that of a reward, as steps are independent.
  it.each([
    // |preferences| = 1: the largest of 5 draws of N(0, 1) has variance 0.44753, the noise 0.25.
    { family: contextualBanditLinear, preferences: [0.5, -0.5, 0.5, 0.5], variance: 0.69754 },
    // A reward of 0 or 1 has at most the variance 1/4.
    { family: contextualBanditLogistic, preferences: [0.1, 0.3, 0, -0.2], variance: 0.25 },
    { family: contextualBanditLogistic, preferences: [1, 1, -1, 1], variance: 0.25 },
  ])("$family.id with $preferences has the optimal return that the best choice earns", (row) => {
    const task = { preferences: row.preferences };
    const sessions = 2000;
    const played = playBest(row.family, task, sessions);
    const error = Math.sqrt((20 * row.variance) / sessions);
    expect(Math.abs(played - (row.family.optimalReturn?.(task) ?? NaN))).toBeLessThan(5 * error);
  });

  it("linear has 20 |preferences| times the mean of the largest of 5 normal numbers as its optimal return", () => {
    // 1.16296447364052 by quadrature with mpmath at 30 digits; |(3, 0, 4, 0)| = 5.
    expect(contextualBanditLinear.optimalReturn?.({ preferences: [3, 0, 4, 0] })).toBeCloseTo(
      20 * 5 * 1.16296447364052,
      11,
    );
  });

  it("logistic has the optimal return of another quadrature", () => {
    // 20 ∫ 5 φ(z) Φ(z)⁴ / (1 + exp(-3 |preferences| z)) dz by mpmath at 30 digits, for norms of 1 and 5.
    const optimum = (preferences: readonly number[]): number =>
      contextualBanditLogistic.optimalReturn?.({ preferences }) ?? NaN;
    expect(optimum([0, 0, -1, 0])).toBeCloseTo(18.15664637751118, 12);
    expect(optimum([3, 0, 4, 0])).toBeCloseTo(19.31693488900801, 12);
    expect(optimum([0, 0, 0, 0])).toBeCloseTo(10, 12); // every item is a coin
  });
});

describe("createContextualBandit", () => {
  const linear = createContextualBandit({
    version: "small-linear",
    reward: { kind: "linear", noiseStd: 0.5 },
    ...small,
  });
  const logistic = createContextualBandit({
    version: "small-logistic",
    reward: { kind: "logistic", scale: 2 },
    ...small,
  });

  function choose(family: Family, item: number, rng: Random): StepResult {
    const environment = family.createEnvironment(user);
    environment.reset(rng);
    return environment.step(item);
  }

  it("observes the features, item by item", () => {
    const environment = linear.createEnvironment(user);
    expect(environment.reset(scripted({}))).toBeAllClose(offer);
    expect(environment.step(1).observation).toBeAllClose(offer);
  });

  it("rewards linearly: the worth and half a standard normal number", () => {
    // Worths 1·1, -2·1 and 1·2 - 2·0.25; noise 0.5 · 1.
    const rewards = [0, 1, 2].map((item) => choose(linear, item, scripted({ normal: 1 })).reward);
    expect(rewards).toEqual([1.5, -1.5, 2]);
  });

  it("rewards logistically: 1 with the probability sigmoid(2 · worth)", () => {
    // 1/(1 + e^-2) = 0.8808, 1/(1 + e^4) = 0.0180, 1/(1 + e^-3) = 0.9526
    const bounds = [0.8808, 0.018, 0.9526];
    const rewards = bounds.map((p, item) =>
      [p - 1e-4, p + 1e-4].map((uniform) => choose(logistic, item, scripted({ uniform })).reward),
    );
    expect(rewards).toEqual([
      [1, 0],
      [1, 0],
      [1, 0],
    ]);
  });

  it.each([linear, logistic])("$id never ends by itself", (family) => {
    const step = choose(family, 0, createRandom(0));
    expect([step.terminated, step.truncated]).toEqual([false, false]);
  });

  it.each([
    // The largest of 2 normal numbers has mean 1/√π, of 3 it is 3/(2√π).
    { items: 2, mean: 1 / Math.sqrt(Math.PI) },
    { items: 3, mean: 1.5 / Math.sqrt(Math.PI) },
  ])("has the optimal return of $items items in closed form", ({ items, mean }) => {
    const family = createContextualBandit({
      version: "few",
      reward: { kind: "linear", noiseStd: 0 },
      items,
      features: 1,
      horizon: 7,
    });
    expect(family.optimalReturn?.({ preferences: [-2] })).toBeCloseTo(7 * 2 * mean, 12);
  });

  it.each([
    [{ items: 1 }, "createContextualBandit.items: must be an integer >= 2, got 1"],
    [{ features: 0 }, "createContextualBandit.features: must be an integer >= 1, got 0"],
    [{ horizon: 0.5 }, "createContextualBandit.horizon: must be an integer >= 1, got 0.5"],
    [
      { reward: { kind: "linear", noiseStd: -1 } },
      "createContextualBandit.reward.noiseStd: must be a number >= 0, got -1",
    ],
    [
      { reward: { kind: "logistic", scale: 21 } },
      "createContextualBandit.reward.scale: must be positive and at most 20, got 21",
    ],
  ] as const)("refuses %o", (options, message) => {
    const reward = { kind: "linear", noiseStd: 1 } as const;
    expect(() => createContextualBandit({ version: "wrong", reward, ...options })).toThrow(message);
  });

  it("refuses a task of another number of features", () => {
    expect(() => linear.createEnvironment({ preferences: [1] })).toThrow(
      "contextual-bandit@small-linear task: preferences must have 2 elements, got [1]",
    );
  });

  /** A session in which `offer` was made twice and given items were chosen. */
  function session(first: number, second: number): Trajectory {
    return {
      observations: [offer, offer, offer],
      actions: [[first], [second]],
      rewards: [0.75, 1],
      terminated: false,
    };
  }

  it("pictures the ranks of what was chosen", () => {
    // Worths 1, -2, 1.5: the choice of 0 and 1 is expected to yield -1, of 2 and 2 it is 3, which is the best.
    expect(linear.render?.(user, [session(0, 1), session(2, 2)])).toBe(
      [
        "preferences 1.00 -2.00",
        "session   reward expected     best  ranks of the items chosen, 1 is the best",
        "      1     1.75    -1.00     3.00  23",
        "      2     1.75     3.00     3.00  11",
      ].join("\n"),
    );
  });

  it("pictures expected clicks where the reward is logistic", () => {
    // sigmoid(2) + sigmoid(-4) = 0.8808 + 0.0180; twice sigmoid(3) = 1.9051
    expect(logistic.render?.(user, [session(0, 1)])).toContain("     0.90     1.91  23");
  });

  it("pictures any number of sessions within 80 columns", () => {
    fc.assert(
      fc.property(fc.nat(60), (count) => {
        const sessions = Array.from({ length: count }, (_, i) => session(i % 3, 0));
        const lines = linear.render?.(user, sessions).split("\n") ?? [];
        expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
        expect(lines).toHaveLength(2 + Math.min(count, 10) + Number(count > 10));
        if (count > 10) expect(lines[2]).toBe(`    ... ${count - 10} earlier sessions`);
      }),
      { numRuns: 50 },
    );
  });
});
