// Layer 2: parameters are values. A set of named tensors in insertion order, never changed in place.

import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Tensor, Tensor1D } from "@tensorflow/tfjs-core";
import { ShapeError } from "../errors.ts";

/** Named tensors in a fixed order. Adapted parameters carry a leading `tasks` axis, initial ones do not. */
export type Params = Readonly<Record<string, Tensor>>;

/** The shapes of a parameter set, without a `tasks` axis. */
export type ParamShapes = Readonly<Record<string, readonly number[]>>;

/** Applies `f` to each tensor; the names and their order stay. */
export function mapParams(params: Params, f: (value: Tensor, name: string) => Tensor): Params {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, f(value, name)]));
}

/** The gradient of a scalar function of a parameter set, under the same names. Differentiable again. */
export function gradParams(f: (params: Params) => Scalar, params: Params): Params {
  const names = Object.keys(params);
  const gradients = tf.grads((...values: Tensor[]) => f(fromValues(names, values)))(
    Object.values(params),
  );
  return fromValues(names, gradients);
}

/** Repeats each tensor along a new leading axis. @returns each `[tasks, ...shape]` */
export function tileParams(params: Params, tasks: number): Params {
  return mapParams(params, (value) =>
    tf.broadcastTo(tf.expandDims(value, 0), [tasks, ...value.shape]),
  );
}

/** The tensors of those names, in the order of `names`; not copies. */
export function pickParams(params: Params, names: readonly string[]): Params {
  return Object.fromEntries(names.map((name) => [name, params[name] as Tensor]));
}

/** Puts a prefix before every name; the tensors are the same. */
export function addPrefix(prefix: string, params: Params): Params {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [`${prefix}${name}`, value]),
  );
}

/** The tensors whose names begin with a prefix, under the rest of their names; not copies. */
export function takePrefix(prefix: string, params: Params): Params {
  return Object.fromEntries(
    Object.entries(params)
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, value]) => [name.slice(prefix.length), value]),
  );
}

/** Joins parameter sets of tasks along the `tasks` axis. The caller owns the tensors. */
export function concatParams(parts: readonly Params[]): Params {
  const [first = {}] = parts;
  return mapParams(first, (_, name) => tf.concat(parts.map((part) => part[name] as Tensor)));
}

/** Joins all elements in order. @returns `[params]` */
export function flattenParams(params: Params): Tensor1D {
  return tf.concat(Object.values(params).map((value) => tf.reshape(value, [-1])));
}

/**
 * Cuts a flat vector into tensors; the inverse of {@link flattenParams}.
 *
 * @param flat - `[params]`
 * @throws {@link ShapeError} if `flat` has another number of elements than `shapes`
 */
export function unflattenParams(flat: Tensor1D, shapes: ParamShapes): Params {
  const size = countElements(shapes);
  if (flat.size !== size) {
    throw new ShapeError(`unflattenParams: flat must be [params] = [${size}], got [${flat.size}]`);
  }
  let begin = 0;
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => {
      const length = shape.reduce((product, extent) => product * extent, 1);
      const value = tf.reshape(tf.slice(flat, [begin], [length]), [...shape]);
      begin += length;
      return [name, value];
    }),
  );
}

/** Makes tensors of numbers in order; the inverse of {@link readParams}. The caller owns them. */
export function createParams(values: ArrayLike<number>, shapes: ParamShapes): Params {
  const elements = new Float32Array(values);
  let begin = 0;
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => {
      const end = begin + tf.util.sizeFromShape([...shape]);
      const value = tf.tensor(elements.subarray(begin, end), [...shape], "float32");
      begin = end;
      return [name, value];
    }),
  );
}

/** Reads all elements in order. @returns `[params]` */
export function readParams(params: Params): Float64Array {
  const elements = new Float64Array(countElements(shapesOf(params)));
  let begin = 0;
  for (const value of Object.values(params)) {
    elements.set(value.dataSync(), begin);
    begin += value.size;
  }
  return elements;
}

/** The shapes of a parameter set. */
export function shapesOf(params: Params): ParamShapes {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, value.shape]));
}

/** The number of elements of a parameter set. */
export function countElements(shapes: ParamShapes): number {
  return Object.values(shapes).reduce(
    (sum, shape) => sum + shape.reduce((product, extent) => product * extent, 1),
    0,
  );
}

/** Frees the tensors of a parameter set. */
export function disposeParams(params: Params): void {
  for (const value of Object.values(params)) value.dispose();
}

function fromValues(names: readonly string[], values: readonly Tensor[]): Params {
  return Object.fromEntries(names.map((name, i) => [name, values[i] as Tensor]));
}
