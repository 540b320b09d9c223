import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createTabularMdp,
  tabularMdpDuan2016,
  tabularMdpDuan2016Trials,
} from "../../envs/tabular-mdp.ts";
import type { TabularMdpTask } from "../../envs/tabular-mdp.ts";
import { createRandom } from "../../src/random.ts";
import type { Random } from "../../src/random.ts";
import type { BatchStepResult, EnvironmentFamily, Trajectory } from "../../src/rl/environment.ts";
import { planFiniteHorizon } from "../../src/rl/finite-horizon.ts";

type Family = EnvironmentFamily<TabularMdpTask>;

/** Two states, three actions: the first stays, the second changes the state, the third does one or the other. */
const tiny = createTabularMdp({ version: "tiny", states: 2, actions: 3, horizon: 3 });
const switches: TabularMdpTask = {
  transitions: [
    [
      [1, 0],
      [0, 1],
      [0.5, 0.5],
    ],
    [
      [0, 1],
      [1, 0],
      [0.5, 0.5],
    ],
  ],
  rewards: [
    [1, 0, 0.5],
    [3, 0, 1],
  ],
};

function createResult(size: number, states: number): BatchStepResult {
  return {
    observations: new Float32Array(size * states),
    rewards: new Float32Array(size),
    terminated: new Uint8Array(size),
    truncated: new Uint8Array(size),
  };
}

/** Plays an episode of given actions. */
function play(
  family: Family,
  task: TabularMdpTask,
  actions: readonly number[],
  rng: Random,
): Trajectory {
  const environment = family.createEnvironment(task);
  const observations = [[Number(environment.reset(rng))]];
  const rewards: number[] = [];
  for (const action of actions) {
    const step = environment.step(action);
    observations.push([Number(step.observation)]);
    rewards.push(step.reward);
  }
  return { observations, actions: actions.map((action) => [action]), rewards, terminated: false };
}

/** A stream that yields given uniform numbers, and no noise. */
function scripted(uniforms: readonly number[]): Random {
  const rest = [...uniforms];
  return { ...createRandom(0), uniform: () => rest.shift() ?? NaN, normal: () => 0 };
}

function mean(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}

