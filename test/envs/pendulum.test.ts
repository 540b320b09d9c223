import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createPendulum, pendulumVaried1 } from "../../envs/pendulum.ts";
import type { PendulumTask } from "../../envs/pendulum.ts";
import { createRandom } from "../../src/random.ts";
import type { Random } from "../../src/random.ts";
import type { Trajectory } from "../../src/rl/environment.ts";
import { sum } from "./play.ts";

/** Gymnasium's physics. */
const STANDARD: PendulumTask = { gravity: 10, maxTorque: 2 };

/** A stream whose draws start an episode at an angle with a velocity. */
function startingAt(angle: number, speed: number): Random {
  const draws = [(angle / Math.PI + 1) / 2, (speed + 1) / 2];
  return { ...createRandom(0), uniform: () => draws.shift()! };
}

interface Play {
  readonly task: PendulumTask;
  readonly stream: Random;
  readonly choose: (observation: readonly number[], step: number) => number;
  readonly steps: number;
}

function play({ task, stream, choose, steps }: Play): Trajectory {
  const environment = pendulumVaried1.createEnvironment(task);
  const observations = [Array.from(environment.reset(stream) as Float32Array)];
  const actions: number[][] = [];
  const rewards: number[] = [];
  for (let i = 0; i < steps; i++) {
    const action = choose(observations[i]!, i);
    const step = environment.step([action]);
    observations.push(Array.from(step.observation as Float32Array));
    actions.push([action]);
    rewards.push(step.reward);
    if (step.terminated || step.truncated) throw new Error("the pendulum never ends by itself");
  }
  return { observations, actions, rewards, terminated: false };
}

/** Angle and velocity after a step, by the torque about the axis of a rod of 1 kg and 1 m, over its moment of inertia. */
function stepByTorque(
  [angle, speed]: readonly [number, number],
  { gravity, maxTorque }: PendulumTask,
  action: number,
): [number, number] {
  const share = Math.max(-1, Math.min(1, action / 2));
  const torque = 0.5 * gravity * Math.sin(angle) + share * maxTorque;
  const faster = speed + (torque / (1 / 3)) * 0.05;
  const cut = Math.abs(faster) > 8 ? 8 * Math.sign(faster) : faster;
  return [angle + 0.05 * cut, cut];
}

/** Angles and velocities that plans are made for. */
const ANGLES = 61;
const SPEEDS = 61;

/** Torques that plans choose from, as shares of the largest. */
const SHARES = [-1, -0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, 1];

/** Near enough to 1 that what lies beyond a few seconds counts. */
const DISCOUNT = 0.99;

/** Plans for a task by value iteration on a grid with linear interpolation. @returns the best action, for any task */
function planFor(task: PendulumTask): (angle: number, speed: number) => number {
  let values = new Float64Array(ANGLES * SPEEDS);
  const valueAt = (angle: number, speed: number): number => {
    const turns = (angle + Math.PI) / (2 * Math.PI);
    const a = (turns - Math.floor(turns)) * ANGLES;
    const s = ((speed + 8) / 16) * (SPEEDS - 1);
    const [i, j] = [Math.floor(a), Math.min(Math.floor(s), SPEEDS - 2)];
    const at = (di: number, dj: number): number => values[((i + di) % ANGLES) * SPEEDS + j + dj]!;
    const [u, v] = [a - i, s - j];
    return (1 - u) * ((1 - v) * at(0, 0) + v * at(0, 1)) + u * ((1 - v) * at(1, 0) + v * at(1, 1));
  };
  const best = (
    angle: number,
    speed: number,
  ): { readonly value: number; readonly action: number } => {
    let [value, action] = [-Infinity, 0];
    for (const share of SHARES) {
      const [nextAngle, nextSpeed] = stepByTorque([angle, speed], task, 2 * share);
      const q = DISCOUNT * valueAt(nextAngle, nextSpeed) - 0.001 * (share * task.maxTorque) ** 2;
      if (q > value) [value, action] = [q, 2 * share];
    }
    return { value, action };
  };
  for (let backup = 0; backup < 150; backup++) {
    const next = new Float64Array(values.length);
    for (let i = 0; i < ANGLES; i++) {
      for (let j = 0; j < SPEEDS; j++) {
        const [angle, speed] = [
          -Math.PI + (2 * Math.PI * i) / ANGLES,
          -8 + (16 * j) / (SPEEDS - 1),
        ];
        next[i * SPEEDS + j] = best(angle, speed).value - angle ** 2 - 0.1 * speed ** 2;
      }
    }
    values = next;
  }
  return (angle, speed) => best(angle, speed).action;
}

