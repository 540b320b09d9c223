// Layer 3: from a rollout to the advantages that the losses weigh log-probabilities with.

import { advantageMoments, generalizedAdvantages } from "./advantages.ts";
import type { AdvantageMoments } from "./advantages.ts";
import type { Baseline } from "./baselines/baseline.ts";
import { linearBaseline } from "./baselines/linear-baseline.ts";
import { returnScale } from "./return-scale.ts";
import { discountReturns } from "./returns.ts";
import type { Weighting } from "./step-weights.ts";
import type { Rollout } from "./trajectories.ts";

/** Regularisation of the baseline that Duan et al. 2016 and its descendants use. */
const DEFAULT_RIDGE = 1e-5;

/** What raw advantages are shifted and scaled by where they are not normalised. */
const AS_THEY_ARE: AdvantageMoments = { mean: 0, scale: 1 };

/** Options of {@link estimateAdvantages}. */
export interface AdvantageOptions {
  /** γ, from 0 to 1. */
  readonly discount: number;
  /** λ, from 0 to 1. */
  readonly gaeLambda: number;
  /** What predicts returns. @defaultValue `linearBaseline(1e-5)` */
  readonly baseline?: Baseline;
  /** Whether advantages are shifted and scaled to mean 0 and standard deviation 1 in each task. @defaultValue true */
  readonly normaliseAdvantages?: boolean;
  /**
   * Whether rewards are divided by the standard deviation of the discounted returns of all steps of all tasks, before
   * anything else. The rollout, and the returns that are reported of it, stay as they are.
   * @defaultValue false
   */
  readonly normaliseRewards?: boolean;
  /**
   * Whether an episode that the clock ended is continued with the baseline's prediction for the last observation. The
   * peers and the published results take its end for an end of the task, with nothing to follow.
   * @defaultValue false
   */
  readonly bootstrapTruncated?: boolean;
  /** What the normalisation's means over steps weigh alike. @defaultValue "episode" */
  readonly weighting?: Weighting;
}

/**
 * What is estimated at each step. Every array is the caller's, and `[tasks, episodes, steps]` and 0 on padding unless it
 * says otherwise.
 */
export interface AdvantageEstimates {
  /** Discounted returns without bootstrap, which the baseline is fitted to. */
  readonly returns: Float64Array;
  /** The baseline's predictions. */
  readonly baselineValues: Float64Array;
  /** Generalized advantage estimates. */
  readonly rawAdvantages: Float64Array;
  /** The same, normalised in each task if that was asked for. */
  readonly advantages: Float64Array;
  /**
   * What was subtracted in `advantages`, in its units: the baseline's prediction plus the mean of the raw advantages,
   * divided by the scale. The sum of both is an estimate of the return alone.
   */
  readonly scaledBaselines: Float64Array;
  /** `[tasks]`, what the raw advantages were divided by; 1 without normalisation. */
  readonly scales: Float64Array;
}

/**
 * Estimates advantages: predicts discounted returns by the baseline, takes generalized advantage estimates against the
 * predictions, and normalises those of each task. All in float64.
 *
 * @throws {@link NumericalError} if a baseline cannot be fitted
 * @throws {@link ConfigError} if an option is out of range
 */
export function estimateAdvantages(
  rollout: Rollout,
  options: AdvantageOptions,
): AdvantageEstimates {
  const { discount, gaeLambda, baseline = linearBaseline(DEFAULT_RIDGE) } = options;
  const { normaliseAdvantages = true, normaliseRewards = false } = options;
  const { bootstrapTruncated = false, weighting = "episode" } = options;
  const { tasks, episodes, steps, lengths } = rollout;

  const rawReturns = discountReturns(rollout.rewards, lengths, { discount });
  const rewardScale = normaliseRewards ? returnScale(rawReturns, lengths) : 1;
  const rewards = Float64Array.from(rollout.rewards, (reward) => reward / rewardScale);
  const returns = rawReturns.map((value) => value / rewardScale);

  const predicted = baseline({ rollout, returns });
  const baselineValues = predicted.values.slice();
  lengths.forEach((length, episode) => {
    baselineValues.fill(0, episode * steps + length, (episode + 1) * steps);
  });
  const finalValues = bootstrapTruncated
    ? predicted.finalValues().map((value, row) => (rollout.terminated[row] === 1 ? 0 : value))
    : new Float64Array(tasks * episodes);
  const gaeOptions = { discount, gaeLambda, finalValues };
  const rawAdvantages = generalizedAdvantages(rewards, baselineValues, lengths, gaeOptions);

  const advantages = new Float64Array(rawAdvantages.length);
  const scaledBaselines = new Float64Array(rawAdvantages.length);
  const scales = new Float64Array(tasks);
  for (let task = 0; task < tasks; task++) {
    const rows = lengths.subarray(task * episodes, (task + 1) * episodes);
    const begin = task * episodes * steps;
    const ofTask = rawAdvantages.subarray(begin, begin + episodes * steps);
    const { mean, scale } = normaliseAdvantages
      ? advantageMoments(ofTask, rows, weighting)
      : AS_THEY_ARE;
    scales[task] = scale;
    rows.forEach((length, episode) => {
      const first = begin + episode * steps;
      for (let at = first; at < first + length; at++) {
        advantages[at] = (rawAdvantages[at]! - mean) / scale;
        scaledBaselines[at] = (baselineValues[at]! + mean) / scale;
      }
    });
  }
  return { returns, baselineValues, rawAdvantages, advantages, scaledBaselines, scales };
}