describe("tabularMdpDuan2016", () => {
  const tasks = tabularMdpDuan2016.sampleTasks(createRandom(1), 400);

  it("has the sizes of the paper", () => {
    expect(tabularMdpDuan2016).toMatchObject({
      id: "tabular-mdp@duan2016",
      observationSpace: { kind: "discrete", n: 10 },
      actionSpace: { kind: "discrete", n: 5 },
      horizon: 10,
    });
  });

  it("draws mean rewards from N(1, 1)", () => {
    const rewards = tasks.flatMap((task) => task.rewards.flat());
    expect(rewards).toHaveLength(400 * 50);
    // The standard error of a mean is 1/√n, that of the mean square around the true mean √(2/n).
    expect(Math.abs(mean(rewards) - 1)).toBeLessThan(5 / Math.sqrt(20000));
    const squares = rewards.map((reward) => (reward - 1) ** 2);
    expect(Math.abs(mean(squares) - 1)).toBeLessThan(5 * Math.sqrt(2 / 20000));
  });

  it("draws transitions from the flat Dirichlet distribution", () => {
    const rows = tasks.flatMap((task) => task.transitions.flat());
    expect(rows).toHaveLength(400 * 50);
    expect(rows.every((row) => row.length === 10)).toBe(true);
    const sums = rows.map((row) => row.reduce((sum, p) => sum + p, 0));
    expect(sums).toBeAllClose(new Array<number>(sums.length).fill(1), { rtol: 1e-14 });
    // With ten parameters of 1, E[Π p_i^k_i] = Π k_i! · 9! / (9 + Σ k_i)!, that is
    // E[p] = 1/10, E[p²] = 2/110, E[p⁴] = 24/17160, E[p q] = 1/110, E[p² q²] = 4/17160.
    const moments: [(row: readonly number[]) => number, number, number][] = [
      [(row) => row[0]!, 1 / 10, 2 / 110],
      [(row) => row[9]!, 1 / 10, 2 / 110],
      [(row) => row[4]! ** 2, 2 / 110, 24 / 17160],
      [(row) => row[0]! * row[9]!, 1 / 110, 4 / 17160],
    ];
    for (const [of, expected, square] of moments) {
      const error = Math.sqrt((square - expected ** 2) / rows.length);
      expect(Math.abs(mean(rows.map(of)) - expected)).toBeLessThan(5 * error);
    }
  });

  it("visits states and yields rewards as its task says", () => {
    const size = 20000;
    const [task] = tasks;
    const batch = tabularMdpDuan2016.createBatch!(new Array<TabularMdpTask>(size).fill(task!));
    const result = createResult(size, 10);
    const rng = createRandom(2);
    for (let row = 0; row < size; row++) batch.reset(row, rng.split(row), result.observations);
    batch.step(new Int32Array(size).fill(3), result);
    const counts = new Array<number>(10).fill(0);
    result.observations.forEach((one, i) => (counts[i % 10]! += one));
    task!.transitions[0]![3]!.forEach((p, state) => {
      const error = Math.sqrt((p * (1 - p)) / size);
      expect(Math.abs(counts[state]! / size - p)).toBeLessThan(5 * error);
    });
    // The reward comes with the state that the action is chosen in, not with the next one.
    const noise = Array.from(result.rewards, (reward) => reward - task!.rewards[0]![3]!);
    expect(Math.abs(mean(noise))).toBeLessThan(5 / Math.sqrt(size));
    expect(Math.abs(mean(noise.map((z) => z * z)) - 1)).toBeLessThan(5 * Math.sqrt(2 / size));
  });

  it("has an optimal return of about 21.9, and one of 10 for random actions", () => {
    const returns = tasks.map((task) => tabularMdpDuan2016.optimalReturn?.(task) ?? NaN);
    // 21.88 with a standard error of 0.02 in 10,000 other tasks, where the standard deviation was 2.3.
    expect(Math.abs(mean(returns) - 21.88)).toBeLessThan((5 * 2.3) / Math.sqrt(400));
    // Ten steps at the mean of all rewards, the prior's 1, as every action's row of transitions is alike beforehand.
    const random = tasks.map(({ transitions, rewards }) => {
      let reached = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0]; // the probability of each state
      let total = 0;
      for (let step = 0; step < 10; step++) {
        const next = new Array<number>(10).fill(0);
        reached.forEach((p, state) => {
          total += p * mean(rewards[state]!);
          for (const row of transitions[state]!) row.forEach((q, to) => (next[to]! += (p * q) / 5));
        });
        reached = next;
      }
      return total;
    });
    const variance = mean(random.map((value) => (value - 10) ** 2));
    expect(Math.abs(mean(random) - 10)).toBeLessThan(5 * Math.sqrt(variance / 400));
  });

  it("earns its optimal return on average when the plan is played", () => {
    const size = 10000;
    const [, task] = tasks;
    const { policy, values } = planFiniteHorizon(
      {
        states: 10,
        actions: 5,
        transitions: task!.transitions.flat(2),
        rewards: task!.rewards.flat(),
      },
      10,
    );
    const batch = tabularMdpDuan2016.createBatch!(new Array<TabularMdpTask>(size).fill(task!));
    const result = createResult(size, 10);
    const rng = createRandom(3);
    for (let row = 0; row < size; row++) batch.reset(row, rng.split(row), result.observations);
    const returns = new Float64Array(size);
    const actions = new Int32Array(size);
    for (let step = 0; step < 10; step++) {
      for (let row = 0; row < size; row++) {
        const state = result.observations.subarray(row * 10, (row + 1) * 10).indexOf(1);
        actions[row] = policy[step * 10 + state]!;
      }
      batch.step(actions, result);
      result.rewards.forEach((reward, row) => (returns[row]! += reward));
    }
    const average = mean(returns);
    const variance = mean(returns.map((value) => (value - average) ** 2));
    expect(tabularMdpDuan2016.optimalReturn?.(task!)).toBe(values[0]);
    expect(Math.abs(average - values[0]!)).toBeLessThan(5 * Math.sqrt(variance / size));
  });
});

