// Layer 3: the linear feature baseline: return predicted from features of observation and time by ridge regression.
//
// Duan et al. 2016, https://arxiv.org/abs/1604.06778, supplementary material 2.

import { checkLength, ConfigError, formatValue, NumericalError } from "../errors.ts";
import { solveCholesky } from "./cholesky.ts";
import { episodeShape } from "./episodes.ts";

/** Steps are counted in hundreds, so that the powers of time stay of the order of 1. */
const TIME_SCALE = 100;

/** How often the ridge is raised tenfold before the regression is given up. */
const RIDGE_ATTEMPTS = 5;

/** What {@link fitBaseline} fits to. */
export interface BaselineData {
  /** `[episodes, steps, obs]`, padded */
  readonly observations: ArrayLike<number>;
  /** `[episodes, steps]`, padded */
  readonly returns: ArrayLike<number>;
  /** `[episodes]`, steps before the end */
  readonly lengths: ArrayLike<number>;
}

/**
 * Fits the baseline to the returns of one task: w = (XᵀX + ridge I)⁻¹ Xᵀ G over all real steps, in float64. The features
 * of step t are obs, obs², t/100, (t/100)², (t/100)³ and 1.
 *
 * @param ridge - positive; multiplied by 10, up to 5 times, while the system is singular to working precision
 * @returns `[2*obs + 4]`; the caller owns it
 * @throws {@link NumericalError} if the system stays singular or the data is not finite
 * @throws {@link ShapeError} if the shapes do not fit together
 */
export function fitBaseline(data: BaselineData, ridge: number): Float64Array {
  if (!(ridge > 0 && ridge < Infinity)) {
    throw new ConfigError(`fitBaseline: ridge must be positive, got ${formatValue(ridge)}`);
  }
  const { observations, returns, lengths } = data;
  const { episodes, steps } = episodeShape("fitBaseline", returns, lengths);
  const observationSize = Math.ceil(observations.length / returns.length);
  checkLength("fitBaseline: observations", observations, [episodes, steps, observationSize]);
  const features = new Float64Array(2 * observationSize + 4);
  const size = features.length;
  const gram = new Float64Array(size * size); // XᵀX, its lower triangle
  const moment = new Float64Array(size); // XᵀG
  for (let episode = 0; episode < episodes; episode++) {
    for (let step = 0; step < lengths[episode]!; step++) {
      const at = episode * steps + step;
      writeFeatures(observations, at * observationSize, step, features);
      for (let i = 0; i < size; i++) {
        const feature = features[i]!;
        moment[i]! += feature * returns[at]!;
        for (let j = 0; j <= i; j++) gram[i * size + j]! += feature * features[j]!;
      }
    }
  }
  for (let attempt = 0; attempt <= RIDGE_ATTEMPTS; attempt++) {
    const regularised = gram.slice();
    for (let i = 0; i < size; i++) regularised[i * size + i]! += ridge * 10 ** attempt;
    const weights = solveCholesky(regularised, moment);
    if (weights !== undefined) return weights;
  }
  throw new NumericalError(
    `fitBaseline: the regression must have a finite solution, got a singular system even with ridge ${ridge * 10 ** RIDGE_ATTEMPTS}; are observations and rewards finite and of moderate size`,
  );
}

/**
 * Predicts returns from observations and the steps at which they were made.
 *
 * @param weights - `[2*obs + 4]`, as {@link fitBaseline} returns them
 * @param observations - `[n, obs]`
 * @param stepIndices - `[n]`, steps of the episode, from 0
 * @returns `[n]`; the caller owns it
 * @throws {@link ShapeError} if the shapes do not fit together
 */
export function predictBaseline(
  weights: Float64Array,
  observations: ArrayLike<number>,
  stepIndices: ArrayLike<number>,
): Float64Array {
  const observationSize = (weights.length - 4) / 2;
  checkLength("predictBaseline: observations", observations, [stepIndices.length, observationSize]);
  const features = new Float64Array(weights.length);
  const values = new Float64Array(stepIndices.length);
  for (let row = 0; row < values.length; row++) {
    writeFeatures(observations, row * observationSize, stepIndices[row]!, features);
    let value = 0;
    for (let i = 0; i < features.length; i++) value += weights[i]! * features[i]!;
    values[row] = value;
  }
  return values;
}

/** Writes the features of the observation that begins at `start`. */
function writeFeatures(
  observations: ArrayLike<number>,
  start: number,
  step: number,
  features: Float64Array,
): void {
  const observationSize = (features.length - 4) / 2;
  for (let i = 0; i < observationSize; i++) {
    const element = observations[start + i]!;
    features[i] = element;
    features[observationSize + i] = element * element;
  }
  const time = step / TIME_SCALE;
  const powers = 2 * observationSize;
  features[powers] = time;
  features[powers + 1] = time * time;
  features[powers + 2] = time * time * time;
  features[powers + 3] = 1;
}
