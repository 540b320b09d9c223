// Layer 4: the outer step of Reptile: where adaptation begins moves towards where it ends.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { formatValue, ShapeError } from "../errors.ts";
import { mapParams } from "../nn/params.ts";
import type { Params } from "../nn/params.ts";

/**
 * Moves parameters towards the mean of adapted ones: φ + ε (mean of φ' over all tasks − φ), in float64.
 *
 * @param initial - without a `tasks` axis
 * @param adapted - parts of the tasks, each `[tasks, ...shape]`; their numbers of tasks may differ
 * @param stepSize - ε
 * @returns the caller owns them; equal to `initial` where there is no task
 * @throws {@link ShapeError} if a part does not have the shapes of `initial`
 * @see Nichol et al. 2018, https://arxiv.org/abs/1803.02999, algorithm 2
 */
export function moveTowardsMean(
  initial: Params,
  adapted: readonly Params[],
  stepSize: number,
): Params {
  return mapParams(initial, (value, name) => {
    const sums = new Float64Array(value.size);
    let tasks = 0;
    adapted.forEach((part, i) => {
      const of = checkPart(`moveTowardsMean: ${name} of adapted[${i}]`, part[name], value);
      const elements = of.dataSync<"float32">();
      for (let begin = 0; begin < elements.length; begin += sums.length) {
        for (let at = 0; at < sums.length; at++) sums[at]! += elements[begin + at]!;
      }
      tasks += of.shape[0];
    });
    const moved = value
      .dataSync<"float32">()
      .map((element, at) =>
        tasks === 0 ? element : element + stepSize * (sums[at]! / tasks - element),
      );
    return tf.tensor(moved, value.shape, "float32");
  });
}

function checkPart(where: string, part: Tensor | undefined, { shape }: Tensor): Tensor {
  if (part !== undefined && tf.util.arraysEqual(part.shape.slice(1), shape)) return part;
  const expected = ["tasks", ...shape].join(", ");
  throw new ShapeError(
    `${where} must be [${expected}], got ${part === undefined ? "none" : formatValue(part.shape)}`,
  );
}