describe("tabularMdpDuan2016Trials", () => {
  it("has the numbers of episodes of the paper's table", () => {
    const [task] = tabularMdpDuan2016.sampleTasks(createRandom(1), 1);
    const expected = [10, 25, 50, 75, 100].map((n) => ({
      id: `tabular-mdp@duan2016-rl2-n${n}`,
      horizon: 10 * n,
      optimum: n * tabularMdpDuan2016.optimalReturn!(task!),
    }));
    const actual = tabularMdpDuan2016Trials.map((family) => ({
      id: family.id,
      horizon: family.horizon,
      optimum: family.optimalReturn?.(task!),
    }));
    expect(actual).toEqual(expected);
  });

  it("observes the state, the previous action and reward, and the end of an episode", () => {
    const [family] = tabularMdpDuan2016Trials;
    const [task] = family!.sampleTasks(createRandom(1), 1);
    const environment = family!.createEnvironment(task!);
    const observe = (observation: unknown): number[] => Array.from(observation as Float32Array);
    const first = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    expect(observe(environment.reset(createRandom(2)))).toEqual([...first, 0, 0, 0, 0, 0, 0, 0]);
    const steps = Array.from({ length: 10 }, () => environment.step(2));
    const last = steps[9]!;
    // The tenth step ends the first episode, and the next one begins in state 0.
    expect(observe(last.observation)).toEqual([...first, 0, 0, 1, 0, 0, last.reward, 1]);
    expect(observe(steps[8]!.observation).at(-1)).toBe(0);
    expect([last.terminated, last.truncated]).toEqual([false, false]);
  });
});

