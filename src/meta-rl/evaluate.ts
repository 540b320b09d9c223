// Layer 4: evaluates how well a policy adapts to held-out tasks.

import type { z } from "zod";
import type { Random } from "../random.ts";
import type { Json } from "../json.ts";
import type { EnvironmentFamily, PlaneView } from "../rl/environment.ts";
import { recordedTrajectories } from "../rl/recorded-trajectories.ts";
import { episodeReturns, taskReturns } from "../rl/rollout-statistics.ts";
import type { Rollout } from "../rl/trajectories.ts";
import type { Schedule } from "../schedule.ts";
import { summariseSample } from "../statistics.ts";
import type { SampleSummary } from "../statistics.ts";
import { adaptationPoints } from "../meta/adaptation-point.ts";
import { assessAdaptation } from "./adaptation-health.ts";
import type { EpisodesPicture, Evaluation, PlanePath } from "./evaluation.ts";
import type { Adaptation, Learner, LearnerConfig, LearnerState } from "./learner.ts";
import type { Problem } from "./problem.ts";

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
  /** Inner learning rate. @defaultValue that of training */
  readonly learningRate?: Schedule | undefined;
  /** Where schedules of `outerStep` stand: the last outer step that was made. @defaultValue 0 */
  readonly outerStep?: number | undefined;
  /** The stream of the evaluation; tasks come from its child `tasks`. */
  readonly rng: Random;
}

/** Adapts to tasks drawn from `rng` and reports the return after each number of inner steps. */
export function evaluate<Shape extends z.core.$ZodShape>(
  options: EvaluateOptions<Shape>,
): Evaluation {
  const { problem, learner, rng, episodesPerTask } = options;
  const tasks = problem.environment.sampleTasks(rng.split("tasks"), options.tasks);
  const adaptation = learner.adapt({ ...options, tasks });
  const { rollouts } = adaptation;
  const returns = rollouts.map(taskReturns); // [innerSteps+1][tasks]
  const { environment } = problem;
  const optima = Float64Array.from(
    tasks.map((task) => environment.optimalReturn?.(task)).filter(isNumber),
  );
  return {
    environment: environment.id,
    tasks: tasks.length,
    episodesPerTask,
    returns: adaptationPoints(returns),
    ...(optima.length > 0 && { optimum: summarise(optima) }),
    perTask: tasks.map((task, t) => ({
      task,
      returns: returns.map((values) => values[t] as number),
      ...(optima.length > 0 && { optimum: optima[t] as number }),
    })),
    ...healthOf(adaptation, optima),
    ...drawEpisodes(environment, tasks, rollouts),
  };
}

function isNumber(value: number | undefined): value is number {
  return value !== undefined;
}

/** Judges inner steps that were diagnosed. @param optima - `[tasks]`, or empty */
function healthOf(
  { rollouts, diagnoses = [], nonFinite }: Adaptation,
  optima: Float64Array,
): Pick<Evaluation, "health"> {
  const [first] = rollouts;
  if (first === undefined || diagnoses.length === 0) return {};
  const health = assessAdaptation({
    tasks: first.tasks,
    episodeReturns: rollouts.map(episodeReturns),
    diagnoses,
    ...(nonFinite && { nonFinite }),
    ...(optima.length > 0 && { optima }),
  });
  return { health };
}

/** Mean and 95 % interval over tasks. */
function summarise(values: Float64Array): Pick<SampleSummary, "mean" | "ci95"> {
  const { mean, ci95 } = summariseSample(values);
  return { mean, ci95 };
}

/** What reports draw: paths where the environment has a plane, text where it draws itself. */
function drawEpisodes(
  environment: EnvironmentFamily,
  tasks: readonly Json[],
  rollouts: readonly Rollout[],
): Pick<Evaluation, "paths" | "pictures"> {
  const { plane } = environment;
  if (plane !== undefined) return { paths: drawPaths(rollouts, plane) };
  if (environment.render === undefined) return {};
  const pictures = drawnRollouts(rollouts).flatMap(({ rollout, innerSteps }) =>
    tasks.slice(0, DRAWN_TASKS).map((drawn, task): EpisodesPicture => {
      const episodes = recordedTrajectories(rollout, task, environment);
      return { task, innerSteps, text: environment.render?.(drawn, episodes) ?? "" };
    }),
  );
  return { pictures };
}

/** The rollouts of which something is drawn. */
function drawnRollouts(
  rollouts: readonly Rollout[],
): readonly { readonly rollout: Rollout; readonly innerSteps: number }[] {
  return rollouts
    .map((rollout, innerSteps) => ({ rollout, innerSteps }))
    .filter(({ innerSteps }) => DRAWN_INNER_STEPS.includes(innerSteps));
}

/** The first episode of the first tasks after the numbers of inner steps that are drawn. */
function drawPaths(rollouts: readonly Rollout[], plane: PlaneView): PlanePath[] {
  return drawnRollouts(rollouts).flatMap(({ rollout, innerSteps }) =>
    Array.from({ length: Math.min(DRAWN_TASKS, rollout.tasks) }, (_, task) => ({
      task,
      innerSteps,
      points: firstEpisode(rollout, task, plane.axes),
    })),
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
