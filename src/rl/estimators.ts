// Layer 3: the losses that inner steps descend. They agree in their first derivatives, the policy gradient, and differ in
// the higher ones, which the outer gradient of MAML sees.

import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import { detach } from "../backend/detach.ts";
import type { Params } from "../nn/params.ts";
import type { Policy } from "../nn/policy.ts";
import { diceLoss } from "./estimators/dice.ts";
import { loadedDiceLoss } from "./estimators/loaded-dice.ts";
import { policyGradientLoss, surrogateLoss } from "./losses.ts";
import type { Trajectories } from "./trajectories.ts";

/**
 * The names of the inner losses. Each is a mean over steps; f is the magic box of DiCE.
 *
 * - `policy-gradient`: −log π(a|s) A, as in the published MAML
 * - `likelihood-ratio`: −π(a|s) / π_old(a|s) A, the low-variance curvature of ProMP (Rothfuss et al. 2019,
 *   https://arxiv.org/abs/1810.06784, section 5)
 * - `dice`: {@link diceLoss}
 * - `loaded-dice`: {@link loadedDiceLoss}
 */
export const estimatorNames = [
  "policy-gradient",
  "likelihood-ratio",
  "dice",
  "loaded-dice",
] as const;

/** The name of an inner loss. */
export type EstimatorName = (typeof estimatorNames)[number];

/** What an inner step adapts on. */
export interface AdaptationData extends Trajectories {
  /**
   * `[tasks, n]`, the log-probabilities at which the actions were sampled, a constant; only the likelihood ratio reads
   * them. @defaultValue those at the parameters that the loss is computed at
   */
  readonly oldLogProb?: Tensor2D;
}

/** Which inner loss, and its parameter. */
export interface AdaptationLossOptions {
  readonly estimator: EstimatorName;
  /** λ of {@link loadedDiceLoss}; the others do not read it. */
  readonly diceLambda: number;
}

/**
 * Computes the inner loss of each task. Differentiable in `params`, to every order.
 *
 * @param params - each `[tasks, ...shape]`
 * @param data - with baselines for DiCE
 * @returns `[tasks]`; the caller owns it
 * @throws {@link ShapeError} if DiCE is given no baselines
 * @throws {@link ConfigError} if λ lies outside [0, 1]
 */
export function adaptationLoss(
  policy: Policy,
  params: Params,
  data: AdaptationData,
  { estimator, diceLambda }: AdaptationLossOptions,
): Tensor1D {
  if (estimator === "policy-gradient") return policyGradientLoss(policy, params, data);
  const { distribution } = policy;
  const dist = policy.apply(params, data.observations);
  const logProb = distribution.logProb(dist, data.actions);
  switch (estimator) {
    case "likelihood-ratio":
      return surrogateLoss(distribution, dist, data, data.oldLogProb ?? detach(logProb));
    case "dice":
      return diceLoss(logProb, data);
    case "loaded-dice":
      return loadedDiceLoss(logProb, data, diceLambda);
  }
}
