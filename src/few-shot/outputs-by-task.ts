// Layer 4: outputs of tasks as plain arrays.

import type { Tensor3D } from "@tensorflow/tfjs-core";

/** Reads `[tasks, n, outputs]` task by task; the tensor stays the caller's. */
export function outputsByTask(outputs: Tensor3D): readonly Float32Array[] {
  const [tasks, n, width] = outputs.shape;
  const values = outputs.dataSync<"float32">();
  return Array.from({ length: tasks }, (_, task) =>
    values.subarray(task * n * width, (task + 1) * n * width),
  );
}
