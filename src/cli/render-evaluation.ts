// Layer 6: an evaluation of any kind of experiment as a table.

import { isFewShotEvaluation } from "../train/evaluation-curve.ts";
import type { AnyEvaluation } from "../train/evaluation-curve.ts";
import { renderReturns } from "./returns-table.ts";
import { renderScores } from "./scores-table.ts";

/** Renders what was measured after each number of inner steps. */
export function renderEvaluation(evaluation: AnyEvaluation): string {
  return isFewShotEvaluation(evaluation) ? renderScores(evaluation) : renderReturns(evaluation);
}
