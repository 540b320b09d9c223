// Layer 5: what evaluations of every kind of experiment have in common: a curve over inner steps.

import type { FewShotEvaluation, FewShotMeasure } from "../few-shot/evaluation.ts";
import type { AdaptationPoint } from "../meta/adaptation-point.ts";
import type { NonFiniteStep } from "../meta/non-finite-step.ts";
import type { Evaluation } from "../meta-rl/evaluation.ts";

/** An evaluation of policies, or of networks on supervised tasks. */
export type AnyEvaluation = Evaluation | FewShotEvaluation;

/** What a curve measures. */
export type Measure = "return" | FewShotMeasure;

/** Means over held-out tasks after 0, 1, … inner steps. */
export interface EvaluationCurve {
  readonly measure: Measure;
  readonly points: readonly AdaptationPoint[];
}

/** Returns the curve of an evaluation. */
export function evaluationCurve(evaluation: AnyEvaluation): EvaluationCurve {
  if (isFewShotEvaluation(evaluation)) {
    return { measure: evaluation.measure, points: evaluation.scores };
  }
  return { measure: "return", points: evaluation.returns };
}

/** Returns the inner steps that led to numbers that are not finite. */
export function nonFiniteStepsOf(evaluation: AnyEvaluation): readonly NonFiniteStep[] {
  const { nonFinite } = isFewShotEvaluation(evaluation) ? evaluation : (evaluation.health ?? {});
  return nonFinite ?? [];
}

/** Tells the kinds of evaluations apart. */
export function isFewShotEvaluation(evaluation: AnyEvaluation): evaluation is FewShotEvaluation {
  return "taskSet" in evaluation;
}

/** Whether more of a measure is better. */
export function isBetterHigher(measure: Measure): boolean {
  return measure !== "squared error";
}
