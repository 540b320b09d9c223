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
  const copies: TensorInfo[] = [];
  const copied = (info: TensorInfo): TensorInfo => {
    if (isHostedType(info.dtype)) return info; // lives in the cpu backend already
    const copy = copyToCpu(info, backend, cpu);
    copies.push(copy);
    return copy;
  };
  try {
    const result = kernel.kernelFunc({ inputs: mapInputs(inputs, copied), attrs, backend: cpu });
    return Array.isArray(result)
      ? result.map((info) => takeFromCpu(info, backend, cpu))
      : takeFromCpu(result, backend, cpu);
  } finally {
    for (const copy of copies) cpu.disposeData(copy.dataId);
  }
}

type Input = TensorInfo | readonly TensorInfo[] | null | undefined;

/** Applies `f` to each tensor of a kernel's inputs: a record or a list, whose members may be lists or be absent. */
function mapInputs(
  inputs: tf.NamedTensorInfoMap,
  f: (info: TensorInfo) => TensorInfo,
): tf.NamedTensorInfoMap {
  const member = (input: Input): Input =>
    input instanceof Array ? input.map(f) : input && f(input);
  const mapped = Array.isArray(inputs)
    ? (inputs as Input[]).map(member)
    : Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, member(input)]));
  return mapped as tf.NamedTensorInfoMap;
}

/** With the rank, which some kernels read though `TensorInfo` does not have it. */
function copyToCpu(
  { dataId, shape, dtype }: TensorInfo,
  backend: OnnxBackend,
  cpu: CpuBackend,
): TensorInfo & { readonly rank: number } {
  const values = backend.readSync(dataId);
  return { dataId: cpu.write(values, shape, dtype), shape, dtype, rank: shape.length };
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
