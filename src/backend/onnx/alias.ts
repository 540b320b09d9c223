// Kernels whose output is their input seen differently: it shares the input's data, as on tfjs's cpu backend.

import * as tf from "@tensorflow/tfjs-core";
import type { DataType, KernelFunc, TensorInfo } from "@tensorflow/tfjs-core";
import { runOnCpu } from "./fallback.ts";
import { toInt32 } from "./lowering.ts";
import { asOnnxBackend } from "./onnx-backend.ts";
import type { OnnxBackend } from "./onnx-backend.ts";
import type { ElementType } from "./node.ts";

/** Identity, Reshape, ExpandDims and Cast. */
export const aliasKernels: Readonly<Record<string, KernelFunc>> = {
  [tf.Identity]: ({ inputs, backend }) => {
    const x = inputs["x"] as TensorInfo;
    return alias(asOnnxBackend(backend), x, x.shape);
  },

  [tf.Reshape]: ({ inputs, attrs, backend }) => {
    const x = inputs["x"] as TensorInfo;
    const { shape } = attrs as unknown as { shape: number[] };
    const size = tf.util.sizeFromShape(x.shape);
    const inferred = tf.util.inferFromImplicitShape(shape, size);
    tf.util.assert(
      size === tf.util.sizeFromShape(inferred),
      () => `reshape: the number of elements must stay ${size}, got shape [${inferred.join()}]`,
    );
    return alias(asOnnxBackend(backend), x, inferred);
  },

  [tf.ExpandDims]: ({ inputs, attrs, backend }) => {
    const input = inputs["input"] as TensorInfo;
    const { dim } = attrs as unknown as { dim: number };
    const rank = input.shape.length;
    tf.util.assert(
      dim >= -rank - 1,
      () => `expandDims: axis must be within [${-rank - 1}, ${rank}], got ${dim}`,
    );
    const shape = [...input.shape];
    shape.splice(dim < 0 ? rank + 1 + dim : dim, 0, 1);
    return alias(asOnnxBackend(backend), input, shape);
  },

  [tf.Cast]: ({ inputs, attrs, backend }) => {
    const x = inputs["x"] as TensorInfo;
    const { dtype } = attrs as unknown as { dtype: DataType };
    const onnx = asOnnxBackend(backend);
    if (x.dtype === dtype) return alias(onnx, x, x.shape);
    const node = dtype === "complex64" || dtype === "string" ? undefined : onnx.nodeOf(x);
    if (node === undefined)
      return runOnCpu(tf.Cast, onnx, inputs, attrs as unknown as tf.NamedAttrMap);
    const { graph } = onnx;
    const isRounded = x.dtype === "float32" && dtype === "int32";
    const converted = isRounded ? toInt32(graph, node) : graph.cast(node, dtype as ElementType);
    return onnx.tensorOf(converted);
  },
};

function alias(backend: OnnxBackend, { dataId, dtype }: TensorInfo, shape: number[]): TensorInfo {
  backend.incRef(dataId);
  return { dataId, shape, dtype };
}
