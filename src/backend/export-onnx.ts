// Layer 1: compiled functions as standard .onnx files, for every runtime that reads them.

import writeFileAtomic from "write-file-atomic";
import { traceOf } from "./compile.ts";
import type { Compiled } from "./compile.ts";
import { exportModel } from "./onnx/export.ts";
import { flattenTree } from "./tree.ts";

/**
 * Encodes a compiled function for arguments of one signature as a standard ONNX model (opset 21), which the runtimes of
 * Python, C++ and browsers can run. Tensors that the function captured are part of the model.
 *
 * Inputs are named after `args`, with a dot before the name of each field: `params.W0`, `observations`. Outputs are named
 * after the fields of the result, `mean`; a result that is a single tensor is named `result`.
 *
 * @param args - the arguments by name, in their order; their values do not matter
 * @throws {@link BackendError} if the onnx backend is not in use
 * @throws {@link AcclimateError} if the function reads values of tensors or uses an operation that runs on tfjs's cpu
 *   backend
 */
export function toOnnx<Result>(
  compiled: Compiled<readonly never[], Result>,
  args: Readonly<Record<string, unknown>>,
): Uint8Array {
  const { traced, resultNames } = traceOf(compiled, Object.values(args));
  return exportModel(traced, {
    inputs: flattenTree(args, "").names.map((name) => name.slice(1)),
    outputs: resultNames.map((name) => name.replace(/^result\./, "")),
  });
}

/** Writes what {@link toOnnx} returns to a file, at once or not at all. */
export async function saveOnnx<Result>(
  path: string,
  compiled: Compiled<readonly never[], Result>,
  args: Readonly<Record<string, unknown>>,
): Promise<void> {
  await writeFileAtomic(path, Buffer.from(toOnnx(compiled, args)));
}
