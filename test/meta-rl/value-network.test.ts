import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import { ConfigError, NumericalError, ShapeError } from "../../src/errors.ts";
import { valueData } from "../../src/meta-rl/value-data.ts";
import { fitValues } from "../../src/meta-rl/value-fit.ts";
import { valueNetwork } from "../../src/meta-rl/value-network.ts";
import { adamStep, createAdam } from "../../src/nn/adam.ts";
import { disposeParams, mapParams, readParams } from "../../src/nn/params.ts";
import type { Params } from "../../src/nn/params.ts";
import { createRandom } from "../../src/random.ts";
import { rolloutOfTasks } from "../../src/rl/rollout-tasks.ts";
import type { Rollout } from "../../src/rl/trajectories.ts";
import { createRollout } from "../rl/rollouts.ts";

beforeAll(async () => {
  await useBackend("onnx");
});

/** A rollout and the returns of its steps. */
interface Regression {
  readonly rollout: Rollout;
  readonly returns: Float64Array;
}

/**
 * Tasks of a family: the return of observation x at step t is 3 sin(2 (x − shift)) − 5 t/10 + 40, with a shift of the
 * task. Four episodes of 10 steps at most, x uniform on [-1, 1].
 */
function createRegression(shifts: readonly number[], seed: number): Regression {
  const rng = createRandom(seed);
  const [episodes, steps] = [4, 10];
  const lengths = Int32Array.from({ length: shifts.length * episodes }, (_, i) => 10 - (i % 3));
  const size = shifts.length * episodes * steps;
  const observations = new Float32Array(size);
  const returns = new Float64Array(size);
  lengths.forEach((length, episode) => {
    const shift = shifts[Math.floor(episode / episodes)] ?? NaN;
    for (let step = 0; step < length; step++) {
      const x = 2 * rng.uniform() - 1;
      observations[episode * steps + step] = x;
      returns[episode * steps + step] = 3 * Math.sin(2 * (x - shift)) - 0.5 * step + 40;
    }
  });
  const rollout: Rollout = {
    tasks: shifts.length,
    episodes,
    steps,
    observationSize: 1,
    actionSize: 1,
    observations,
    actions: new Float32Array(size),
    rewards: new Float32Array(size),
    lengths,
    terminated: new Uint8Array(lengths.length),
    lastObservations: Float32Array.from(lengths, () => 2 * rng.uniform() - 1),
  };
  return { rollout, returns };
}

const isReal = ({ lengths, steps }: Rollout, at: number): boolean =>
  at % steps < (lengths[Math.floor(at / steps)] ?? 0);

/** Root mean squared error over the real steps. */
function errorOf(values: Float64Array, { rollout, returns }: Regression): number {
  const squares = [...values].flatMap((value, at) =>
    isReal(rollout, at) ? [(value - (returns[at] ?? NaN)) ** 2] : [],
  );
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
}

/** Runs a function with parameters that are freed afterwards. */
function withInitial<T>(network: ReturnType<typeof valueNetwork>, use: (phi: Params) => T): T {
  const phi = network.initialise(1, createRandom(3));
  try {
    return use(phi);
  } finally {
    disposeParams(phi);
  }
}

