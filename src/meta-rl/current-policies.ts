// Layer 4: the policies that data were collected with, as constants to compare other policies with.

import type { Tensor, Tensor2D } from "@tensorflow/tfjs-core";
import { detach } from "../backend/detach.ts";
import { mapParams } from "../nn/params.ts";
import type { DistributionParams, Policy } from "../nn/policy.ts";
import type { Trajectories } from "../rl/trajectories.ts";

/** A policy at the observations of some trajectories. */
export interface PolicyOutput {
  readonly dist: DistributionParams;
  /** `[tasks, n]`, its log-probabilities of the actions taken. */
  readonly logProb: Tensor2D;
}

/** The policies of the inner loop at the current meta-parameters. */
export interface CurrentPolicies {
  /** Before each inner step; empty where the objective does not need them. */
  readonly pre: readonly PolicyOutput[];
  /** After the last one. */
  readonly post: PolicyOutput;
}

/** Gathers what a policy says about trajectories, as constants. */
export function constantOutput(
  { distribution }: Policy,
  dist: DistributionParams,
  { actions }: Trajectories,
): PolicyOutput {
  return {
    dist: mapParams(dist, detach),
    logProb: detach(distribution.logProb(dist, actions)),
  };
}

/** All tensors of the policies. */
export function tensorsOf({ pre, post }: CurrentPolicies): Tensor[] {
  return [...pre, post].flatMap(({ dist, logProb }) => [...Object.values(dist), logProb]);
}
