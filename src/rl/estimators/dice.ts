// Layer 3: DiCE, whose derivatives of every order are unbiased.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import { ShapeError } from "../../errors.ts";
import { weightedMean } from "../losses.ts";
import type { Trajectories } from "../trajectories.ts";
import { magicBox } from "./magic-box.ts";
import { pastActions } from "./past-actions.ts";

/**
 * Computes the DiCE loss −mean((f(W[t]) − f(W[t−1])) Q[t] − f(log π(a[t]|s[t])) b[t]), where f is the magic box, W[t] =
 * Σ_{t'≤t} log π(a[t']|s[t']) within the episode, b the baselines and Q = advantages + baselines. Differentiable in
 * `logProb`.
 *
 * With Q[t] = Σ_{t'≥t} r[t'], summation by parts gives Σ_t (f(W[t]) − f(W[t−1])) Q[t] = Σ_t f(W[t]) r[t] − Q[0], which is
 * DiCE's objective but for a constant: a reward is weighed with the probability of all actions that led to it. The baseline
 * is weighed with the probability of its own step's action only, which leaves every derivative unbiased, since the
 * probabilities of all actions sum to 1.
 *
 * Differs from the paper: a return Q[t] that is discounted counts from its own step on, without another γ^t for the
 * step, as in the usual policy gradient. With γ < 1 or λ < 1 the derivatives are those of the policy gradient so defined.
 *
 * @param logProb - `[tasks, n]`, log π(a|s) of what was sampled, at the parameters that sampled it
 * @param trajectories - with baselines
 * @returns `[tasks]`; the caller owns it
 * @throws {@link ShapeError} if there are no baselines
 * @see Foerster et al. 2018, https://arxiv.org/abs/1802.05098, section 4
 */
export function diceLoss(logProb: Tensor2D, trajectories: Trajectories): Tensor1D {
  const { advantages, baselines, weights } = trajectories;
  if (baselines === undefined) {
    throw new ShapeError(
      `diceLoss: baselines must be [tasks, n] = [${weights.shape.join(", ")}], got undefined; make the trajectories with baselines`,
    );
  }
  const { own, before, upTo } = pastActions(logProb, trajectories, 1);
  const returns = tf.add(advantages, baselines);
  const ofReturns = tf.mul(tf.sub(magicBox(upTo), magicBox(before)), returns);
  return tf.neg(weightedMean(tf.sub(ofReturns, tf.mul(magicBox(own), baselines)), weights));
}