describe("valueData", () => {
  it("standardises the returns of the real steps of each task", () => {
    // Lengths 3 and 1, then 2 and 3: task 0 has returns 6, 5, 3 and 10; task 1 has 1, 2, then 3, 3, 3.
    const returns = Float64Array.of(6, 5, 3, 10, NaN, NaN, 1, 2, NaN, 3, 3, 3);
    const data = valueData(createRollout(), returns);
    // Task 0: mean 6, variance (0 + 1 + 9 + 16) / 4 = 6.5. Task 1: mean 2.4, variance (1.96 + 0.16 + 3 · 0.36) / 5 = 0.64.
    expect(data.means).toBeAllClose([6, 2.4], { rtol: 1e-15 });
    expect(data.stds).toBeAllClose([Math.sqrt(6.5), 0.8], { rtol: 1e-15 });
    const std = Math.sqrt(6.5);
    // prettier-ignore
    expect(data.targets).toBeAllClose(
      [0, -1 / std, -3 / std, 0,  4 / std, 0, 0, 0,  -1.75, -0.5, 0, 0,  0.75, 0.75, 0.75, 0],
      { atol: 1e-6 },
    );
    // prettier-ignore
    expect(data.weights).toBeAllClose(
      [0.25, 0.25, 0.25, 0,  0.25, 0, 0, 0,  0.2, 0.2, 0, 0,  0.2, 0.2, 0.2, 0],
      { rtol: 1e-6 },
    );
  });

  it("has the observation, t/horizon and its square as inputs, and the last observation at the length", () => {
    const { inputs, inputSize, rows } = valueData(createRollout(), new Float64Array(12));
    expect([rows, inputSize]).toEqual([8, 3]);
    // The second episode of the first task has one step, observed as 4, and ends with 5.
    // prettier-ignore
    expect(inputs.subarray(0, 8 * 3)).toBeAllClose(
      [1, 0, 0,  2, 1 / 3, 1 / 9,  3, 2 / 3, 4 / 9,  4, 1, 1,
       4, 0, 0,  0, 0, 0,  0, 0, 0,  5, 1 / 3, 1 / 9],
      { rtol: 1e-6 },
    );
  });

  it("divides returns that are all equal by 1", () => {
    // Three times 0.1 sum to more than 0.3, so that the standard deviation is rounding and not 0.
    const rollout = rolloutOfTasks(createRollout(), 1, 2);
    const { stds, targets } = valueData(rollout, new Float64Array(6).fill(0.1));
    expect(stds[0]).toBe(1);
    expect(targets).toBeAllClose(new Float32Array(8), { atol: 1e-15 });
  });
});

describe("fitValues", () => {
  it("makes the steps of adamStep on the gradient of the weighted squared error", () => {
    const regression = createRegression([0.3], 1);
    const data = valueData(regression.rollout, regression.returns);
    // A network without hidden layer, whose gradient is written down here: d/dw Σ p (w·x + b − y)² = Σ 2 p (w·x + b − y) x.
    const mlp = { sizes: [3, 1], activation: "tanh", initialisation: "glorot-uniform" } as const;
    const initial = { W0: tf.tensor2d([0.5, -1, 2], [3, 1]), b0: tf.tensor1d([0.1]) };
    let params: Float64Array = readParams(initial);
    let state = createAdam(4);
    for (let epoch = 0; epoch < 15; epoch++) {
      const gradient = new Float64Array(4);
      for (let row = 0; row < data.rows; row++) {
        const x = [...data.inputs.subarray(row * 3, row * 3 + 3), 1];
        const output = x.reduce((sum, value, i) => sum + value * (params[i] ?? NaN), 0);
        const error = output - (data.targets[row] ?? NaN);
        x.forEach((value, i) => {
          gradient[i]! += 2 * (data.weights[row] ?? NaN) * error * value;
        });
      }
      ({ params, state } = adamStep(params, gradient, state, { learningRate: 0.05 }));
    }
    const fit = fitValues(mlp, initial, data, { epochs: 15, learningRate: 0.05 });
    expect(readParams(fit.params)).toBeAllClose(params, { rtol: 0, atol: 2e-5 });
    disposeParams(fit.params);
    disposeParams(initial);
    fit.predictions.dispose();
  });
});

