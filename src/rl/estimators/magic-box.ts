// Layer 3: the magic box, by which a loss that is a plain number has the derivatives of an expectation.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { detach } from "../../backend/detach.ts";

/**
 * Computes exp(x - stop(x)): 1 everywhere, with exp's derivatives of every order. Of the log-probability of what was
 * sampled it is the likelihood ratio at the parameters that sampled, so that E[∇ⁿ(magicBox(log p) r)] = ∇ⁿE[r].
 *
 * @returns the shape of `x`
 * @see Foerster et al. 2018, https://arxiv.org/abs/1802.05098, section 4
 */
export function magicBox<T extends Tensor>(x: T): T {
  return tf.exp(tf.sub(x, detach(x)));
}
