// Registers the onnx backend and all its kernels with tfjs.

import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import type { TensorInfo } from "@tensorflow/tfjs-core";
import { cpuBackend, runOnCpu } from "./fallback.ts";
import { aliasKernels } from "./alias.ts";
import { lowerings } from "./lower/lowerings.ts";
import type { KernelAttributes, Lowering } from "./lowering.ts";
import type { GraphNode } from "./node.ts";
import { asOnnxBackend, OnnxBackend } from "./onnx-backend.ts";
import { loadRuntime } from "./runtime.ts";

const BACKEND = "onnx";

/** Makes the backend `onnx` known to tfjs. Does nothing if it is. */
export function registerOnnxBackend(): void {
  if (tf.engine().backendNames().includes(BACKEND)) return;
  const runtime = loadRuntime();
  tf.registerBackend(BACKEND, () => new OnnxBackend(runtime, cpuBackend), 1);
  const kernels = new Set([
    ...Object.keys(lowerings),
    ...tf.getKernelsForBackend("cpu").map(({ kernelName }) => kernelName),
  ]);
  for (const kernelName of kernels) {
    const kernelFunc = aliasKernels[kernelName] ?? kernelFor(kernelName, lowerings[kernelName]);
    tf.registerKernel({ kernelName, backendName: BACKEND, kernelFunc });
  }
}

/** A kernel that records its lowering, or runs on the cpu backend where there is none. */
function kernelFor(kernelName: string, lowering: Lowering | undefined): tf.KernelFunc {
  return ({ inputs, backend, attrs }) => {
    const onnx = asOnnxBackend(backend);
    const start = performance.now();
    const operands = lowering && operandsOf(onnx, inputs);
    const result = operands && lowering(onnx.graph, operands, attrs as unknown as KernelAttributes);
    if (result === undefined) {
      return runOnCpu(kernelName, onnx, inputs, attrs as unknown as tf.NamedAttrMap);
    }
    const tensors = Array.isArray(result)
      ? (result as readonly GraphNode[]).map((node) => onnx.tensorOf(node))
      : onnx.tensorOf(result as GraphNode);
    onnx.countTrace(performance.now() - start);
    return tensors;
  };
}

/** The nodes of a kernel's inputs; undefined if one of them is a string or a complex number. */
function operandsOf(
  backend: OnnxBackend,
  inputs: tf.NamedTensorInfoMap,
): Record<string, GraphNode> | undefined {
  const operands: Record<string, GraphNode> = {};
  for (const name in inputs) {
    const info = inputs[name] as TensorInfo | null | undefined;
    if (info === null || info === undefined) continue;
    const node = backend.nodeOf(info);
    if (node === undefined) return undefined;
    operands[name] = node;
  }
  return operands;
}