describe("valueNetwork", () => {
  it("predicts returns that it was fitted to better, the more steps it makes", () => {
    const regression = createRegression([0, 0.5], 1);
    const errors = [1, 20, 200].map((epochs) => {
      const network = valueNetwork({ epochs });
      return withInitial(network, (phi) =>
        errorOf(network.baseline(phi)(regression).values, regression),
      );
    });
    // What the best constant of each task leaves.
    const { stds } = valueData(regression.rollout, regression.returns);
    const constant = Math.sqrt(stds.reduce((sum, std) => sum + std ** 2, 0) / stds.length);
    expect(errors[0]).toBeLessThan(constant);
    expect(errors[1]).toBeLessThan(0.7 * (errors[0] ?? NaN));
    expect(errors[2]).toBeLessThan(0.1 * constant);
  });

  it("predicts each task as if it were alone", () => {
    const { rollout, returns } = createRegression([0, 0.5, -0.5], 1);
    const network = valueNetwork();
    withInitial(network, (phi) => {
      const baseline = network.baseline(phi);
      const together = baseline({ rollout, returns });
      const second = { rollout: rolloutOfTasks(rollout, 1, 2), returns: returns.slice(40, 80) };
      const alone = baseline(second);
      expect(together.values.slice(40, 80)).toBeAllClose(alone.values, { rtol: 1e-6 });
      expect(together.finalValues().slice(4, 8)).toBeAllClose(alone.finalValues(), { rtol: 1e-6 });
    });
  });

  it("does not read padding", () => {
    const { rollout, returns } = createRegression([0, 0.5], 1);
    const dirty = {
      rollout: { ...rollout, observations: rollout.observations.slice() },
      returns: returns.slice(),
    };
    returns.forEach((_, at) => {
      if (isReal(rollout, at)) return;
      dirty.rollout.observations[at] = NaN;
      dirty.returns[at] = NaN;
    });
    const network = valueNetwork();
    withInitial(network, (phi) => {
      const baseline = network.baseline(phi);
      const expected = baseline({ rollout, returns });
      const actual = baseline(dirty);
      expect(actual.values).toEqual(expected.values);
      expect(actual.finalValues()).toEqual(expected.finalValues());
    });
  });

  it("predicts for the last observation at the step of the episode's length", () => {
    const { rollout, returns } = createRegression([0], 1);
    const network = valueNetwork();
    withInitial(network, (phi) => {
      let fitted: Params = {};
      const values = network.baseline(phi, (params) => {
        fitted = params;
      })({ rollout, returns });
      const data = valueData(rollout, returns);
      const finals = Array.from(rollout.lengths, (length, episode) => {
        const x = rollout.lastObservations[episode] ?? NaN;
        return forward(fitted, [x, length / 10, (length / 10) ** 2]);
      });
      const [mean = NaN, std = NaN] = [data.means[0], data.stds[0]];
      expect(values.finalValues()).toBeAllClose(
        finals.map((output) => mean + std * output),
        { rtol: 1e-6 },
      );
      const at = 13; // episode 1, step 3
      const x = rollout.observations[at] ?? NaN;
      expect(values.values[at]).toBeAllClose(mean + std * forward(fitted, [x, 0.3, 0.09]), {
        rtol: 1e-6,
      });
      disposeParams(fitted);
    });
  });

  it("predicts returns in their own units", () => {
    const regression = createRegression([0, 0.5], 1);
    const scaled = { ...regression, returns: regression.returns.map((g) => 1000 * g - 7) };
    const network = valueNetwork();
    withInitial(network, (phi) => {
      const baseline = network.baseline(phi);
      const expected = baseline(regression).values.map((value) => 1000 * value - 7);
      expect(baseline(scaled).values).toBeAllClose(expected, { rtol: 1e-5 });
    });
  });

  it("is deterministic and leaves its initial parameters as they are", () => {
    const regression = createRegression([0, 0.5], 1);
    const network = valueNetwork();
    withInitial(network, (phi) => {
      const before = readParams(phi);
      const baseline = network.baseline(phi);
      expect(baseline(regression).values).toEqual(baseline(regression).values);
      expect(readParams(phi)).toEqual(before);
    });
  });

  it("begins fits on new tasks of a family with a lower error once it was improved on others", () => {
    const network = valueNetwork({ metaRate: 0.3 });
    const rng = createRandom(9);
    const shifts = (count: number): number[] => Array.from({ length: count }, () => rng.uniform());
    const held = createRegression(shifts(10), 100);
    const errorFrom = (phi: Params): number => errorOf(network.baseline(phi)(held).values, held);
    let phi = network.initialise(1, createRandom(3));
    const before = errorFrom(phi);
    for (let step = 0; step < 30; step++) {
      const fits: Params[] = [];
      network.baseline(phi, (fitted) => fits.push(fitted))(createRegression(shifts(10), step));
      const next = network.improve(phi, fits);
      [phi, ...fits].forEach(disposeParams);
      phi = next;
    }
    expect(errorFrom(phi)).toBeLessThan(0.5 * before);
    disposeParams(phi);
  });

  it("rejects options out of range", () => {
    expect(() => valueNetwork({ epochs: 0 })).toThrow(ConfigError);
    expect(() => valueNetwork({ epochs: 0 })).toThrow(
      "valueNetwork.epochs: must be an integer >= 1, got 0",
    );
    expect(() => valueNetwork({ hiddenSizes: [8, 0.5] })).toThrow(
      "valueNetwork.hiddenSizes[1]: must be an integer >= 1, got 0.5",
    );
    expect(() => valueNetwork({ learningRate: 0 })).toThrow(
      "valueNetwork.learningRate: must be positive, got 0",
    );
    expect(() => valueNetwork({ metaRate: 2 })).toThrow(
      "valueNetwork.metaRate: must lie in [0, 1], got 2",
    );
  });

  it("rejects parameters of another size and returns that are not finite", () => {
    const { rollout, returns } = createRegression([0, 0.5], 1);
    const network = valueNetwork({ hiddenSizes: [4] });
    const phi = network.initialise(2, createRandom(3));
    expect(() => network.baseline(phi)({ rollout, returns })).toThrow(ShapeError);
    expect(() => network.baseline(phi)({ rollout, returns })).toThrow(
      "valueNetwork: initial must have W0 [3, 4], b0 [4], W1 [4, 1], b1 [1] to match the rollout, " +
        "got W0 [4, 4], b0 [4], W1 [4, 1], b1 [1]",
    );
    disposeParams(phi);
    withInitial(network, (initial) => {
      const broken = returns.with(40, Infinity);
      const fits: Params[] = [];
      const baseline = network.baseline(initial, (fitted) => fits.push(fitted));
      expect(() => baseline({ rollout, returns: broken })).toThrow(NumericalError);
      expect(() => baseline({ rollout, returns: broken })).toThrow(
        "valueNetwork: predictions for task 1 must be finite, got NaN; are observations and rewards finite and of moderate size",
      );
      expect(fits).toEqual([]);
    });
  });
});

