// Layer 4: one outer step of every learner of supervised tasks that descends an outer objective, by Adam.

import { adamImprovement } from "../meta/adam-improvement.ts";
import type { AdamConfig } from "../meta/config-fields.ts";
import { OuterProblem } from "../meta/outer-problem.ts";
import type { OuterChunk } from "../meta/outer-problem.ts";
import { takeOuterStep } from "../meta/outer-step.ts";
import type { SampledStep } from "../meta/outer-step.ts";
import type { FewShotStepInput, FewShotStepResult, Score } from "./learner.ts";
import type { LossKind } from "./item-loss.ts";
import { fewShotPrograms } from "./objective.ts";
import type { FewShotObjective, Predicted, QueryBatch } from "./objective.ts";
import { scoreOutputs } from "./score-outputs.ts";
import type { Judged } from "./score.ts";
import type { FewShotStopwatch } from "./stopwatch.ts";

/** How a learner lowers an objective. */
export interface FewShotOuterMethod<Batch extends QueryBatch> {
  readonly stopwatch: FewShotStopwatch;
  readonly objective: FewShotObjective<Batch>;
  readonly adam: AdamConfig;
  /** Draws data; `judged` is what the rows of `query` are, task by task, for the report. */
  sample(): SampledStep<Batch, { readonly tasks: number }> & { readonly judged: readonly Judged[] };
}

/** Makes one outer step. */
export function fewShotOuterStep<Batch extends QueryBatch>(
  input: FewShotStepInput<unknown>,
  { stopwatch, objective, adam, ...method }: FewShotOuterMethod<Batch>,
): FewShotStepResult {
  const programs = fewShotPrograms(objective);
  const sample = method.sample();
  return takeOuterStep(input, {
    stopwatch,
    sample: () => sample,
    pose: (batches) => new OuterProblem(programs, input.state.params, batches),
    improve(at) {
      const { chunks } = at.problem;
      return {
        ...adamImprovement(at, adam, 1),
        report: scorePredicted(objective.kind, chunks, sample.judged),
      };
    },
  });
}

/** Scores what the current meta-parameters predict. */
function scorePredicted(
  kind: LossKind,
  chunks: readonly OuterChunk<unknown, Predicted>[],
  judged: readonly Judged[],
): { readonly preAdaptation?: Score; readonly postAdaptation: Score } {
  const after = scoreOutputs(
    kind,
    chunks.map(({ current }) => current.after),
    judged,
  );
  const before = chunks.flatMap(({ current }) => current.before ?? []);
  if (before.length === 0) return { postAdaptation: after };
  return { preAdaptation: scoreOutputs(kind, before, judged), postAdaptation: after };
}
