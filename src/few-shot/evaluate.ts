// Layer 4: evaluates how well a learner adapts to held-out supervised tasks.

import type { z } from "zod";
import { NumericalError } from "../errors.ts";
import { adaptationPoints } from "../meta/adaptation-point.ts";
import type { LearnerConfig, LearnerState } from "../meta/learner.ts";
import type { NonFiniteStep } from "../meta/non-finite-step.ts";
import type { Random } from "../random.ts";
import type { Schedule } from "../schedule.ts";
import type { FewShotTask, Split, TaskShape } from "../tasks/task-set.ts";
import type { DomainEvaluation, FewShotEvaluation, FewShotTaskEvaluation } from "./evaluation.ts";
import { drawExamples } from "./examples.ts";
import type { FewShotLearner, Score } from "./learner.ts";
import type { FewShotProblem } from "./problem.ts";
import { judgedBy } from "./sample.ts";
import { scoreTasks } from "./score.ts";

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
 * @throws {@link NumericalError} naming the task and the inner step, if a result is not finite: before any inner step, or where a learner
 *   does not end a task before the step that led to it
 */
export function evaluateFewShot<Shape extends z.core.$ZodShape>(
  options: FewShotEvaluateOptions<Shape>,
): FewShotEvaluation {
  const { problem, learner, rng, split, ways, shots, queries, innerSteps } = options;
  const { taskSet } = problem;
  const perTask: FewShotTaskEvaluation[] = [];
  const nonFinite: NonFiniteStep[] = [];
  let examples: FewShotEvaluation["examples"];
  for (let begin = 0; begin < options.tasks; begin += TASKS_AT_A_TIME) {
    const count = Math.min(TASKS_AT_A_TIME, options.tasks - begin);
    const group = rng.split("tasks", begin / TASKS_AT_A_TIME);
    const tasks = taskSet.sampleTasks(group, { split, count, ways, shots, queries });
    const { predictions, nonFinite: ended = [] } = learner.adapt({ ...options, tasks });
    const measured = measureTasks(problem, tasks, predictions);
    checkScores(measured, begin);
    perTask.push(...measured);
    nonFinite.push(...ended.map((step) => ({ ...step, task: begin + step.task })));
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
    ...(nonFinite.length > 0 && { nonFinite }),
    ...(examples && { examples }),
  };
}

/** Measures the predictions for each task after each number of inner steps. */
function measureTasks(
  problem: FewShotProblem,
  tasks: readonly FewShotTask[],
  predictions: readonly (readonly Float32Array[])[],
): readonly FewShotTaskEvaluation[] {
  const judged = judgedBy(problem, tasks);
  const { kind } = problem.taskSet.targets;
  const scores = predictions.map((outputs) => scoreTasks(kind, judged, outputs));
  return tasks.map(({ task, domain }, t) => ({
    task,
    ...(domain !== undefined && { domain }),
    scores: scores.map((ofTasks) => {
      const { accuracy, loss } = ofTasks[t] as Score;
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
      `evaluation: task ${firstTask + t} after ${formatCount(k)} must have a finite result, got ${scores[k]}; lower the ` +
        `step sizes of ${k === 0 ? "training" : "adaptation"}`,
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