describe("valueNetwork.improve", () => {
  it("moves by the rate towards the mean over all tasks of all fits", () => {
    const network = valueNetwork({ metaRate: 0.25 });
    const initial = { b0: tf.tensor1d([0, 8]) };
    // Three tasks in two fits: means (1 + 3 + 8) / 3 = 4 and (0 + 0 + 12) / 3 = 4; 0 + 0.25 · 4 = 1, 8 + 0.25 · (4 − 8) = 7.
    const fits = [{ b0: tf.tensor2d([1, 0, 3, 0], [2, 2]) }, { b0: tf.tensor2d([8, 12], [1, 2]) }];
    const next = network.improve(initial, fits);
    expect(readParams(next)).toEqual(Float64Array.of(1, 7));
    const same = network.improve(initial, []);
    expect(readParams(same)).toEqual(Float64Array.of(0, 8));
    [initial, next, same, ...fits].forEach(disposeParams);
  });

  it("rejects fits of other shapes", () => {
    const network = valueNetwork();
    const initial = { W0: tf.zeros([2, 3]) };
    const fit: Params = mapParams(initial, (value): Tensor => value.clone());
    expect(() => network.improve(initial, [fit])).toThrow(
      "moveTowardsMean: W0 of adapted[0] must be [tasks, 2, 3], got [2, 3]",
    );
    expect(() => network.improve(initial, [{}])).toThrow(
      "moveTowardsMean: W0 of adapted[0] must be [tasks, 2, 3], got none",
    );
    [initial, fit].forEach(disposeParams);
  });
});

/** The output of a network of two hidden layers of the first task, in float64 and by its definition. */
function forward(params: Params, input: readonly number[]): number {
  let x = input;
  for (let i = 0; i < 3; i++) {
    const weights = params[`W${i}`]?.dataSync() ?? [];
    const bias = params[`b${i}`]?.dataSync() ?? [];
    const out = bias.length;
    x = Array.from(bias, (b, k) => {
      const sum = x.reduce((total, value, j) => total + value * (weights[j * out + k] ?? NaN), b);
      return i < 2 ? Math.tanh(sum) : sum;
    });
  }
  return x[0] ?? NaN;
}
