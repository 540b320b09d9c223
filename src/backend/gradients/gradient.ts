// What a gradient registration is, and the sum that undoes a broadcast. Nothing here knows a kernel.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";

/** The gradient of each differentiable input, by the input's name in the kernel. */
export type InputGradients = Readonly<Record<string, () => Tensor>>;

/** A kernel's gradient as a function of the inputs that it saved. */
export interface Gradient {
  readonly kernelName: string;
  /** Names of the inputs that {@link Gradient.backward} gets, in this order. */
  readonly saves: readonly string[];
  /**
   * Maps the gradient of the output to the gradients of the inputs, in differentiable operations only.
   *
   * @param dy - gradient of the output, of its shape
   * @param saved - the inputs named by {@link Gradient.saves}
   * @param attrs - the kernel's attributes
   */
  readonly backward: (dy: Tensor, saved: readonly Tensor[], attrs: Attributes) => InputGradients;
}

/** Attributes of a kernel, as tfjs passes them. */
export type Attributes = Readonly<Record<string, unknown>>;

/** Puts a gradient into tfjs's registry in place of the one that is there. */
export function register({ kernelName, saves, backward }: Gradient): void {
  tf.registerGradient({
    kernelName,
    inputsToSave: [...saves],
    gradFunc: (dy, saved, attrs) =>
      backward(Array.isArray(dy) ? (dy[0] as Tensor) : dy, saved, attrs),
  });
}

/** The gradient of a kernel with one input `x`: `derivative(x, attrs)` is multiplied by the output's gradient. */
export function elementwise(
  kernelName: string,
  derivative: (x: Tensor, attrs: Attributes) => Tensor,
): Gradient {
  return {
    kernelName,
    saves: ["x"],
    backward: (dy, [x], attrs) => ({ x: () => tf.mul(dy, derivative(x as Tensor, attrs)) }),
  };
}

/** Sums `gradient` over the axes along which a tensor of `shape` was broadcast to the gradient's shape. */
export function sumToShape(gradient: Tensor, shape: readonly number[]): Tensor {
  const leading = gradient.rank - shape.length;
  const axes = gradient.shape
    .map((_, i) => i)
    .filter((i) => i < leading || (shape[i - leading] === 1 && gradient.shape[i] !== 1));
  const summed = axes.length > 0 ? tf.sum(gradient, axes) : gradient;
  return tf.reshape(summed, [...shape]);
}

/** `shape` with 1 at the given axes, which may be negative or, where undefined, all. */
export function keptShape(shape: readonly number[], axes: unknown): number[] {
  const reduced = reducedAxes(shape, axes);
  return shape.map((size, i) => (reduced.includes(i) ? 1 : size));
}

/** The axes that a reduction attribute names, as non-negative numbers. */
export function reducedAxes(shape: readonly number[], axes: unknown): number[] {
  return tf.util.parseAxisParam(axes as number | number[], [...shape]);
}
