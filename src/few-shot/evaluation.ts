// Layer 4: what evaluating on held-out supervised tasks yields; `evaluation.json` is exactly this.

import type { Json } from "../json.ts";
import type { AdaptationPoint } from "../meta/adaptation-point.ts";
import type { NonFiniteStep } from "../meta/non-finite-step.ts";
import type { IntegerRange, ItemPicture, Split } from "../tasks/task-set.ts";

/** The names of what is measured: the share of items whose class is predicted, or the mean squared error. */
export const fewShotMeasures = ["accuracy", "squared error"] as const;

/** The name of what is measured. */
export type FewShotMeasure = (typeof fewShotMeasures)[number];

/** One held-out task. */
export interface FewShotTaskEvaluation {
  readonly task: Json;
  /** Absent where the task set has a single domain. */
  readonly domain?: string;
  /** Measured on the query items after 0, 1, … inner steps. */
  readonly scores: readonly number[];
}

/** The tasks of one domain. */
export interface DomainEvaluation {
  readonly domain: string;
  readonly tasks: number;
  readonly scores: readonly AdaptationPoint[];
}

/** Items to draw, row by row. */
export interface ExampleItems {
  /** Numbers of a curve; absent for pictures and text. */
  readonly inputs?: readonly number[];
  /** Pictures, row by row from the top, a byte for each of their elements times 255, in base64; absent for curves and text. */
  readonly pixels?: readonly string[];
  /** Text; absent for curves and pictures. */
  readonly texts?: readonly string[];
  /** The class of each, or the number to predict. */
  readonly targets: readonly number[];
}

/** What is predicted of a task's query items. */
export interface ExamplePrediction {
  readonly innerSteps: number;
  /** The class of each item that is predicted, or the number. */
  readonly predicted: readonly number[];
}

/** One held-out task to draw. */
export interface ExampleTask {
  /** Index into `perTask`. */
  readonly task: number;
  readonly ways: number;
  /** How its items are drawn; `[height, width]` of pictures. */
  readonly picture: ItemPicture;
  readonly pictureShape?: readonly number[];
  readonly support: ExampleItems;
  /** Those of a curve are in the order of their inputs. */
  readonly query: ExampleItems;
  readonly predictions: readonly ExamplePrediction[];
}

/** Adaptation to held-out supervised tasks. */
export interface FewShotEvaluation {
  /** Id of the task set. */
  readonly taskSet: string;
  readonly split: Split;
  readonly tasks: number;
  readonly ways: number | IntegerRange;
  readonly shots: number | IntegerRange;
  readonly queries: number;
  readonly measure: FewShotMeasure;
  /** Means over tasks. */
  readonly scores: readonly AdaptationPoint[];
  /** Absent where the task set has a single domain. */
  readonly domains?: readonly DomainEvaluation[];
  readonly perTask: readonly FewShotTaskEvaluation[];
  /** The inner step that ended a task, because it led to predictions that are not finite; absent if there is none. */
  readonly nonFinite?: readonly NonFiniteStep[];
  /** A few tasks to draw; absent where the task set has no picture. */
  readonly examples?: readonly ExampleTask[];
}

/** An evaluation without what is for reports only. */
export type FewShotEvaluationNumbers = Omit<FewShotEvaluation, "examples">;
