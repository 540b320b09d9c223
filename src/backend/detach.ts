// Layer 1: cuts a tensor off the gradient tape. tfjs has no such operation of its own.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";

/**
 * Returns the same values as a tensor that no gradient reaches: the alias is made without being recorded, so
 * everything computed from it alone is a constant to every enclosing gradient.
 *
 * Shares the data of `x`; the caller owns the alias.
 */
export function detach<T extends Tensor>(x: T): T {
  const engine = tf.engine();
  engine.backend.incRef(x.dataId);
  return engine.makeTensorFromTensorInfo({ dataId: x.dataId, shape: x.shape, dtype: x.dtype }) as T;
}
