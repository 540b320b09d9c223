// Layer 4: Reptile on value networks: where fits begin moves towards where they end.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { formatValue, ShapeError } from "../errors.ts";
import { mapParams } from "../nn/params.ts";
import type { Params } from "../nn/params.ts";

/**
 * Moves parameters towards the mean of fitted ones: φ + metaRate · (mean of φ' over the tasks of all fits − φ), in float64.
 *
 * @param initial - without a `tasks` axis
 * @param fits - each `[tasks, ...shape]`; their numbers of tasks may differ
 * @returns the caller owns them; equal to `initial` where nothing was fitted
 * @throws {@link ShapeError} if a fit does not have the shapes of `initial`
 * @see Nichol et al. 2018, https://arxiv.org/abs/1803.02999, algorithm 2
 */
export function moveTowardsFits(
  initial: Params,
  fits: readonly Params[],
  metaRate: number,
): Params {
  return mapParams(initial, (value, name) => {
    const sums = new Float64Array(value.size);
    let tasks = 0;
    fits.forEach((fit, i) => {
      const fitted = checkFit(`valueNetwork.improve: ${name} of fits[${i}]`, fit[name], value);
      fitted.dataSync<"float32">().forEach((element, at) => {
        sums[at % value.size]! += element;
      });
      tasks += fitted.shape[0];
    });
    const moved = value
      .dataSync<"float32">()
      .map((element, at) =>
        tasks === 0 ? element : element + metaRate * (sums[at]! / tasks - element),
      );
    return tf.tensor(moved, value.shape, "float32");
  });
}

function checkFit(where: string, fitted: Tensor | undefined, { shape }: Tensor): Tensor {
  if (fitted !== undefined && tf.util.arraysEqual(fitted.shape.slice(1), shape)) return fitted;
  const expected = ["tasks", ...shape].join(", ");
  throw new ShapeError(
    `${where} must be [${expected}], got ${fitted === undefined ? "none" : formatValue(fitted.shape)}`,
  );
}
