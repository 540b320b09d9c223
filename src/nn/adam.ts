// Layer 2: Adam on plain arrays, for outer steps: one step of it costs nothing beside the gradient that it descends.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { checkLength, ConfigError, formatValue, NumericalError } from "../errors.ts";
import type { Params } from "./params.ts";

/** The constants that Kingma and Ba 2015 recommend for the moments. */
export const adamDefaults = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;

/** How far {@link adamStep} goes. */
export interface AdamOptions {
  /** α: about how far a step moves each parameter; at least 0. */
  readonly learningRate: number;
  /** β₁, the share of the mean gradient that a step keeps, from 0 to below 1. @defaultValue 0.9 */
  readonly beta1?: number;
  /** β₂, the same of the mean squared gradient. @defaultValue 0.999 */
  readonly beta2?: number;
  /** ε, positive: what the root of the mean squared gradient is raised by. @defaultValue 1e-8 */
  readonly epsilon?: number;
}

/** What Adam remembers of the gradients; in float32, as tensors store it, so that a checkpoint loses nothing. */
export interface AdamState {
  /** Steps made. */
  readonly steps: number;
  /** `[params]`, m: the decaying sum of gradients, not corrected for its bias. */
  readonly mean: Float32Array;
  /** `[params]`, v: the same of squared gradients. */
  readonly variance: Float32Array;
}

/** Returns the state before the first step: no gradient seen. */
export function createAdam(size: number): AdamState {
  return { steps: 0, mean: new Float32Array(size), variance: new Float32Array(size) };
}

/**
 * Makes one step of Adam down a gradient, in float64:
 * m ← β₁ m + (1 − β₁) g,  v ← β₂ v + (1 − β₂) g²,  θ ← θ − α m̂ / (√v̂ + ε),  m̂ = m / (1 − β₁ᵗ),  v̂ = v / (1 − β₂ᵗ).
 *
 * Differs from the paper in rounding: the step uses m and v as float32 stores them, so that a training that goes on from a
 * checkpoint makes the same steps.
 *
 * @param params - `[params]`
 * @param gradient - `[params]`
 * @returns new arrays; the arguments stay as they are
 * @throws {@link NumericalError} naming the element that is not finite
 * @throws {@link ConfigError} if an option is out of range
 * @throws {@link ShapeError} if the sizes differ
 * @see Kingma and Ba 2015, https://arxiv.org/abs/1412.6980, algorithm 1
 */
export function adamStep(
  params: Float64Array,
  gradient: Float64Array,
  state: AdamState,
  options: AdamOptions,
): { readonly params: Float64Array; readonly state: AdamState } {
  const { learningRate, beta1, beta2, epsilon } = checkOptions({ ...adamDefaults, ...options });
  const size = params.length;
  checkLength("adamStep: gradient", gradient, [size]);
  checkLength("adamStep: state.mean", state.mean, [size]);
  checkLength("adamStep: state.variance", state.variance, [size]);
  checkElements("adamStep: params", params);
  checkElements("adamStep: gradient", gradient);
  const steps = state.steps + 1;
  const mean = new Float32Array(size);
  const variance = new Float32Array(size);
  const next = new Float64Array(size);
  const meanScale = 1 / (1 - beta1 ** steps);
  const varianceScale = 1 / (1 - beta2 ** steps);
  for (let i = 0; i < size; i++) {
    const g = gradient[i]!;
    mean[i] = beta1 * state.mean[i]! + (1 - beta1) * g;
    variance[i] = beta2 * state.variance[i]! + (1 - beta2) * g ** 2;
    const root = Math.sqrt(variance[i]! * varianceScale);
    next[i] = params[i]! - (learningRate * mean[i]! * meanScale) / (root + epsilon);
  }
  checkElements("adamStep: state.mean", mean);
  checkElements("adamStep: state.variance", variance);
  checkElements("adamStep: the result", next);
  return { params: next, state: { steps, mean, variance } };
}

/**
 * Shortens a gradient to a Euclidean norm of at most `maxNorm`; its direction stays.
 *
 * @param gradient - `[params]`
 * @returns `[params]`; the caller owns it
 * @throws {@link NumericalError} naming the element that is not finite
 * @throws {@link ConfigError} unless `maxNorm` is positive
 */
export function clipNorm(gradient: Float64Array, maxNorm: number): Float64Array {
  if (!(maxNorm > 0)) {
    throw new ConfigError(`clipNorm: maxNorm must be positive, got ${formatValue(maxNorm)}`);
  }
  checkElements("clipNorm: gradient", gradient);
  if (maxNorm === Infinity) return gradient.slice();
  const largest = gradient.reduce((max, g) => Math.max(max, Math.abs(g)), 0);
  if (largest === 0) return gradient.slice();
  // Scaled by the largest element, so that no square overflows.
  const norm = largest * Math.sqrt(gradient.reduce((sum, g) => sum + (g / largest) ** 2, 0));
  return norm > maxNorm ? gradient.map((g) => g * (maxNorm / norm)) : gradient.slice();
}

/** Makes tensors of a state: `mean` and `variance` `[params]`, `steps` int32 `[]`. The caller owns them. */
export function adamStateToParams({ steps, mean, variance }: AdamState): Params {
  return {
    mean: tf.tensor1d(mean),
    variance: tf.tensor1d(variance),
    steps: tf.scalar(steps, "int32"),
  };
}

/**
 * Reads a state from tensors, which stay the caller's; the inverse of {@link adamStateToParams}, bit for bit.
 * @throws {@link ConfigError} if one of them is missing
 */
export function adamStateFromParams(params: Params): AdamState {
  const read = (name: string): Tensor => {
    const tensor = params[name];
    if (tensor !== undefined) return tensor;
    throw new ConfigError(
      `adamStateFromParams: params must have ${name}, got ${formatValue(Object.keys(params))}`,
    );
  };
  return {
    steps: read("steps").dataSync<"int32">()[0]!,
    mean: read("mean").dataSync<"float32">().slice(),
    variance: read("variance").dataSync<"float32">().slice(),
  };
}

function checkOptions(options: Required<AdamOptions>): Required<AdamOptions> {
  const { learningRate, beta1, beta2, epsilon } = options;
  const rules: readonly (readonly [string, number, boolean, string])[] = [
    ["learningRate", learningRate, learningRate >= 0 && learningRate < Infinity, "at least 0"],
    ["beta1", beta1, beta1 >= 0 && beta1 < 1, "at least 0 and below 1"],
    ["beta2", beta2, beta2 >= 0 && beta2 < 1, "at least 0 and below 1"],
    ["epsilon", epsilon, epsilon > 0 && epsilon < Infinity, "positive"],
  ];
  for (const [name, value, holds, rule] of rules) {
    if (!holds)
      throw new ConfigError(`adamStep.${name}: must be ${rule}, got ${formatValue(value)}`);
  }
  return options;
}

function checkElements(where: string, values: Float64Array | Float32Array): void {
  let i = 0;
  while (i < values.length && Number.isFinite(values[i])) i++;
  if (i === values.length) return;
  throw new NumericalError(`${where}[${i}] must be a finite number, got ${values[i]!}`);
}
