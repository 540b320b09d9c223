// Layer 4: ProMP: proximal meta-policy search (Rothfuss et al. 2019, algorithm 1).

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { z } from "zod";
import { withAdam } from "../../meta/adam-improvement.ts";
import { adaptPolicy } from "../adapt-policy.ts";
import { initialiseLearner, runOf } from "../inner-config.ts";
import type { Learner, LearnerConfig } from "../learner.ts";
import {
  clippedFields,
  estimatorField,
  innerFields,
  metaTerms,
  samplingShape,
} from "../learner-config.ts";
import { policyAdam } from "../policy-adam.ts";
import { policyOuterStep } from "../policy-outer-step.ts";

const configShape = {
  ...samplingShape,
  inner: z
    .strictObject({ ...innerFields, estimator: estimatorField.default("likelihood-ratio") })
    .prefault({}),
  outer: z
    .strictObject({
      ...clippedFields,
      klPenalty: z
        .number()
        .min(0)
        .default(5e-4)
        .describe("weight of the divergence before each inner step, at first"),
      klTarget: z
        .number()
        .gt(0)
        .default(0.01)
        .describe("divergence that the weight is adapted to, by factors of 2"),
      adaptiveKlPenalty: z.boolean().default(true).describe("whether the weight is adapted"),
      ...metaTerms,
    })
    .prefault({}),
} as const;

/** The configuration that {@link promp} reads. */
export type PrompConfig = LearnerConfig<typeof configShape>;

/** The name of the penalties in the learner's state. */
const PENALTIES = "klPenalties";

/** How far a divergence may lie from its target, as a factor, before its penalty changes. */
const TOLERANCE = 1.5;

/**
 * Where halving ends. Divergences often stay below their target for hundreds of outer steps; a penalty that had been
 * halved in each could not grow back to where it counts, or would be 0 in float32.
 */
const SMALLEST_PENALTY = 1e-6;

/**
 * Proximal meta-policy search: likelihood ratios inside; outside, several steps of Adam on a clipped surrogate that
 * penalises the divergence of the policies that the episodes before adaptation were collected with.
 *
 * @see Rothfuss et al. 2019, https://arxiv.org/abs/1810.06784, algorithm 1 and eq. 11 to 13; Schulman et al. 2017,
 *   https://arxiv.org/abs/1707.06347, section 4 (adaptive penalty)
 */
export const promp: Learner<typeof configShape> = {
  name: "promp",
  configShape,

  initialise(problem, config, rng) {
    const { params, optimiser } = withAdam(initialiseLearner(problem, config, rng));
    const penalties = tf.fill([config.inner.steps], config.outer.klPenalty);
    return { params, optimiser: { ...optimiser, [PENALTIES]: penalties } };
  },

  outerStep(input) {
    const { inner, outer } = input.config;
    const { clip, epochs, klTarget, adaptiveKlPenalty } = outer;
    const penalties = input.state.optimiser[PENALTIES] as Tensor;
    const klPenalties = Array.from(penalties.dataSync<"float32">());
    return policyOuterStep(input, {
      run: runOf(inner),
      clip,
      klPenalties,
      improve(at) {
        const { values, ...found } = policyAdam(at, outer, epochs);
        const { innerKls } = values;
        const next = adaptiveKlPenalty
          ? klPenalties.map((penalty, k) => adaptPenalty(penalty, innerKls[k] as number, klTarget))
          : klPenalties;
        return {
          meta: found.meta,
          optimiser: { ...found.optimiser, [PENALTIES]: tf.tensor1d(next) },
          report: { ...found.report, innerKls, klPenalties },
        };
      },
    });
  },

  adapt: adaptPolicy,
};

/**
 * Doubles a penalty that was too weak to hold the divergence at its target, and halves one that was too strong.
 *
 * Differs from the paper and from jonasrothfuss/ProMP: there is a smallest penalty. No penalty at all stays none.
 */
function adaptPenalty(penalty: number, kl: number, target: number): number {
  if (kl > target * TOLERANCE) return penalty * 2;
  const halved = Math.max(penalty / 2, Math.min(penalty, SMALLEST_PENALTY));
  return kl < target / TOLERANCE ? halved : penalty;
}
