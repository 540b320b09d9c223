import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  bernoulliBanditK10,
  bernoulliBanditK5,
  bernoulliBanditK50,
  bernoulliBanditTrials,
  createBernoulliBandit,
} from "../../envs/bernoulli-bandit.ts";
import { createRandom } from "../../src/random.ts";
import type { Random } from "../../src/random.ts";
import type { Trajectory } from "../../src/rl/environment.ts";

const versions = [bernoulliBanditK5, bernoulliBanditK10, bernoulliBanditK50];

/** A stream that yields one number. */
function constant(uniform: number): Random {
  return Object.assign(createRandom(0), { uniform: () => uniform });
}

/** Episodes in which given arms were pulled and paid. */
function pulls(list: readonly (readonly [arm: number, reward: number])[]): Trajectory[] {
  return list.map(([arm, reward]) => ({
    observations: [[0], [0]],
    actions: [[arm]],
    rewards: [reward],
    terminated: true,
  }));
}

describe("bernoulliBandit", () => {
  it("has the three sizes of the paper", () => {
    expect(versions.map(({ id, actionSpace }) => [id, actionSpace])).toEqual(
      [5, 10, 50].map((n) => [`bernoulli-bandit@k${n}`, { kind: "discrete", n }]),
    );
  });

  it.each(versions)("$id draws means uniformly from [0, 1)", (family) => {
    const tasks = family.sampleTasks(createRandom(1), 2000);
    const means = tasks.flatMap((task) => task.means);
    // Mean 1/2 and mean square 1/3 within 5 standard errors: std √(1/12) and √(1/5 − 1/9).
    const { length } = means;
    const mean = means.reduce((sum, p) => sum + p, 0) / length;
    const square = means.reduce((sum, p) => sum + p * p, 0) / length;
    expect(Math.abs(mean - 1 / 2)).toBeLessThan(5 * Math.sqrt(1 / 12 / length));
    expect(Math.abs(square - 1 / 3)).toBeLessThan(5 * Math.sqrt((1 / 5 - 1 / 9) / length));
  });

  it.each(versions)("$id has one state, and ends with the pull", (family) => {
    const [task] = family.sampleTasks(createRandom(0), 1);
    const environment = family.createEnvironment(task ?? { means: [] });
    expect(environment.reset(createRandom(0))).toBe(0);
    expect(environment.step(4)).toMatchObject({
      observation: 0,
      terminated: true,
      truncated: false,
    });
  });

  it.each(versions)("$id has the largest mean as its optimal return", (family) => {
    const arms = family.actionSpace.kind === "discrete" ? family.actionSpace.n : NaN;
    const tasks = family.sampleTasks(createRandom(2), 5000);
    const optima = tasks.map((task) => family.optimalReturn?.(task) ?? NaN);
    expect(optima.every((optimum, i) => tasks[i]?.means.includes(optimum))).toBe(true);
    // The largest of k uniform numbers has mean k/(k+1) and variance k/((k+1)²(k+2)).
    const mean = optima.reduce((sum, optimum) => sum + optimum, 0) / optima.length;
    const variance = arms / ((arms + 1) ** 2 * (arms + 2));
    expect(Math.abs(mean - arms / (arms + 1))).toBeLessThan(5 * Math.sqrt(variance / 5000));
  });

  it("shows the network the code 1", () => {
    const [task] = bernoulliBanditK5.sampleTasks(createRandom(0), 1);
    const batch = bernoulliBanditK5.createBatch?.(task ? [task] : []);
    const observations = new Float32Array(1);
    batch?.reset(0, createRandom(0), observations);
    expect(observations[0]).toBe(1);
  });
});

