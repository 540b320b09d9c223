// Layer 4: the outer step of learners that learn nothing: it adapts to new tasks, so that there is something to report.

import { mapParams } from "../nn/params.ts";
import type {
  FewShotAdaptation,
  FewShotAdaptInput,
  FewShotStepInput,
  FewShotStepResult,
  Score,
} from "./learner.ts";
import type { TaskConfig } from "./learner-config.ts";
import { judgedBy } from "./sample.ts";
import { meanScore, scoreTasks } from "./score.ts";
import { startFewShotStopwatch } from "./stopwatch.ts";

/** Adapts to new tasks as a learner does when it is evaluated, and keeps the state as it is. */
export function stepWithoutLearning<Config extends TaskConfig>(
  input: FewShotStepInput<Config>,
  adapt: (input: FewShotAdaptInput<Config>) => FewShotAdaptation,
): FewShotStepResult {
  const stopwatch = startFewShotStopwatch();
  const { problem, config, state, rng } = input;
  const { ways, shots, queries, metaBatchSize: count } = config;
  const { kind } = problem.taskSet.targets;
  const tasks = stopwatch.time("sample", () =>
    problem.taskSet.sampleTasks(rng.split("tasks"), {
      split: "train",
      count,
      ways,
      shots,
      queries,
    }),
  );
  const { predictions } = stopwatch.time("adapt", () => adapt({ ...input, tasks, innerSteps: 1 }));
  const judged = judgedBy(problem, tasks);
  const [before, after] = predictions.map((outputs) =>
    meanScore(scoreTasks(kind, judged, outputs)),
  );
  return {
    state: {
      params: mapParams(state.params, (value) => value.clone()),
      optimiser: mapParams(state.optimiser, (value) => value.clone()),
    },
    report: {
      preAdaptation: before as Score,
      postAdaptation: after as Score,
      tasks: tasks.length,
      seconds: stopwatch.seconds(),
    },
  };
}
