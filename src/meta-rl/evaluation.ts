// Layer 4: what evaluating on held-out tasks yields; `evaluation.json` is exactly this.

import type { Json } from "../json.ts";
import type { AdaptationPoint } from "../meta/adaptation-point.ts";
import type { AdaptationHealth } from "./health.ts";

/** One held-out task. */
export interface TaskEvaluation {
  readonly task: Json;
  /** Mean undiscounted episode return after 0, 1, … inner steps. */
  readonly returns: readonly number[];
  /** What the best policy for this task returns; absent where the environment does not know. */
  readonly optimum?: number;
}

/** What the best policy for each task returns, over held-out tasks. */
export interface Optimum {
  readonly mean: number;
  /** 95 % interval of the mean over tasks. */
  readonly ci95: readonly [number, number];
}

/** Episodes of one task as lines of text, drawn by the environment's `render`. */
export interface EpisodesPicture {
  /** Index into `perTask`. */
  readonly task: number;
  readonly innerSteps: number;
  readonly text: string;
}

/** The path of one episode in the plane that the environment's `plane` names. */
export interface PlanePath {
  /** Index into `perTask`. */
  readonly task: number;
  readonly innerSteps: number;
  /** Positions from the first observation to the last, rounded to four decimals. */
  readonly points: readonly (readonly [number, number])[];
}

/** Adaptation to held-out tasks. */
export interface Evaluation {
  readonly environment: string;
  readonly tasks: number;
  readonly episodesPerTask: number;
  /** Means over tasks of the mean undiscounted episode return. */
  readonly returns: readonly AdaptationPoint[];
  /** Absent where the environment has no `optimalReturn`. */
  readonly optimum?: Optimum;
  readonly perTask: readonly TaskEvaluation[];
  /** Absent where a learner takes no inner steps, or does not diagnose them. */
  readonly health?: AdaptationHealth;
  /** A few episodes to draw; absent where the environment has no `plane`. */
  readonly paths?: readonly PlanePath[];
  /** A few tasks' episodes; absent where the environment has a `plane`, or no `render`. */
  readonly pictures?: readonly EpisodesPicture[];
}

/** An evaluation without what is for reports only. */
export type EvaluationNumbers = Omit<Evaluation, "paths" | "pictures">;
