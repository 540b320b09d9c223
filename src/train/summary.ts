// Layer 5: what `summary.json` says.

import type { FewShotEvaluationNumbers } from "../few-shot/evaluation.ts";
import type { EvaluationNumbers } from "../meta-rl/evaluation.ts";

/** How a run ended. */
export interface Summary {
  readonly status: "completed" | "interrupted" | "failed";
  /** Outer steps that were finished. */
  readonly outerSteps: number;
  /** Environment steps of all of them; 0 where there is no environment. */
  readonly environmentSteps: number;
  /** Wall-clock seconds of all outer steps and of the evaluation. */
  readonly seconds: number;
  /** Without what is drawn, which is for the report; absent unless the run was completed. */
  readonly evaluation?: EvaluationNumbers | FewShotEvaluationNumbers;
}
