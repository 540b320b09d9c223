import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cartpoleVaried1, createCartpole } from "../../envs/cartpole.ts";
import type { CartpoleTask } from "../../envs/cartpole.ts";
import { createRandom } from "../../src/random.ts";
import type { Random } from "../../src/random.ts";
import type { Trajectory } from "../../src/rl/environment.ts";

/** Gymnasium's physics. */
const STANDARD: CartpoleTask = { cartMass: 1, poleMass: 0.1, halfLength: 0.5, force: 10 };

const [LEFT, RIGHT] = [0, 1];

type State = readonly [position: number, velocity: number, angle: number, spin: number];

/** A stream whose draws start an episode in a state. */
function startingIn(state: State): Random {
  const draws = state.map((element) => (element / 0.05 + 1) / 2);
  return { ...createRandom(0), uniform: () => draws.shift()! };
}

interface Play {
  readonly task: CartpoleTask;
  readonly stream: Random;
  readonly choose: (observation: readonly number[], step: number) => number;
  readonly steps: number;
}

/** Plays an episode until it ends, or `steps` are over. */
function play({ task, stream, choose, steps }: Play): Trajectory {
  const environment = cartpoleVaried1.createEnvironment(task);
  const observations = [Array.from(environment.reset(stream) as Float32Array)];
  const actions: number[][] = [];
  const rewards: number[] = [];
  let terminated = false;
  while (rewards.length < steps && !terminated) {
    const action = choose(observations.at(-1)!, rewards.length);
    const step = environment.step(action);
    observations.push(Array.from(step.observation as Float32Array));
    actions.push([action]);
    rewards.push(step.reward);
    terminated = step.terminated;
    if (step.truncated) throw new Error("the environment has no clock of its own");
  }
  return { observations, actions, rewards, terminated };
}

/** Pushes to where the pole falls, and a little towards the middle. */
function balance(task: CartpoleTask): Play["choose"] {
  return ([position = 0, velocity = 0, angle = 0, spin = 0]) =>
    angle + 0.3 * spin + 0.05 * position + 0.1 * velocity > 0 === task.force > 0 ? RIGHT : LEFT;
}

/**
 * One step by solving the two equations of motion for both accelerations with Cramer's rule:
 *
 *     (M + m) x'' + m l cos θ θ'' = F + m l θ'² sin θ
 *     m l cos θ x'' + 4/3 m l² θ'' = m g l sin θ
 */
function stepByCramer(
  [position, velocity, angle, spin]: State,
  task: CartpoleTask,
  action: number,
): State {
  const { cartMass, poleMass: m, halfLength: l, force } = task;
  const [a, b, d] = [cartMass + m, m * l * Math.cos(angle), (4 / 3) * m * l ** 2];
  const p = (2 * action - 1) * force + m * l * spin ** 2 * Math.sin(angle);
  const q = m * 9.8 * l * Math.sin(angle);
  const determinant = a * d - b ** 2;
  const [linear, angular] = [(p * d - b * q) / determinant, (a * q - b * p) / determinant];
  return [
    position + 0.02 * velocity,
    velocity + 0.02 * linear,
    angle + 0.02 * spin,
    spin + 0.02 * angular,
  ];
}

/** Tasks at the ends of all ranges. */
const EXTREMES = [0.5, 2].flatMap((cartMass) =>
  [0.05, 0.2].flatMap((poleMass) =>
    [0.25, 1].flatMap((halfLength) =>
      [-10, 10].map((force) => ({ cartMass, poleMass, halfLength, force })),
    ),
  ),
);