describe("createTabularMdp", () => {
  it("starts in state 0, again after each reset, and never ends an episode", () => {
    const environment = tiny.createEnvironment(switches);
    expect(environment.reset(createRandom(0))).toBe(0);
    const step = environment.step(1);
    expect([step.observation, step.terminated, step.truncated]).toEqual([1, false, false]);
    expect(environment.reset(createRandom(0))).toBe(0);
  });

  it("draws a uniform number for the next state, then a normal one for the reward", () => {
    const rng = createRandom(4);
    const { observations, rewards } = play(tiny, switches, [2, 0, 1], createRandom(4));
    let state = 0;
    [2, 0, 1].forEach((action, step) => {
      const [stay] = switches.transitions[state]![action]!;
      const next = rng.uniform() < stay! ? 0 : 1;
      const reward = switches.rewards[state]![action]! + rng.normal();
      expect(observations[step + 1]).toEqual([next]);
      expect(rewards[step]).toBe(Math.fround(reward));
      state = next;
    });
  });

  it("inverts the cumulative probabilities", () => {
    const family = createTabularMdp({ version: "test", states: 4, actions: 1, horizon: 9 });
    const visited = (row: number[], uniforms: number[]): number[] => {
      const task = { transitions: [[row], [row], [row], [row]], rewards: [[0], [0], [0], [0]] };
      const actions = uniforms.map(() => 0);
      return play(family, task, actions, scripted(uniforms)).observations.slice(1).flat();
    };
    // Running sums 0.25, 0.25, 0.75, 1: state 1 is impossible.
    const uniforms = [0, 0.2499, 0.25, 0.7499, 0.75, 0.9999];
    expect(visited([0.25, 0, 0.5, 0.25], uniforms)).toEqual([0, 0, 2, 2, 3, 3]);
    // 0.7 + 0.2 + 0.1 is 1 - 2⁻⁵³ in float64, which is the largest uniform number, too: state 2, never the impossible 3.
    expect(0.7 + 0.2 + 0.1).toBe(1 - 2 ** -53);
    expect(visited([0.7, 0.2, 0.1, 0], [1 - 2 ** -53])).toEqual([2]);
  });

  it("plays rows that share a task as rows that have a copy of it", () => {
    const [first, second] = tiny.sampleTasks(createRandom(5), 2);
    const tasks = [first!, second!, first!, structuredClone(second!), first!];
    const batch = tiny.createBatch!(tasks);
    const result = createResult(5, 2);
    tasks.forEach((_, row) => batch.reset(row, createRandom(row), result.observations));
    const steps = [0, 1, 2].map((action) => {
      batch.step(new Int32Array(5).fill(action), result);
      return result.rewards.slice();
    });
    tasks.forEach((task, row) => {
      const { rewards } = play(tiny, task, [0, 1, 2], createRandom(row));
      expect(steps.map((ofRows) => ofRows[row])).toEqual(rewards);
    });
  });

  it("has the optimal return of a task worked by hand", () => {
    // One step to go: v(0) = 1, v(1) = 3. Two: v(0) = max(1 + 1, 0 + 3, 0.5 + 2) = 3, v(1) = 3 + 3.
    // Three: v(0) = max(1 + 3, 0 + 6, 0.5 + 4.5) = 6.
    expect(tiny.optimalReturn?.(switches)).toBe(6);
  });

  it("has the optimal return of the best of all policies", () => {
    const family = createTabularMdp({ version: "test", states: 3, actions: 2, horizon: 3 });
    for (const task of family.sampleTasks(createRandom(6), 10)) {
      // A policy has a bit for each step and state: 2⁹ of them.
      const values = Array.from({ length: 2 ** 9 }, (_, bits) => {
        let reached = [1, 0, 0]; // the probability of each state
        let total = 0;
        for (let step = 0; step < 3; step++) {
          const next = [0, 0, 0];
          reached.forEach((p, state) => {
            const action = (bits >> (3 * step + state)) & 1;
            total += p * task.rewards[state]![action]!;
            task.transitions[state]![action]!.forEach((q, to) => (next[to]! += p * q));
          });
          reached = next;
        }
        return total;
      });
      expect(family.optimalReturn?.(task)).toBeCloseTo(Math.max(...values), 12);
    }
  });

  it("rejects a task of another size, and rows that are no probabilities", () => {
    const [large] = tabularMdpDuan2016.sampleTasks(createRandom(0), 1);
    expect(() => tiny.createBatch!([large!])).toThrow(
      "tabular-mdp@tiny task: transitions must be [2, 3, 2] and rewards [2, 3], got { transitions: [[[",
    );
    const withRow = (row: number[]): TabularMdpTask => ({
      ...switches,
      transitions: [switches.transitions[0]!, [row, [0, 1], [1, 0]]],
    });
    expect(() => tiny.optimalReturn?.(withRow([0.5, 0.6]))).toThrow(
      "tabular-mdp@tiny task: transitions must be probabilities that sum to 1, got [0.5, 0.6]",
    );
    expect(() => tiny.createEnvironment(withRow([-0.5, 1.5]))).toThrow(
      "tabular-mdp@tiny task: transitions must be probabilities that sum to 1, got [-0.5, 1.5]",
    );
  });

  it("rejects an action that is none of its space", () => {
    const environment = tiny.createEnvironment(switches);
    environment.reset(createRandom(0));
    expect(() => environment.step(3)).toThrow(
      "tabular-mdp@tiny step: action must be an element of Discrete(3), got 3",
    );
  });

  it("pictures what was drawn and which actions were best", () => {
    const first = play(tiny, switches, [0, 1, 1], scripted([0.5, 0.5, 0.5]));
    const second = play(tiny, switches, [1, 0, 0], scripted([0.5, 0.5, 0.5]));
    // The best way is 1, 0, 0: change to state 1, then stay. In state 0 with one step to go, 0 is best.
    expect(tiny.render?.(switches, [first, second])).toBe(
      [
        "tabular-mdp@tiny: mean reward ×times drawn; the best policy earns 6.00",
        "            action 0   action 1   action 2",
        "state 0      1.00 ×1    0.00 ×2    0.50 ×0",
        "state 1      3.00 ×2    0.00 ×1    1.00 ×0",
        "",
        "episode  return  state:action; * is the best action with that many steps to go",
        "      1    1.00  0:0  0:1* 1:1",
        "      2    6.00  0:1* 1:0* 1:0*",
      ].join("\n"),
    );
  });

  it("pictures the last ten episodes and says what it leaves out", () => {
    const family = createTabularMdp({ version: "big", states: 13, actions: 8, horizon: 30 });
    const [task] = family.sampleTasks(createRandom(0), 1);
    const episodes = Array.from({ length: 11 }, (_, i) =>
      play(family, task!, new Array<number>(30).fill(i % 8), createRandom(i)),
    );
    const lines = family.render?.(task!, episodes).split("\n") ?? [];
    expect(lines.filter((line) => line.startsWith("…"))).toEqual([
      "… 3 more states",
      "… 2 more actions",
      "… 1 more episode",
    ]);
    expect(lines.at(-1)).toMatch(/^ {5}11 .*…$/);
    expect(lines.filter((line) => /^ +\d+ +-?\d/.test(line))).toHaveLength(10);
  });

  it("pictures any number of episodes of any size within 80 columns and 27 lines", () => {
    fc.assert(
      fc.property(
        fc.record({
          states: fc.integer({ min: 1, max: 15 }),
          actions: fc.integer({ min: 1, max: 9 }),
          horizon: fc.integer({ min: 1, max: 25 }),
        }),
        fc.nat({ max: 15 }),
        (sizes, count) => {
          const family = createTabularMdp({ version: "test", ...sizes });
          const [task] = family.sampleTasks(createRandom(0), 1);
          const actions = Array.from({ length: sizes.horizon }, (_, step) => step % sizes.actions);
          const episodes = Array.from({ length: count }, (_, i) =>
            play(family, task!, actions, createRandom(i)),
          );
          const lines = family.render?.(task!, episodes).split("\n") ?? [];
          expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
          expect(lines.length).toBeLessThanOrEqual(27);
        },
      ),
    );
  });
});
