// Layer 4: the MDPs that are plausible after some steps.

import type { TrialSetting } from "../method.ts";
import type { ConfidenceSet } from "./extended-value-iteration.ts";
import { createModel } from "./posterior.ts";
import type { MutableModel, TabularPosterior } from "./posterior.ts";

/** A confidence set that can be written. */
export interface MutableConfidenceSet extends ConfidenceSet {
  readonly model: MutableModel;
  readonly rewardWidths: Float64Array;
  readonly transitionWidths: Float64Array;
}

/** How wide a set is. */
export interface ConfidenceOptions {
  /** The steps so far and the one to come. */
  readonly t: number;
  /** What widths of mean rewards are multiplied by. */
  readonly rewardScale: number;
  /** What widths of probabilities are multiplied by. */
  readonly transitionScale: number;
}

/** The probability δ with which the sets of the paper may miss the true MDP. */
const DELTA = 0.05;

/** Makes a set to be written. */
export function createConfidenceSet(setting: TrialSetting): MutableConfidenceSet {
  const pairs = setting.states * setting.actions;
  return {
    model: createModel(setting),
    rewardWidths: new Float64Array(pairs),
    transitionWidths: new Float64Array(pairs),
  };
}

/**
 * Writes the set around the expected MDP with the widths of the paper, each times a scale: sqrt(7 log(2 S A t / δ) / (2 n))
 * for mean rewards and sqrt(14 S log(2 A t / δ) / n) for probabilities in the 1-norm, where n counts what was seen of an
 * action in a state, but is at least 1.
 * @see Jaksch, Ortner and Auer 2010, equations 3 and 4, https://jmlr.org/papers/v11/jaksch10a.html
 */
export function writeConfidenceSet(
  posterior: TabularPosterior,
  { t, rewardScale, transitionScale }: ConfidenceOptions,
  set: MutableConfidenceSet,
): void {
  const { states, actions, rewardCounts, transitionCounts } = posterior;
  const { model, rewardWidths, transitionWidths } = set;
  posterior.writeMean(model);
  const rewardVariance = (7 * Math.log((2 * states * actions * t) / DELTA)) / 2;
  const transitionVariance = 14 * states * Math.log((2 * actions * t) / DELTA);
  for (let pair = 0; pair < rewardWidths.length; pair++) {
    const rewardCount = Math.max(1, rewardCounts[pair]!);
    const transitionCount = Math.max(1, transitionCounts[pair]!);
    rewardWidths[pair] = rewardScale * Math.sqrt(rewardVariance / rewardCount);
    transitionWidths[pair] = transitionScale * Math.sqrt(transitionVariance / transitionCount);
  }
}
