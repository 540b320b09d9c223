// Layer 4: the outer method of gradient descent: steps of Adam on the problem of an outer step.

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
import type { AdamConfig } from "./config-fields.ts";
import type { ImproveInput } from "./outer-step.ts";

/** What begins the names of Adam's tensors in a learner's state. */
const ADAM = "adam/";

/** Adds Adam's state before the first step to a learner's. */
export function withAdam({ params, optimiser }: LearnerState): LearnerState {
  const adam = adamStateToParams(createAdam(countElements(shapesOf(params))));
  return { params, optimiser: { ...optimiser, ...addPrefix(ADAM, adam) } };
}

/** What has a gradient at the current meta-parameters and at others. */
export interface Descendable {
  /** `[params]` */
  readonly gradient: Float64Array;
  gradientAt(meta: Float64Array): Float64Array;
}

/** Where steps of Adam led. */
export interface AdamImprovement {
  /** `[params]` */
  readonly meta: Float64Array;
  readonly optimiser: Params;
}

/**
 * Makes steps of Adam.
 *
 * @param epochs - steps, each down the gradient of the whole data; the first takes the one that the problem has already
 * @throws {@link NumericalError} if a gradient is not finite
 */
export function adamImprovement(
  { problem, meta, optimiser, outerStep, stopwatch }: ImproveInput<Descendable, "gradient">,
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
  return { meta: params, optimiser: addPrefix(ADAM, adamStateToParams(adam)) };
}
