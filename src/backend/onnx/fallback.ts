// Runs a kernel that has no lowering on tfjs's cpu backend, over values read back.

import * as tf from "@tensorflow/tfjs-core";
import type { DataType, TensorInfo } from "@tensorflow/tfjs-core";
import { UnsupportedOpError } from "../../errors.ts";
import { valuesOf } from "./node.ts";
import type { ElementType } from "./node.ts";
import { notify } from "./notice.ts";
import type { CpuBackend, OnnxBackend } from "./onnx-backend.ts";

/** Kernels that compute nothing worth a notice: they take tensors apart, put them together or make them. */
const silentKernels = new Set([
  "Complex",
  "Real",
  "Imag",
  "LinSpace",
  "Multinomial",
  "StringToHashBucketFast",
]);

const noticed = new Set<string>();

/** Returns tfjs's cpu backend. */
export function cpuBackend(): CpuBackend {
  return tf.findBackend("cpu");
}

/** Runs a kernel on the cpu backend and says so the first time. */
export function runOnCpu(
  kernelName: string,
  backend: OnnxBackend,
  inputs: tf.NamedTensorInfoMap,
  attrs: tf.NamedAttrMap,
): TensorInfo | TensorInfo[] {
  const kernel = tf.getKernel(kernelName, "cpu") as tf.KernelConfig | undefined;
  if (kernel === undefined) {
    throw new UnsupportedOpError(
      `onnx backend: kernel must have a lowering or run on tfjs's cpu backend, got "${kernelName}"`,
    );
  }
  if (!noticed.has(kernelName) && !silentKernels.has(kernelName)) {
    noticed.add(kernelName);
    notify(`onnx backend: "${kernelName}" runs on tfjs's cpu backend, which is slower`);
  }
  const cpu = cpuBackend();
  const copies = new Map<string, TensorInfo>();
  for (const [name, info] of Object.entries<TensorInfo | null | undefined>(inputs)) {
    if (info) copies.set(name, copyToCpu(info, backend, cpu));
  }
  const cpuInputs = Array.isArray(inputs) ? [...copies.values()] : Object.fromEntries(copies);
  const result = kernel.kernelFunc({
    inputs: cpuInputs as tf.NamedTensorInfoMap,
    attrs,
    backend: cpu,
  });
  const outputs = Array.isArray(result)
    ? result.map((info) => takeFromCpu(info, backend, cpu))
    : takeFromCpu(result, backend, cpu);
  for (const [name, copy] of copies) {
    if (copy !== inputs[name]) cpu.disposeData(copy.dataId);
  }
  return outputs;
}

/** Strings and complex numbers live in the cpu backend already. */
function copyToCpu(info: TensorInfo, backend: OnnxBackend, cpu: CpuBackend): TensorInfo {
  if (isHostedType(info.dtype)) return info;
  const values = backend.readSync(info.dataId);
  return {
    dataId: cpu.write(values, info.shape, info.dtype),
    shape: info.shape,
    dtype: info.dtype,
  };
}

function takeFromCpu(info: TensorInfo, backend: OnnxBackend, cpu: CpuBackend): TensorInfo {
  if (isHostedType(info.dtype)) return backend.host(info);
  const { shape } = info;
  const dtype = info.dtype as ElementType;
  const values = valuesOf(dtype, cpu.readSync(info.dataId) as ArrayLike<number>);
  cpu.disposeData(info.dataId);
  return backend.tensorOf(backend.graph.input(values, { shape, dtype }));
}

function isHostedType(dtype: DataType): boolean {
  return dtype === "string" || dtype === "complex64";
}
