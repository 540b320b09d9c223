// Layer 4: evaluates how well a policy adapts to held-out tasks.

import type { z } from "zod";
import type { Random } from "../random.ts";
import type { PlaneView } from "../rl/environment.ts";
import { taskReturns } from "../rl/rollout-statistics.ts";
import type { Rollout } from "../rl/trajectories.ts";
import type { Schedule } from "../schedule.ts";
import type { AdaptationPoint, Evaluation, PlanePath } from "./evaluation.ts";
import type { Learner, LearnerConfig, LearnerState } from "./learner.ts";
import type { Problem } from "./problem.ts";

/** 97.5 % quantile of the standard normal distribution. */
const Z95 = 1.959963984540054;

/** Which episodes are kept as pictures: of the first tasks, after these numbers of inner steps. */
const DRAWN_TASKS = 6;
const DRAWN_INNER_STEPS: readonly number[] = [0, 1, 3];

/** What to evaluate and on how much. */
export interface EvaluateOptions<Shape extends z.core.$ZodShape> {
  readonly problem: Problem;
  readonly learner: Learner<Shape>;
  readonly config: LearnerConfig<Shape>;
  readonly state: LearnerState;
  /** Number of held-out tasks. */
  readonly tasks: number;
  readonly episodesPerTask: number;
  /** Inner steps to make on each task. */
  readonly innerSteps: number;
  /** Inner learning rate, a schedule of `innerStep`. @defaultValue that of training */
  readonly learningRate?: Schedule | undefined;
  /** The stream of the evaluation; tasks come from its child `tasks`. */
  readonly rng: Random;
}

/** Adapts to tasks drawn from `rng` and reports the return after each number of inner steps. */
export function evaluate<Shape extends z.core.$ZodShape>(
  options: EvaluateOptions<Shape>,
): Evaluation {
  const { problem, learner, rng, episodesPerTask } = options;
  const tasks = problem.environment.sampleTasks(rng.split("tasks"), options.tasks);
  const rollouts = learner.adapt({ ...options, tasks });
  const returns = rollouts.map(taskReturns); // [innerSteps+1][tasks]
  const { plane } = problem.environment;
  return {
    environment: problem.environment.id,
    tasks: tasks.length,
    episodesPerTask,
    returns: returns.map((values, innerSteps) => summarise(values, innerSteps)),
    perTask: tasks.map((task, t) => ({
      task,
      returns: returns.map((values) => values[t] as number),
    })),
    ...(plane && { paths: drawPaths(rollouts, plane) }),
  };
}

function summarise(values: Float64Array, innerSteps: number): AdaptationPoint {
  const centre = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance =
    values.reduce((sum, x) => sum + (x - centre) ** 2, 0) / Math.max(1, values.length - 1);
  const margin = Z95 * Math.sqrt(variance / values.length);
  return { innerSteps, mean: centre, ci95: [centre - margin, centre + margin] };
}

/** The first episode of the first tasks after the numbers of inner steps that are drawn. */
function drawPaths(rollouts: readonly Rollout[], plane: PlaneView): PlanePath[] {
  return DRAWN_INNER_STEPS.filter((innerSteps) => innerSteps < rollouts.length).flatMap(
    (innerSteps) => {
      const rollout = rollouts[innerSteps] as Rollout;
      const tasks = Math.min(DRAWN_TASKS, rollout.tasks);
      return Array.from({ length: tasks }, (_, task) => ({
        task,
        innerSteps,
        points: firstEpisode(rollout, task, plane.axes),
      }));
    },
  );
}

function firstEpisode(
  rollout: Rollout,
  task: number,
  [x, y]: PlaneView["axes"],
): PlanePath["points"] {
  const { observations, lastObservations, lengths, episodes, steps, observationSize } = rollout;
  const episode = task * episodes;
  const begin = episode * steps * observationSize;
  const pointAt = (values: Float32Array, at: number): readonly [number, number] => [
    roundForDrawing(values[at + x] as number),
    roundForDrawing(values[at + y] as number),
  ];
  const points = Array.from({ length: lengths[episode] as number }, (_, step) =>
    pointAt(observations, begin + step * observationSize),
  );
  return [...points, pointAt(lastObservations, episode * observationSize)];
}

/** A picture needs no more than four decimals, and a file is shorter with them. */
function roundForDrawing(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
