// Layer 4: the outer method of policy gradients, PPO and ProMP: steps of Adam on the problem of an outer step.

import {
  adamStateFromParams,
  adamStateToParams,
  adamStep,
  clipNorm,
  createAdam,
} from "../nn/adam.ts";
import { addPrefix, countElements, shapesOf, takePrefix } from "../nn/params.ts";
import type { Params } from "../nn/params.ts";
import { valueAt } from "../schedule.ts";
import type { LearnerState } from "./learner.ts";
import type { AdamConfig } from "./learner-config.ts";
import type { OuterValues } from "./outer-problem.ts";
import type { ImproveInput, Improvement } from "./outer-step.ts";

/** What begins the names of Adam's tensors in a learner's state. */
const ADAM = "adam/";

/** Adds Adam's state before the first step to a learner's. */
export function withAdam({ params, optimiser }: LearnerState): LearnerState {
  const adam = adamStateToParams(createAdam(countElements(shapesOf(params))));
  return { params, optimiser: { ...optimiser, ...addPrefix(ADAM, adam) } };
}

/** Where the steps led, and the objective there. */
export interface AdamImprovement extends Improvement {
  readonly optimiser: Params;
  readonly values: OuterValues;
}

/**
 * Makes steps of Adam.
 *
 * @param epochs - steps, each down the gradient of the whole data; the first takes the one that the problem has already
 * @throws {@link NumericalError} if a gradient is not finite
 */
export function adamImprovement(
  { problem, meta, optimiser, outerStep, stopwatch }: ImproveInput,
  config: AdamConfig,
  epochs: number,
): AdamImprovement {
  const learningRate = valueAt(config.learningRate, { outerStep, innerStep: 0 });
  const { maxGradientNorm = Infinity } = config;
  let adam = adamStateFromParams(takePrefix(ADAM, optimiser));
  let params = meta;
  for (let epoch = 0; epoch < epochs; epoch++) {
    const gradient =
      epoch === 0 ? problem.gradient : stopwatch.time("gradient", () => problem.gradientAt(params));
    const clipped = clipNorm(gradient, maxGradientNorm);
    const next = adamStep(params, clipped, adam, { learningRate });
    params = next.params;
    adam = next.state;
  }
  const values = stopwatch.time("lineSearch", () => problem.evaluate(params));
  return {
    meta: params,
    optimiser: addPrefix(ADAM, adamStateToParams(adam)),
    values,
    report: { kl: values.kl, surrogate: { before: problem.loss, after: values.loss } },
  };
}
