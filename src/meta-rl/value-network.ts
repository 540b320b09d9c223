// Layer 4: a network that predicts returns: a baseline that is fitted by gradient steps, and whose beginning can be learned.

import {
  checkInteger,
  checkRange,
  ConfigError,
  formatValue,
  NumericalError,
  ShapeError,
} from "../errors.ts";
import { initialiseMlp, mlpShapes } from "../nn/mlp.ts";
import type { ActivationName, MlpOptions } from "../nn/mlp.ts";
import { disposeParams, shapesOf } from "../nn/params.ts";
import type { Params } from "../nn/params.ts";
import type { Random } from "../random.ts";
import type { Baseline, BaselineValues } from "../rl/baselines/baseline.ts";
import type { Rollout } from "../rl/trajectories.ts";
import { valueData, valueInputSize } from "./value-data.ts";
import type { ValueData } from "./value-data.ts";
import { fitValues } from "./value-fit.ts";
import { moveTowardsMean } from "../meta/move-towards-mean.ts";

/** Options of {@link valueNetwork}. docs/value-baselines.md has what other values of them yield. */
export interface ValueNetworkOptions {
  /** Units of each hidden layer. @defaultValue [32, 32] */
  readonly hiddenSizes?: readonly number[];
  /** @defaultValue "tanh" */
  readonly activation?: ActivationName;
  /** Steps of Adam in which the network is fitted to a task, each on all of its data. @defaultValue 20 */
  readonly epochs?: number;
  /** Step size of Adam. @defaultValue 0.01 */
  readonly learningRate?: number;
  /** How far {@link ValueNetwork.improve} goes towards the fitted networks, from 0 to 1. @defaultValue 0.1 */
  readonly metaRate?: number;
}

/** A baseline whose predictions are a network's. Parameters are values that the caller keeps. */
export interface ValueNetwork {
  /** Draws parameters to begin fits from, without a `tasks` axis; the caller owns them. */
  initialise(observationSize: number, rng: Random): Params;
  /**
   * Returns a baseline that fits the network to each task's own returns, all tasks from `initial`.
   *
   * @param initial - without a `tasks` axis; must live as long as the baseline is used
   * @param onFit - is given the fitted parameters of each call, each `[tasks, ...shape]`, and owns them
   * @returns a baseline that throws {@link ShapeError} if `initial` does not fit the rollout, and
   *   {@link NumericalError} if a prediction is not finite
   */
  baseline(initial: Params, onFit?: (fitted: Params) => void): Baseline;
  /**
   * Moves parameters towards those that were fitted from them: φ + metaRate · (mean over all fits' tasks of φ' − φ).
   *
   * @param fits - each `[tasks, ...shape]`; their numbers of tasks may differ, and every task weighs alike
   * @returns the next parameters to begin fits from; the caller owns them
   * @throws {@link ShapeError} if a fit does not have the shapes of `initial`
   * @see Nichol et al. 2018, https://arxiv.org/abs/1803.02999, algorithm 2
   */
  improve(initial: Params, fits: readonly Params[]): Params;
}

/**
 * Makes a baseline that predicts returns by an MLP of the observation, t/horizon and (t/horizon)².
 *
 * For each task the network is fitted by a few full-batch steps of Adam to the discounted returns of the task's own
 * episodes, less their mean and divided by their standard deviation, every step weighing alike. Observations go in as they
 * are, as they go into the policy.
 *
 * Differs from the linear baseline in that a network can learn a return by heart: predictions are for the returns that it was
 * fitted to, and the better it remembers the noise in them, the less of what actions did is left to the advantages. Few
 * steps keep it from that, so `epochs` is small and not a number at which the error stops falling.
 *
 * @throws {@link ConfigError} if an option is out of range
 */
export function valueNetwork(options: ValueNetworkOptions = {}): ValueNetwork {
  const { hiddenSizes = [32, 32], activation = "tanh", epochs = 20 } = options;
  const { learningRate = 0.01, metaRate = 0.1 } = options;
  hiddenSizes.forEach((size, i) => {
    checkInteger(`valueNetwork.hiddenSizes[${i}]`, size, 1);
  });
  checkInteger("valueNetwork.epochs", epochs, 1);
  if (!(learningRate > 0 && learningRate < Infinity)) {
    throw new ConfigError(
      `valueNetwork.learningRate: must be positive, got ${formatValue(learningRate)}`,
    );
  }
  checkRange("valueNetwork.metaRate", metaRate, [0, 1]);

  const mlpFor = (observationSize: number): MlpOptions => ({
    sizes: [valueInputSize(observationSize), ...hiddenSizes, 1],
    activation,
    initialisation: "glorot-uniform",
  });
  return {
    initialise: (observationSize, rng) => initialiseMlp(mlpFor(observationSize), rng),

    baseline:
      (initial, onFit = disposeParams) =>
      ({ rollout, returns }) => {
        const mlp = mlpFor(rollout.observationSize);
        checkShapes(initial, mlp);
        const data = valueData(rollout, returns);
        const fit = fitValues(mlp, initial, data, { epochs, learningRate });
        const predictions = fit.predictions.dataSync<"float32">();
        fit.predictions.dispose();
        const wrong = predictions.findIndex((value) => !Number.isFinite(value));
        if (wrong === -1) {
          onFit(fit.params);
          return toValues(rollout, data, predictions);
        }
        disposeParams(fit.params);
        throw new NumericalError(
          `valueNetwork: predictions for task ${Math.floor(wrong / data.rows)} must be finite, ` +
            `got ${predictions[wrong]!}; are observations and rewards finite and of moderate size`,
        );
      },

    improve: (initial, fits) => moveTowardsMean(initial, fits, metaRate),
  };
}

/** Takes predictions apart, and puts them back in units of the returns. @param predictions - `[tasks, rows]` */
function toValues(
  { tasks, episodes, steps }: Rollout,
  { means, stds }: ValueData,
  predictions: Float32Array,
): BaselineValues {
  const values = new Float64Array(tasks * episodes * steps);
  const finals = new Float64Array(tasks * episodes);
  for (let episode = 0; episode < tasks * episodes; episode++) {
    const task = Math.floor(episode / episodes);
    const begin = episode * (steps + 1);
    for (let step = 0; step < steps; step++) {
      values[episode * steps + step] = means[task]! + stds[task]! * predictions[begin + step]!;
    }
    finals[episode] = means[task]! + stds[task]! * predictions[begin + steps]!;
  }
  return { values, finalValues: () => finals };
}

function checkShapes(initial: Params, mlp: MlpOptions): void {
  const [actual, expected] = [shapesOf(initial), mlpShapes(mlp.sizes)].map((shapes) =>
    Object.entries(shapes)
      .map(([name, shape]) => `${name} [${shape.join(", ")}]`)
      .join(", "),
  );
  if (actual === expected) return;
  throw new ShapeError(
    `valueNetwork: initial must have ${expected} to match the rollout, got ${actual}`,
  );
}