describe("cartpoleVaried1", () => {
  it("has Gymnasium's spaces and the horizon of CartPole-v0", () => {
    const tilt = (24 * Math.PI) / 180;
    expect(cartpoleVaried1).toMatchObject({
      id: "cartpole@varied-1",
      observationSpace: { kind: "box", shape: [4], high: [4.8, Infinity, tilt, Infinity] },
      actionSpace: { kind: "discrete", n: 2 },
      horizon: 200,
    });
  });

  it("draws factors from 1/2 to 2 of each number, uniform in the logarithm, and a sign", () => {
    const count = 5000;
    const tasks = cartpoleVaried1.sampleTasks(createRandom(1), count);
    for (const [values, centre] of [
      [tasks.map((task) => task.cartMass), 1],
      [tasks.map((task) => task.poleMass), 0.1],
      [tasks.map((task) => task.halfLength), 0.5],
    ] as const) {
      const exponents = values.map((value) => Math.log2(value / centre));
      expect(Math.max(...exponents.map(Math.abs))).toBeLessThanOrEqual(1);
      // Uniform on [-1, 1]: mean 0 and mean square 1/3, with standard deviations 1/√3 and √(1/5 − 1/9).
      const mean = exponents.reduce((sum, x) => sum + x, 0) / count;
      const square = exponents.reduce((sum, x) => sum + x * x, 0) / count;
      expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(3 * count));
      expect(Math.abs(square - 1 / 3)).toBeLessThan(5 * Math.sqrt((1 / 5 - 1 / 9) / count));
    }
    expect(new Set(tasks.map((task) => task.force))).toEqual(new Set([-10, 10]));
    // Binomial with a standard deviation of √(5000/4).
    const toTheRight = tasks.filter((task) => task.force > 0).length;
    expect(Math.abs(toTheRight - count / 2)).toBeLessThan(5 * Math.sqrt(count / 4));
  });

  it("starts near the middle, upright and at rest, each number uniform up to 0.05", () => {
    const environment = cartpoleVaried1.createEnvironment(STANDARD);
    const states = Array.from({ length: 2000 }, (_, episode) =>
      Array.from(environment.reset(createRandom(episode)) as Float32Array),
    );
    for (let i = 0; i < 4; i++) {
      const values = states.map((state) => state[i]!);
      expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(Math.fround(0.05));
      // Mean 0 and mean square 0.05²/3.
      const mean = values.reduce((sum, x) => sum + x, 0) / 2000;
      const square = values.reduce((sum, x) => sum + x * x, 0) / 2000;
      expect(Math.abs(mean)).toBeLessThan(5 * (0.05 / Math.sqrt(3 * 2000)));
      const deviation = 0.05 ** 2 * Math.sqrt((1 / 5 - 1 / 9) / 2000);
      expect(Math.abs(square - 0.05 ** 2 / 3)).toBeLessThan(5 * deviation);
    }
  });

  it("accelerates cart and pole first, and moves them in the next step", () => {
    // From rest, with M + m = 1.1: x'' without the pole is 10 / 1.1 = 100/11. The pole accelerates by
    // -100/11 / (0.5 · (4/3 − 0.1/1.1)) = -100/11 / (41/66) = -600/41, and the cart by 100/11 + 0.05/1.1 · 600/41 = 400/41.
    // After 0.02 s the velocities are 8/41 and -12/41; another 0.02 s later the positions are 0.16/41 and -0.24/41.
    const { observations } = play({
      task: STANDARD,
      stream: startingIn([0, 0, 0, 0]),
      choose: () => RIGHT,
      steps: 2,
    });
    expect(observations[0]).toEqual([0, 0, 0, 0]);
    expect(observations[1]).toBeAllClose([0, 8 / 41, 0, -12 / 41], { rtol: 1e-6 });
    expect([observations[2]![0], observations[2]![2]]).toBeAllClose([0.16 / 41, -0.24 / 41], {
      rtol: 1e-6,
    });
  });

  it("pushes the other way with action 0, and where the force is negative", () => {
    const velocities = [
      { force: 10, action: LEFT },
      { force: -10, action: RIGHT },
      { force: -10, action: LEFT },
    ].map(({ force, action }) => {
      const task = { ...STANDARD, force };
      const stream = startingIn([0, 0, 0, 0]);
      return play({ task, stream, choose: () => action, steps: 1 }).observations[1]![1];
    });
    expect(velocities).toBeAllClose([-8 / 41, -8 / 41, 8 / 41], { rtol: 1e-6 });
  });

  it("moves as the equations of motion say, in every task", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const rng = createRandom(seed);
        const [task] = cartpoleVaried1.sampleTasks(rng.split("task"), 1);
        let state = [0, 0, 0, 0].map(() => 0.05 * (2 * rng.uniform() - 1)) as unknown as State;
        const choose = (): number => rng.integer(2);
        const { observations, actions } = play({
          task: task!,
          stream: startingIn(state),
          choose,
          steps: 200,
        });
        actions.forEach(([action], step) => {
          state = stepByCramer(state, task!, action!);
          expect(observations[step + 1]).toBeAllClose(state, { rtol: 1e-6, atol: 1e-7 });
        });
      }),
      { numRuns: 50 },
    );
  });

  it("terminates beyond 12 degrees or 2.4 metres, and earns 1 with each step until then", () => {
    const limit = (12 * Math.PI) / 180;
    // The same push again and again lets the pole fall; one that keeps it up at a slant lets the cart run away.
    const falls = play({
      task: STANDARD,
      stream: createRandom(3),
      choose: () => RIGHT,
      steps: 200,
    });
    const drifts = play({
      task: STANDARD,
      stream: createRandom(3),
      choose: ([, , angle = 0, spin = 0]) => (angle + 0.3 * spin > -0.05 ? RIGHT : LEFT),
      steps: 1000,
    });
    for (const [{ observations, rewards, terminated }, axis, bound] of [
      [falls, 2, limit],
      [drifts, 0, 2.4],
    ] as const) {
      expect(terminated).toBe(true);
      expect(new Set(rewards)).toEqual(new Set([1]));
      const distances = observations.map((observation) => Math.abs(observation[axis]!));
      expect(distances.at(-1)).toBeGreaterThan(bound);
      expect(Math.max(...distances.slice(0, -1))).toBeLessThanOrEqual(bound);
      const other = observations.map((observation) => Math.abs(observation[2 - axis]!));
      expect(Math.max(...other)).toBeLessThanOrEqual(axis === 0 ? limit : 2.4);
    }
  });

  it("has the horizon as optimal return: in each task there is a way not to fall", () => {
    const tasks = [...EXTREMES, ...cartpoleVaried1.sampleTasks(createRandom(4), 100)];
    for (const [episode, task] of tasks.entries()) {
      const stream = createRandom(episode);
      // Ten times as long as an episode, so that it holds for other horizons, too.
      const { rewards } = play({ task, stream, choose: balance(task), steps: 2000 });
      expect(rewards).toHaveLength(2000);
      expect(cartpoleVaried1.optimalReturn?.(task)).toBe(200);
    }
  });

  it("does not let the pole fall from any corner of the first states either", () => {
    const corners = [-0.05, 0.05].flatMap((x) =>
      [-0.05, 0.05].flatMap((v) =>
        [-0.05, 0.05].flatMap((a) => [-0.05, 0.05].map((s) => [x, v, a, s] as const)),
      ),
    );
    for (const task of EXTREMES) {
      for (const state of corners) {
        const stream = startingIn(state);
        const { rewards } = play({ task, stream, choose: balance(task), steps: 200 });
        expect(rewards).toHaveLength(200);
      }
    }
  });

  it("is held for about 23 steps by random actions", () => {
    const count = 2000;
    const lengths = cartpoleVaried1.sampleTasks(createRandom(6), count).map((task, episode) => {
      const rng = createRandom(7).split(episode);
      const choose = (): number => rng.integer(2);
      return play({ task, stream: createRandom(episode), choose, steps: 200 }).rewards.length;
    });
    const mean = lengths.reduce((sum, length) => sum + length, 0) / count;
    const variance = lengths.reduce((sum, length) => sum + (length - mean) ** 2, 0) / (count - 1);
    expect(Math.abs(mean - 23)).toBeLessThan(5 * Math.sqrt(variance / count));
  });

  it("is lost after about 9 steps, and less than 20, by what is best for the other sign", () => {
    const lengths: number[] = [];
    for (const [episode, task] of cartpoleVaried1.sampleTasks(createRandom(5), 500).entries()) {
      const choose = balance({ ...task, force: -task.force });
      const { rewards } = play({ task, stream: createRandom(episode), choose, steps: 200 });
      expect(rewards.length).toBeLessThan(20);
      lengths.push(rewards.length);
    }
    const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
    expect(Math.round(mean)).toBe(9);
  });

  it("keeps within its observation space under the actions that make it fall fastest", () => {
    const space = cartpoleVaried1.observationSpace;
    const high = space.kind === "box" ? space.high : [];
    for (const task of EXTREMES) {
      for (let seed = 0; seed < 20; seed++) {
        // Swings the pole through: towards one side until it leans, then back with all force.
        const turn = 1 + seed;
        const { observations } = play({
          task,
          stream: createRandom(seed),
          choose: (_, step) => (step < turn ? LEFT : RIGHT),
          steps: 200,
        });
        for (const observation of observations) {
          observation.forEach((element, i) =>
            expect(Math.abs(element)).toBeLessThanOrEqual(high[i]!),
          );
        }
      }
    }
  });

  it("is drawn as the angle against time", () => {
    const task = { ...STANDARD, force: -10 };
    const start: State = [0, 0, 0, 0];
    const falls = play({ task, stream: startingIn(start), choose: () => RIGHT, steps: 200 });
    const stays = play({ task, stream: startingIn(start), choose: balance(task), steps: 200 });
    const lines = cartpoleVaried1.render?.(task, [falls, stays]).split("\n") ?? [];
    expect(lines.slice(0, 4)).toEqual([
      "cart 1.00 kg, pole 0.100 kg, 1.00 m long; action 1 pushes left",
      "the pole's angle; a column is 3 steps",
      "",
      "episode 1: return 9, 9 steps, terminated at 12.3°, cart at -0.14 m",
    ]);
    expect(lines).toHaveLength(2 + 2 * 9);
    expect(lines[4]).toMatch(/^ 12° +\*+$/);
    expect(lines.at(-1)).toBe("-12°");
    // 201 observations in columns of 3.
    expect(lines.at(-4)).toMatch(/^ {2}0° [*-]{67}$/);
    expect(lines.at(-8)).toMatch(
      /^episode 2: return 200, 200 steps, ends at -?\d\.\d°, cart at -?0\.\d\d m$/,
    );
  });
});

describe("createCartpole", () => {
  it("takes another horizon, and a narrower spread down to Gymnasium's numbers", () => {
    const family = createCartpole({ version: "test", horizon: 500, spread: 1 });
    expect([family.id, family.horizon]).toEqual(["cartpole@test", 500]);
    const [task] = family.sampleTasks(createRandom(0), 1);
    expect({ ...task, force: Math.abs(task!.force) }).toEqual(STANDARD);
    expect(family.optimalReturn?.(STANDARD)).toBe(500);
  });

  it.each([0.5, 2.5, NaN])("rejects a spread of %d", (spread) => {
    expect(() => createCartpole({ version: "test", spread })).toThrow(
      `createCartpole.spread: must be a number from 1 to 2, got ${spread}`,
    );
  });
});
