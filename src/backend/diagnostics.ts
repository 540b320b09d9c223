// What the onnx backend is doing, for benchmarks, tests and people who want to see a graph.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { BackendError } from "../errors.ts";
import { asOnnxBackend } from "./onnx/onnx-backend.ts";
import type { OnnxBackend } from "./onnx/onnx-backend.ts";
import type { BackendStats } from "./onnx/stats.ts";

export { onNotice } from "./onnx/notice.ts";
export type { NoticeListener } from "./onnx/notice.ts";
export type { BackendStats } from "./onnx/stats.ts";

/**
 * Returns what the onnx backend did since it started.
 *
 * @returns undefined if another backend is in use: those do not defer, so there is nothing to tell apart
 */
export function backendStats(): BackendStats | undefined {
  return tf.getBackend() === "onnx" ? asOnnxBackend(tf.backend()).stats() : undefined;
}

/**
 * Prints the operations that are pending for some tensors, one a line; see `printGraph`.
 *
 * @throws {@link BackendError} if the onnx backend is not in use
 */
export function graphText(tensors: readonly Tensor[]): string {
  return onnxBackend("graphText").print(tensors);
}

/**
 * Encodes the operations that are pending for some tensors as a standard ONNX model, such as a file or another runtime
 * takes. Tensors whose values are known are its inputs `i0`, `i1`, ….
 *
 * @throws {@link BackendError} if the onnx backend is not in use
 */
export function graphModel(tensors: readonly Tensor[]): Uint8Array {
  return onnxBackend("graphModel").encode(tensors);
}

function onnxBackend(where: string): OnnxBackend {
  const name = tf.getBackend();
  if (name === "onnx") return asOnnxBackend(tf.backend());
  throw new BackendError(
    `${where}: the backend must be onnx, which alone has a graph, got ${name}`,
  );
}
