// Layer 4: the outer step of learners that learn nothing: it lets the policy adapt, so that there is something to report.

import { mapParams } from "../nn/params.ts";
import type { OuterStepInput, OuterStepResult } from "./learner.ts";
import type { SamplingConfig } from "./learner-config.ts";
import { sampleOuterStep } from "./outer-sample.ts";
import type { InnerLoopRun } from "./outer-sample.ts";
import { metaPrograms } from "./programs.ts";
import { startStopwatch } from "./stopwatch.ts";

/** Adapts to new tasks as a learner does when it is evaluated, and keeps the policy as it is; a value network may learn. */
export function stepWithoutLearning(
  input: OuterStepInput<SamplingConfig>,
  run: InnerLoopRun,
): OuterStepResult {
  const stopwatch = startStopwatch();
  const { problem, state } = input;
  const programs = metaPrograms({ policy: problem.policy, inner: run.inner });
  const sample = sampleOuterStep(input, { run, programs, stopwatch });
  sample.dispose();
  return {
    state: {
      params: mapParams(state.params, (value) => value.clone()),
      optimiser: sample.baselineState,
    },
    report: { ...sample.report, seconds: stopwatch.seconds() },
  };
}
