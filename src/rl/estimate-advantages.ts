// Layer 3: from a rollout to the advantages that the losses weigh log-probabilities with.

import { generalizedAdvantages, normaliseAdvantages } from "./advantages.ts";
import { fitBaseline, predictBaseline } from "./baseline.ts";
import { discountReturns } from "./returns.ts";
import type { Weighting } from "./step-weights.ts";
import type { Rollout } from "./trajectories.ts";

/** Regularisation of the baseline that Duan et al. 2016 and its descendants use. */
const DEFAULT_RIDGE = 1e-5;

/** Options of {@link estimateAdvantages}. */
export interface AdvantageOptions {
  /** γ, from 0 to 1. */
  readonly discount: number;
  /** λ, from 0 to 1. */
  readonly gaeLambda: number;
  /** Regularisation of the baseline's regression. @defaultValue 1e-5 */
  readonly ridge?: number;
  /**
   * Whether an episode that the clock ended is continued with the baseline's prediction for the last observation. The
   * peers and the published results take its end for an end of the task, with nothing to follow.
   * @defaultValue false
   */
  readonly bootstrapTruncated?: boolean;
  /** What the normalisation's means over steps weigh alike. @defaultValue "episode" */
  readonly weighting?: Weighting;
}

/** What is estimated at each step; every array is `[tasks, episodes, steps]`, 0 on padding, and the caller's. */
export interface AdvantageEstimates {
  /** Discounted returns without bootstrap, which the baseline is fitted to. */
  readonly returns: Float64Array;
  /** The baseline's predictions. */
  readonly baselineValues: Float64Array;
  /** Generalized advantage estimates. */
  readonly rawAdvantages: Float64Array;
  /** The same, normalised in each task. */
  readonly advantages: Float64Array;
}

/**
 * Estimates advantages: for each task by itself, fits the linear feature baseline to the discounted returns of the task's
 * own episodes, takes generalized advantage estimates against it, and normalises them. All in float64.
 *
 * @throws {@link NumericalError} if a baseline cannot be fitted
 * @throws {@link ConfigError} if an option is out of range
 */
export function estimateAdvantages(
  rollout: Rollout,
  options: AdvantageOptions,
): AdvantageEstimates {
  const { discount, gaeLambda, ridge = DEFAULT_RIDGE, bootstrapTruncated = false } = options;
  const { weighting = "episode" } = options;
  const { tasks, episodes, steps, observationSize } = rollout;
  const size = tasks * episodes * steps;
  const estimates = {
    returns: new Float64Array(size),
    baselineValues: new Float64Array(size),
    rawAdvantages: new Float64Array(size),
    advantages: new Float64Array(size),
  };
  const stepIndices = Int32Array.from({ length: episodes * steps }, (_, at) => at % steps);
  for (let task = 0; task < tasks; task++) {
    /** The part of a `[tasks, episodes, width]` array that belongs to this task. */
    const ofTask = <T extends { subarray(start: number, end: number): T }>(
      values: T,
      width: number,
    ): T => values.subarray(task * episodes * width, (task + 1) * episodes * width);
    const lengths = ofTask(rollout.lengths, 1);
    const rewards = ofTask(rollout.rewards, steps);
    const observations = ofTask(rollout.observations, steps * observationSize);

    const returns = discountReturns(rewards, lengths, { discount });
    const weights = fitBaseline({ observations, returns, lengths }, ridge);
    const baselineValues = predictBaseline(weights, observations, stepIndices);
    lengths.forEach((length, episode) => {
      baselineValues.fill(0, episode * steps + length, (episode + 1) * steps);
    });
    const finalValues = new Float64Array(episodes);
    if (bootstrapTruncated) {
      const lastObservations = ofTask(rollout.lastObservations, observationSize);
      finalValues.set(predictBaseline(weights, lastObservations, lengths));
      ofTask(rollout.terminated, 1).forEach((terminated, episode) => {
        if (terminated === 1) finalValues[episode] = 0;
      });
    }
    const gaeOptions = { discount, gaeLambda, finalValues };
    const rawAdvantages = generalizedAdvantages(rewards, baselineValues, lengths, gaeOptions);
    const advantages = normaliseAdvantages(rawAdvantages, lengths, weighting);

    const firstStep = task * episodes * steps;
    estimates.returns.set(returns, firstStep);
    estimates.baselineValues.set(baselineValues, firstStep);
    estimates.rawAdvantages.set(rawAdvantages, firstStep);
    estimates.advantages.set(advantages, firstStep);
  }
  return estimates;
}
