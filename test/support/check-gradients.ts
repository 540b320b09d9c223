// Compares derivatives of any order with finite differences, after HIPS autograd's test_util: along a random direction,
// so that one number is compared whatever the shapes; an order above 1 is the derivative of the derivative below.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import seedrandom from "seedrandom";

/** How {@link checkGradients} checks. */
export interface GradientCheckOptions {
  /** The highest order of derivative that is checked. @defaultValue 1 */
  readonly order?: number;
  /** Directions tried for each order. @defaultValue 2 */
  readonly directions?: number;
  /** Allowed error relative to the derivative. @defaultValue 4e-3 */
  readonly rtol?: number;
  /** Names the random directions. @defaultValue "check-gradients" */
  readonly seed?: string;
}

/** A differentiable function of tensors. */
export type TensorFunction = (...inputs: Tensor[]) => Tensor;

type TensorsFunction = (inputs: readonly Tensor[]) => readonly Tensor[];

// In float32 a step of 2^-7 balances rounding against curvature: a mean relative error near 1e-4, where 1e-4 as step
// gives 8e-3 and 2^-5 gives 6e-4 (measured on a sum of 64 terms sin · exp).
const STEP = 2 ** -7;

/** Rounding of a sum of float32 products, relative to their size; divided by the step it limits what can be seen. */
const ROUNDING = 4e-7;

/** A direction is no test of the gradient where it is nearly orthogonal to it. */
const MIN_COSINE = 1e-2;

/**
 * Passes if the derivatives of `f` at `inputs` agree with central differences, for each order up to `order`.
 *
 * @param inputs - float32 values with their shapes; `f` must be smooth within 2^-7 of them, relative to their size
 * @throws Error that names the order, the derivative and the difference quotient
 */
export function checkGradients(
  f: TensorFunction,
  inputs: readonly Tensor[],
  options: GradientCheckOptions = {},
): void {
  const { order = 1, directions = 2, rtol = 4e-3, seed = "check-gradients" } = options;
  const random = seedrandom.alea(seed);
  tf.tidy(() => {
    let derived: TensorsFunction = (xs) => [f(...xs)];
    for (let n = 1; n <= order; n++) {
      const outputs = derived(inputs);
      const weights = outputs.map((output) => randomTensor(random, output.shape));
      const current = derived;
      const gradient: TensorsFunction = (xs) => tf.grads(project(current, weights))([...xs]);
      const gradients = gradient(inputs);
      for (let i = 0; i < directions; i++) {
        const direction = visibleDirection(random, gradients);
        const actual = dot(gradients, direction);
        const { quotient, rounding } = differenceQuotient(current, weights, inputs, direction);
        const error = Math.abs(actual - quotient);
        const tolerance = rtol * Math.max(Math.abs(actual), Math.abs(quotient)) + rounding;
        if (!(error <= tolerance)) {
          throw new Error(
            `checkGradients: derivative of order ${n} must be ${quotient}, got ${actual} ` +
              `(error ${error}, tolerance ${tolerance})`,
          );
        }
      }
      derived = gradient;
    }
  });
}

/** The weighted sum of a function's outputs. */
function project(f: TensorsFunction, weights: readonly Tensor[]): TensorFunction {
  return (...xs) => {
    const terms = f(xs).map((output, i) => tf.sum(tf.mul(output, weights[i] as Tensor)));
    return terms.reduce((sum, term) => tf.add(sum, term));
  };
}

/** (s(x + hv) - s(x - hv)) / 2h of the projection s, summed in float64, and how much of it may be rounding. */
function differenceQuotient(
  f: TensorsFunction,
  weights: readonly Tensor[],
  inputs: readonly Tensor[],
  direction: readonly Tensor[],
): { quotient: number; rounding: number } {
  const size = Math.max(1, ...inputs.map((x) => Math.max(...x.dataSync().map(Math.abs))));
  const h = STEP * size;
  const at = (distance: number): readonly Tensor[] =>
    f(inputs.map((x, i) => tf.add(x, tf.mul(direction[i] as Tensor, distance))));
  const [after, before] = [at(h), at(-h)];
  const quotient = (dot(after, weights) - dot(before, weights)) / (2 * h);
  return { quotient, rounding: (ROUNDING * dot(after, weights, Math.abs)) / h };
}

/** Draws a direction of unit norm that is not nearly orthogonal to the gradient, unless that is 0. */
function visibleDirection(random: () => number, gradients: readonly Tensor[]): Tensor[] {
  const gradientNorm = norm(gradients);
  for (;;) {
    const draws = gradients.map((g) => randomTensor(random, g.shape));
    const length = norm(draws);
    const direction = draws.map((draw) => tf.div(draw, length));
    const isVisible = Math.abs(dot(gradients, direction)) >= MIN_COSINE * gradientNorm;
    if (isVisible || !Number.isFinite(gradientNorm)) return direction;
  }
}

function randomTensor(random: () => number, shape: readonly number[]): Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  const values = Float32Array.from({ length: size }, () => 2 * random() - 1);
  return tf.tensor(values, [...shape], "float32");
}

function dot(
  as: readonly Tensor[],
  bs: readonly Tensor[],
  map: (term: number) => number = (term) => term,
): number {
  return as.reduce((sum, a, i) => {
    const [x, y] = [a.dataSync<"float32">(), (bs[i] as Tensor).dataSync<"float32">()];
    return x.reduce((partial, value, j) => partial + map(value * y[j]!), sum);
  }, 0);
}

function norm(tensors: readonly Tensor[]): number {
  return Math.sqrt(dot(tensors, tensors));
}
