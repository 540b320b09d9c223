// Layer 5: how fast this machine multiplies matrices on the backend in use, the yardstick of benchmarks.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor3D } from "@tensorflow/tfjs-core";
import { median } from "./median.ts";

/** The product of one hidden layer in a meta-batch of 40 tasks: `[tasks, n, in]` x `[tasks, in, out]`. */
const TASKS = 40;
const N = 2000;
const IN = 100;
const OUT = 100;

/** Multiplications and additions of that product. */
const FLOPS = 2 * TASKS * N * IN * OUT;

/**
 * Products are repeated until there are this many or this much time was spent. The first half warms up: memory that a
 * process has not used before is slow at first.
 */
const MAX_PRODUCTS = 30;
const MAX_SECONDS = 2;

/** Measures the median speed of a product, in floating point operations per second. */
export function measureMatrixSpeed(): number {
  // Uploaded: a backend may keep a fill as its number, and fill again inside every product.
  const a = tf.tensor3d(new Float32Array(TASKS * N * IN).fill(0.5), [TASKS, N, IN]);
  const seconds: number[] = [];
  const start = performance.now();
  while (seconds.length < MAX_PRODUCTS && (performance.now() - start) / 1000 < MAX_SECONDS) {
    seconds.push(multiply(a, seconds.length));
  }
  a.dispose();
  return FLOPS / median(seconds.slice(Math.floor(seconds.length / 2)));
}

/** Times one product. @param value - another each time, so that no backend can know the result */
function multiply(a: Tensor3D, value: number): number {
  const b = tf.tensor3d(new Float32Array(TASKS * IN * OUT).fill(value), [TASKS, IN, OUT]);
  const start = performance.now();
  // One element is enough to make the product happen, and leaves out the copying of all.
  tf.tidy(() => tf.slice(tf.matMul(a, b), [0, 0, 0], [1, 1, 1]).dataSync());
  const seconds = (performance.now() - start) / 1000;
  b.dispose();
  return seconds;
}
