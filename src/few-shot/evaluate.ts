// Layer 4: evaluates how well a learner adapts to held-out supervised tasks.

import type { z } from "zod";
import { NumericalError } from "../errors.ts";
import { adaptationPoints } from "../meta/adaptation-point.ts";
import type { LearnerConfig, LearnerState } from "../meta/learner.ts";
import type { Random } from "../random.ts";
import type { Schedule } from "../schedule.ts";
import type { FewShotTask, Split, TaskShape } from "../tasks/task-set.ts";
import type { DomainEvaluation, FewShotEvaluation, FewShotTaskEvaluation } from "./evaluation.ts";
import { drawExamples } from "./examples.ts";
import type { FewShotLearner } from "./learner.ts";
import type { FewShotProblem } from "./problem.ts";
import { judgedBy } from "./sample.ts";
import { scoreTask } from "./score.ts";

/** Tasks that are drawn and adapted to at a time, so that memory does not grow with their number. */
const TASKS_AT_A_TIME = 60;

/** What to evaluate and on how much. */
export interface FewShotEvaluateOptions<Shape extends z.core.$ZodShape> extends TaskShape {
  readonly problem: FewShotProblem;
  readonly learner: FewShotLearner<Shape>;
  readonly config: LearnerConfig<Shape>;
  readonly state: LearnerState;
  readonly split: Split;
  /** Number of held-out tasks. */
  readonly tasks: number;
  /** Inner steps to make on each task. */
  readonly innerSteps: number;
  /** Inner learning rate. @defaultValue that of training */
  readonly learningRate?: Schedule | undefined;
  /** Where schedules of `outerStep` stand: the last outer step that was made. @defaultValue 0 */
  readonly outerStep?: number | undefined;
  /** The stream of the evaluation; tasks come from its child `tasks`, so that all learners get the same ones. */
  readonly rng: Random;
}

/**
 * Adapts to tasks drawn from `rng` and measures predictions of their query items after each number of inner steps.
 * @throws {@link NumericalError} naming the task and the inner step, if a result is not finite
 */
export function evaluateFewShot<Shape extends z.core.$ZodShape>(
  options: FewShotEvaluateOptions<Shape>,
): FewShotEvaluation {
  const { problem, learner, rng, split, ways, shots, queries, innerSteps } = options;
  const { taskSet } = problem;
  const perTask: FewShotTaskEvaluation[] = [];
  let examples: FewShotEvaluation["examples"];
  for (let begin = 0; begin < options.tasks; begin += TASKS_AT_A_TIME) {
    const count = Math.min(TASKS_AT_A_TIME, options.tasks - begin);
    const group = rng.split("tasks", begin / TASKS_AT_A_TIME);
    const tasks = taskSet.sampleTasks(group, { split, count, ways, shots, queries });
    const { predictions } = learner.adapt({ ...options, tasks });
    const scored = scoreTasks(problem, tasks, predictions);
    checkScores(scored, begin);
    perTask.push(...scored);
    examples ??= drawExamples(taskSet, tasks, predictions);
  }
  const domains = evaluateDomains(perTask, innerSteps);
  return {
    taskSet: taskSet.id,
    split,
    tasks: perTask.length,
    ways,
    shots,
    queries,
    measure: taskSet.targets.kind === "regression" ? "squared error" : "accuracy",
    scores: pointsOf(perTask, innerSteps),
    ...(domains.length > 0 && { domains }),
    perTask,
    ...(examples && { examples }),
  };
}

/** Measures the predictions for each task after each number of inner steps. */
function scoreTasks(
  problem: FewShotProblem,
  tasks: readonly FewShotTask[],
  predictions: readonly (readonly Float32Array[])[],
): readonly FewShotTaskEvaluation[] {
  const { kind } = problem.taskSet.targets;
  const judged = judgedBy(problem, tasks);
  return tasks.map(({ task, domain }, t) => ({
    task,
    ...(domain !== undefined && { domain }),
    scores: predictions.map((ofTasks) => {
      const { items, columns } = judged[t]!;
      const outputs = ofTasks[t] as Float32Array;
      const { accuracy, loss } = scoreTask(kind, { outputs, width: columns, columns, items });
      // Of outputs that are not finite, a class is predicted all the same.
      return Number.isFinite(loss) ? (accuracy ?? loss) : loss;
    }),
  }));
}

/** @param firstTask - index of the first of them */
function checkScores(tasks: readonly FewShotTaskEvaluation[], firstTask: number): void {
  tasks.forEach(({ scores }, t) => {
    const k = scores.findIndex((score) => !Number.isFinite(score));
    if (k === -1) return;
    throw new NumericalError(
      `evaluation: task ${firstTask + t} after ${formatCount(k)} must have a finite result, got ${scores[k]}; lower ` +
        "inner.learningRate or evaluation.learningRate",
    );
  });
}

function formatCount(innerSteps: number): string {
  return innerSteps === 1 ? "1 inner step" : `${innerSteps} inner steps`;
}

function evaluateDomains(
  perTask: readonly FewShotTaskEvaluation[],
  innerSteps: number,
): readonly DomainEvaluation[] {
  const names = [...new Set(perTask.flatMap(({ domain }) => domain ?? []))].sort();
  return names.map((domain) => {
    const ofDomain = perTask.filter((task) => task.domain === domain);
    return { domain, tasks: ofDomain.length, scores: pointsOf(ofDomain, innerSteps) };
  });
}

function pointsOf(
  tasks: readonly FewShotTaskEvaluation[],
  innerSteps: number,
): FewShotEvaluation["scores"] {
  return adaptationPoints(
    Array.from({ length: innerSteps + 1 }, (_, k) =>
      tasks.map(({ scores }) => scores[k] as number),
    ),
  );
}