describe("pendulumVaried1", () => {
  it("has Gymnasium's spaces and horizon", () => {
    expect(pendulumVaried1).toMatchObject({
      id: "pendulum@varied-1",
      observationSpace: { kind: "box", low: [-1, -1, -8], high: [1, 1, 8] },
      actionSpace: { kind: "box", low: [-2], high: [2] },
      horizon: 200,
    });
  });

  it("draws factors from 2/3 to 3/2 of gravity and torque, uniform in the logarithm", () => {
    const count = 5000;
    const tasks = pendulumVaried1.sampleTasks(createRandom(1), count);
    const drawn = [
      tasks.map((task) => Math.log(task.gravity / 10) / Math.log(1.5)),
      tasks.map((task) => Math.log(task.maxTorque / 2) / Math.log(1.5)),
    ];
    for (const exponents of drawn) {
      expect(Math.max(...exponents.map(Math.abs))).toBeLessThanOrEqual(1);
      // Uniform on [-1, 1]: mean 0 and mean square 1/3, with standard deviations 1/√3 and √(1/5 − 1/9).
      const square = sum(exponents.map((x) => x * x)) / count;
      expect(Math.abs(sum(exponents) / count)).toBeLessThan(5 / Math.sqrt(3 * count));
      expect(Math.abs(square - 1 / 3)).toBeLessThan(5 * Math.sqrt((1 / 5 - 1 / 9) / count));
    }
    // Independent: the mean product is 0 with a standard deviation of 1/3.
    const product = sum(drawn[0]!.map((x, i) => x * drawn[1]![i]!)) / count;
    expect(Math.abs(product)).toBeLessThan(5 / (3 * Math.sqrt(count)));
  });

  it("starts at any angle with a velocity up to 1, both uniform", () => {
    const environment = pendulumVaried1.createEnvironment(STANDARD);
    const starts = Array.from({ length: 2000 }, (_, episode) => {
      const [cos, sin, speed] = environment.reset(createRandom(episode)) as Float32Array;
      return { turn: Math.atan2(sin!, cos!) / Math.PI, speed: speed! };
    });
    for (const values of [starts.map((start) => start.turn), starts.map((start) => start.speed)]) {
      expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(1 + 1e-6);
      const square = sum(values.map((x) => x * x)) / 2000;
      expect(Math.abs(sum(values) / 2000)).toBeLessThan(5 / Math.sqrt(3 * 2000));
      expect(Math.abs(square - 1 / 3)).toBeLessThan(5 * Math.sqrt((1 / 5 - 1 / 9) / 2000));
    }
  });

  it("accelerates first and moves by the new velocity; the cost is that of the state before", () => {
    // Level, at rest: θ'' = 3 · 10 / 2 · 1 + 3 · 2 = 21 with full torque, so that θ' = 1.05 and θ = π/2 + 0.0525.
    // Then half the torque backwards: θ'' = 15 cos 0.0525 − 3, θ' = 0.9 + 0.75 cos 0.0525.
    const { observations, rewards } = play({
      task: STANDARD,
      stream: startingAt(Math.PI / 2, 0),
      choose: (_, step) => [2, -1][step]!,
      steps: 2,
    });
    const speed = 0.9 + 0.75 * Math.cos(0.0525);
    const angle = 0.0525 + 0.05 * speed;
    expect(observations).toBeAllClose(
      [
        [0, 1, 0],
        [-Math.sin(0.0525), Math.cos(0.0525), 1.05],
        [-Math.sin(angle), Math.cos(angle), speed],
      ],
      { rtol: 1e-6, atol: 1e-7 },
    );
    expect(rewards).toBeAllClose(
      [
        -((Math.PI / 2) ** 2 + 0.001 * 2 ** 2),
        -((Math.PI / 2 + 0.0525) ** 2 + 0.1 * 1.05 ** 2 + 0.001 * 1 ** 2),
      ],
      { rtol: 1e-6 },
    );
  });

  it("scales the action to the torque of the task, and clips it", () => {
    // Upright at rest, one step: θ' = 3 · torque · 0.05, and the cost is that of the torque alone.
    for (const [action, torque] of [
      [2, 3],
      [1, 1.5],
      [-7, -3],
    ] as const) {
      const { observations, rewards } = play({
        task: { gravity: 15, maxTorque: 3 },
        stream: startingAt(0, 0),
        choose: () => action,
        steps: 1,
      });
      expect(observations[1]![2]).toBeCloseTo(0.15 * torque, 6);
      expect(rewards[0]).toBeCloseTo(-0.001 * torque ** 2, 8);
    }
  });

  it("moves as the torques say, in every task", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const rng = createRandom(seed);
        const [task] = pendulumVaried1.sampleTasks(rng.split("task"), 1);
        let state: [number, number] = [Math.PI * (2 * rng.uniform() - 1), 2 * rng.uniform() - 1];
        const stream = startingAt(...state);
        const push = 6 * rng.uniform() - 3; // all the time, so that the velocity is cut off in some
        const choose = (): number => Math.fround(push + rng.normal());
        const { observations, actions, rewards } = play({
          task: task!,
          stream,
          choose,
          steps: 200,
        });
        actions.forEach(([action], step) => {
          const [angle, speed] = state;
          const torque = (task!.maxTorque / 2) * Math.max(-2, Math.min(2, action!));
          const distance = Math.atan2(Math.sin(angle), Math.cos(angle));
          const cost = distance ** 2 + 0.1 * speed ** 2 + 0.001 * torque ** 2;
          expect(rewards[step]).toBeCloseTo(-cost, 5);
          state = stepByTorque(state, task!, action!);
          const expected = [Math.cos(state[0]), Math.sin(state[0]), state[1]];
          expect(observations[step + 1]).toBeAllClose(expected, { rtol: 1e-6, atol: 1e-6 });
        });
      }),
      { numRuns: 50 },
    );
  });

  it("has no motor that lifts the pendulum from level, so that it has to be swung", () => {
    // Gravity pulls a level rod with g / 2: at least 10 / 3, and the strongest torque is 3.
    for (const { gravity, maxTorque } of pendulumVaried1.sampleTasks(createRandom(2), 1000)) {
      expect(maxTorque).toBeLessThan(gravity / 2);
    }
  });

  it("is played worse by a plan for another task than by its own", () => {
    const tasks = [
      { gravity: 20 / 3, maxTorque: 3 },
      { gravity: 15, maxTorque: 2 },
    ];
    const plans = tasks.map(planFor);
    // Mean returns over 40 first states that cover all angles; `[tasks, plans]`.
    const returns = tasks.map((task) =>
      plans.map((plan) => {
        const episodes = Array.from({ length: 40 }, (_, i) =>
          play({
            task,
            stream: startingAt(((2 * i + 1) / 40 - 1) * Math.PI, ((7 * i) % 40) / 20 - 1),
            choose: ([cos, sin, speed]) => plan(Math.atan2(sin!, cos!), speed!),
            steps: 200,
          }),
        );
        return sum(episodes.flatMap((episode) => episode.rewards)) / 40;
      }),
    );
    // In weak gravity the plan for the strong one overshoots; in strong gravity that for the weak one does not get up.
    const expected = [
      [-76, -121],
      [-1116, -188],
    ];
    expect(returns).toBeAllClose(expected, { rtol: 0.05 });
  });

  it("is drawn as the angle against time", () => {
    const episode = play({
      task: STANDARD,
      stream: startingAt(0.3, 0),
      choose: () => 0,
      steps: 200,
    });
    const lines = pendulumVaried1.render?.(STANDARD, [episode]).split("\n") ?? [];
    expect(lines.slice(0, 3)).toEqual([
      "gravity 10.00 m/s², torque up to 2.00 N m",
      "the angle; a column is 3 steps",
      "",
    ]);
    expect(lines[3]).toMatch(/^episode 1: return -\d+\.\d, 200 steps, ends at -?\d+\.\d°$/);
    expect(lines).toHaveLength(3 + 8);
    expect(lines[4]).toMatch(/^ 180° [ *]+$/);
    expect(lines[7]).toMatch(/^up 0° \*[*-]{66}$/);
    expect(lines[10]).toMatch(/^-180° [ *]+$/);
  });
});

describe("createPendulum", () => {
  it("takes another horizon, and another spread down to Gymnasium's numbers", () => {
    const family = createPendulum({ version: "test", horizon: 50, spread: 1 });
    expect([family.id, family.horizon]).toEqual(["pendulum@test", 50]);
    expect(family.sampleTasks(createRandom(0), 2)).toEqual([STANDARD, STANDARD]);
  });

  it.each([0.5, Infinity, NaN])("rejects a spread of %d", (spread) => {
    expect(() => createPendulum({ version: "test", spread })).toThrow(
      `createPendulum.spread: must be a finite number >= 1, got ${spread}`,
    );
  });
});
