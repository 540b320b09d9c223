// Layer 3: Loaded DiCE, which discounts the influence of past actions on what follows.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import { checkRange } from "../../errors.ts";
import { weightedMean } from "../losses.ts";
import type { Trajectories } from "../trajectories.ts";
import { magicBox } from "./magic-box.ts";
import { pastActions } from "./past-actions.ts";

/**
 * Computes the Loaded DiCE loss −mean((f(w[t]) − f(v[t])) A[t]), where f is the magic box, w[t] = λ w[t−1] + log π(a[t]|s[t])
 * within the episode and v[t] = λ w[t−1]. Differentiable in `logProb`.
 *
 * At λ = 1 derivatives of every order are unbiased, like those of DiCE, for advantages that are returns minus a baseline. With
 * a smaller λ, those above the first are biased and vary less, down to those of the likelihood ratio at λ = 0.
 *
 * @param logProb - `[tasks, n]`, log π(a|s) of what was sampled, at the parameters that sampled it
 * @param lambda - λ, from 0 to 1
 * @returns `[tasks]`; the caller owns it
 * @throws {@link ConfigError} if λ lies outside [0, 1]
 * @see Farquhar et al. 2019, https://arxiv.org/abs/1909.10549, algorithm 1
 */
export function loadedDiceLoss(
  logProb: Tensor2D,
  trajectories: Trajectories,
  lambda: number,
): Tensor1D {
  checkRange("loadedDiceLoss: lambda", lambda, [0, 1]);
  const { advantages, weights } = trajectories;
  const { before, upTo } = pastActions(logProb, trajectories, lambda);
  const terms: Tensor2D = tf.mul(tf.sub(magicBox(upTo), magicBox(before)), advantages);
  return tf.neg(weightedMean(terms, weights));
}
