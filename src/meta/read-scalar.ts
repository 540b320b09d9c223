// Layer 4: a scalar tensor as a number.

import type { Scalar } from "@tensorflow/tfjs-core";

/** Reads a scalar; everything that is pending on its backend runs. */
export function readScalar(x: Scalar): number {
  return x.dataSync<"float32">()[0] as number;
}
