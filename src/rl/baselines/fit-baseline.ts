// Layer 3: the linear feature baseline: return predicted from features of observation and time by ridge regression.
//
// Duan et al. 2016, https://arxiv.org/abs/1604.06778, supplementary material 2.

import { checkLength, ConfigError, formatValue, NumericalError } from "../../errors.ts";
import { solveCholesky } from "../cholesky.ts";
import { episodeShape } from "../episodes.ts";
import type { EpisodeShape } from "../episodes.ts";
import { addGram } from "../gram.ts";

/** Steps are counted in hundreds, so that the powers of time stay of the order of 1. */
const TIME_SCALE = 100;

/** Steps whose features are held at once: few enough to stay in the processor's nearest memory. */
const STEPS_AT_ONCE = 64;

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
  const { gram, moment } = normalEquations(data, { episodes, steps, observationSize });
  const size = moment.length;
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

/** Computes XᵀX, of which the lower triangle holds something, and XᵀG. */
function normalEquations(
  { observations, returns, lengths }: BaselineData,
  shape: EpisodeShape & { readonly observationSize: number },
): { gram: Float64Array; moment: Float64Array } {
  const { episodes, steps, observationSize } = shape;
  const size = featureCount(observationSize);
  // The return goes along as one more column, so that XᵀG is a row of the same sums, and zeros make the number even.
  const width = size + 2;
  const columns = new Float64Array(width * STEPS_AT_ONCE);
  const sums = new Float64Array(width * width);
  let rows = 0;
  const flush = (): void => {
    addGram(columns, { rows, stride: STEPS_AT_ONCE }, sums);
    rows = 0;
  };
  for (let episode = 0; episode < episodes; episode++) {
    const length = lengths[episode]!;
    for (let step = 0; step < length; step++) {
      const at = episode * steps + step;
      writeFeatures({ observations, at, observationSize, step }, columns, rows);
      columns[size * STEPS_AT_ONCE + rows] = returns[at]!;
      rows++;
      if (rows === STEPS_AT_ONCE) flush();
    }
  }
  flush();
  const gram = new Float64Array(size * size);
  for (let i = 0; i < size; i++) gram.set(sums.subarray(i * width, i * width + size), i * size);
  return { gram, moment: sums.slice(size * width, size * width + size) };
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
  const columns = new Float64Array(weights.length * STEPS_AT_ONCE);
  const values = new Float64Array(stepIndices.length);
  for (let begin = 0; begin < values.length; begin += STEPS_AT_ONCE) {
    const rows = Math.min(STEPS_AT_ONCE, values.length - begin);
    for (let row = 0; row < rows; row++) {
      const at = begin + row;
      writeFeatures({ observations, at, observationSize, step: stepIndices[at]! }, columns, row);
    }
    for (let i = 0; i < weights.length; i++) {
      const weight = weights[i]!;
      for (let row = 0; row < rows; row++) {
        values[begin + row]! += weight * columns[i * STEPS_AT_ONCE + row]!;
      }
    }
  }
  return values;
}

function featureCount(observationSize: number): number {
  return 2 * observationSize + 4;
}

/** Where an observation is found, and the step of the episode at which it was made. */
interface Observed {
  readonly observations: ArrayLike<number>;
  /** Its place among the observations. */
  readonly at: number;
  readonly observationSize: number;
  readonly step: number;
}

/** Writes the features of one observation to one row of `[features, 64]` columns. */
function writeFeatures(
  { observations, at, observationSize, step }: Observed,
  columns: Float64Array,
  row: number,
): void {
  const begin = at * observationSize;
  for (let i = 0; i < observationSize; i++) {
    const element = observations[begin + i]!;
    columns[i * STEPS_AT_ONCE + row] = element;
    columns[(observationSize + i) * STEPS_AT_ONCE + row] = element * element;
  }
  const time = step / TIME_SCALE;
  const ofTime = 2 * observationSize * STEPS_AT_ONCE + row;
  columns[ofTime] = time;
  columns[ofTime + STEPS_AT_ONCE] = time * time;
  columns[ofTime + 2 * STEPS_AT_ONCE] = time * time * time;
  columns[ofTime + 3 * STEPS_AT_ONCE] = 1;
}