describe("createBernoulliBandit", () => {
  const pair = createBernoulliBandit({ arms: 2 });

  it("pays 1 where the number that is drawn lies below the mean of the arm, else 0", () => {
    const environment = pair.createEnvironment({ means: [0.3, 0.6] });
    const pull = (arm: number, uniform: number): number => {
      environment.reset(constant(uniform));
      return environment.step(arm).reward;
    };
    expect([pull(0, 0.29), pull(0, 0.3), pull(1, 0.3), pull(1, 0.6)]).toEqual([1, 0, 1, 0]);
  });

  it("pays as often as the mean of the arm says", () => {
    const count = 10_000;
    const tasks = new Array(count).fill({ means: [0.3, 0.9] }) as { means: number[] }[];
    const batch = pair.createBatch?.(tasks);
    const result = {
      observations: new Float32Array(count),
      rewards: new Float32Array(count),
      terminated: new Uint8Array(count),
      truncated: new Uint8Array(count),
    };
    const rng = createRandom(3);
    for (let row = 0; row < count; row++) {
      batch?.reset(row, rng.split(row), result.observations);
    }
    batch?.step(
      Int32Array.from(tasks, (_, row) => row % 2),
      result,
    );
    // 5000 pulls of each arm: 5 standard errors are 5 √(p(1 − p)/5000).
    [0.3, 0.9].forEach((p, arm) => {
      const total = result.rewards.reduce((sum, r, row) => sum + (row % 2 === arm ? r : 0), 0);
      expect(Math.abs(total / 5000 - p)).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / 5000));
    });
  });

  it("refuses fewer than 2 arms", () => {
    expect(() => createBernoulliBandit({ arms: 1 })).toThrow(
      "createBernoulliBandit.arms: must be an integer >= 2, got 1",
    );
    expect(() => createBernoulliBandit({ arms: 2.5 })).toThrow("got 2.5");
  });

  it("refuses a task of another number of arms", () => {
    expect(() => pair.createEnvironment({ means: [0.5] })).toThrow(
      "bernoulli-bandit@k2 task: means must have 2 elements, got [0.5]",
    );
  });

  it("pictures the pulls and what they paid", () => {
    // The second of the arms is pulled 3 times, and pays twice: 2/3.
    const text = pair.render?.(
      { means: [0.25, 0.875] },
      pulls([
        [0, 0],
        [1, 1],
        [1, 0],
        [0, 1],
        [1, 1],
      ]),
    );
    expect(text).toBe(
      [
        "arm   mean   pulls  mean reward",
        "  0  0.250       2        0.500  ##",
        "  1  0.875*      3        0.667  ###",
        "all              5        0.600",
        "best arm (*): 1 of the first 2 pulls, 2 of the last 3",
      ].join("\n"),
    );
  });

  it("pictures the 12 arms that were pulled most, and the best one", () => {
    const means = Array.from({ length: 50 }, (_, arm) => (arm === 49 ? 0.5 : 0.25));
    // Arms 20 to 39: each is pulled once, those below 32 once more.
    const arms = Array.from({ length: 32 }, (_, i) => 20 + (i % 20));
    const lines = bernoulliBanditK50
      .render?.({ means }, pulls(arms.map((arm) => [arm, 0])))
      .split("\n");
    const shown = lines?.slice(1, 13).map((line) => parseInt(line));
    // 20 to 31 were pulled twice; the last of them makes room for the best arm, which was not pulled.
    expect(shown).toEqual([20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 49]);
    expect(lines?.[13]).toBe("38 other arms: 10 pulls");
  });

  it("pictures any number of pulls within 80 columns", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(1), fc.nat(1)), { maxLength: 300 }),
        fc.nat(400),
        (some, more) => {
          const played = [...some, ...new Array<[number, number]>(more).fill([1, 1])];
          const text = pair.render?.({ means: [0.2, 0.4] }, pulls(played));
          const lines = text?.split("\n") ?? [];
          expect(lines).toHaveLength(5);
          expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
          expect(lines[3]).toContain(` ${played.length} `);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe("bernoulliBanditTrials", () => {
  it("are trials of 10, 100 and 500 pulls of each bandit", () => {
    expect(bernoulliBanditTrials.map(({ id, horizon }) => [id, horizon])).toEqual(
      [10, 100, 500].flatMap((n) =>
        [5, 10, 50].map((k) => [`bernoulli-bandit@k${k}-rl2-n${n}`, n]),
      ),
    );
  });

  it("observe the state, the arm that was pulled, its reward, and that the pull was an episode", () => {
    const [trial] = bernoulliBanditTrials;
    const environment = trial?.createEnvironment({ means: [0, 0, 1, 0, 0] });
    expect(environment?.reset(createRandom(0))).toBeAllClose([1, 0, 0, 0, 0, 0, 0, 0]);
    expect(environment?.step(2).observation).toBeAllClose([1, 0, 0, 1, 0, 0, 1, 1]);
    expect(environment?.step(3).observation).toBeAllClose([1, 0, 0, 0, 1, 0, 0, 1]);
  });

  it("have the pulls times the largest mean as their optimal return", () => {
    // 0.75 · 10, 0.75 · 100, 0.75 · 500.
    const means = [0.5, 0.75, 0.25, 0, 0];
    const five = bernoulliBanditTrials.filter(({ id }) => id.includes("@k5-"));
    expect(five.map((trial) => trial.optimalReturn?.({ means }))).toEqual([7.5, 75, 375]);
  });
});
