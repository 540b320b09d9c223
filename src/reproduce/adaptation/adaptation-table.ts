// Layer 5: what a reproduction of adaptation yields; `table.json` is exactly this.

import type { Measure } from "../../train/evaluation-curve.ts";
import type { TableCell } from "../table.ts";

/** The mean of one seed over its held-out tasks. */
export interface SeedMean {
  readonly seed: number;
  readonly mean: number;
  /** 95 % interval of the mean over tasks. */
  readonly ci95: readonly [number, number];
}

/** One number of the table: the mean over seeds of the mean over held-out tasks. Nothing is tuned: `parameters` is empty. */
export interface AdaptationCell extends TableCell {
  /** Half-width of the 95 % interval of the published mean; absent where it is not known. */
  readonly publishedMargin?: number;
  /** 95 % interval of our mean over seeds, by Student's t. */
  readonly ci95: readonly [number, number];
  readonly seeds: readonly SeedMean[];
}

/** One row: a number of inner steps. */
export interface AdaptationRow {
  /** The number. */
  readonly row: string;
  /** Methods that make as many inner steps. */
  readonly cells: readonly AdaptationCell[];
}

/** Whether an ordering that was expected is there. */
export interface CheckedExpectation {
  readonly text: string;
  /** Mean over seeds of the difference that must be positive: of the higher mean and as many times the lower as is expected. */
  readonly difference: number;
  /** 95 % interval of it, by Student's t. */
  readonly ci95: readonly [number, number];
  /** Of the higher mean and the lower, where a factor is expected. */
  readonly ratio?: number;
  /** Between the 95 % intervals of the two means, where these must not overlap; negative if they do. */
  readonly gap?: number;
  /** True if the whole interval of the difference, or the gap where there is one, is above 0. */
  readonly holds: boolean;
}

/** A run whose adaptation led to numbers that are not finite. */
export interface TakenBack {
  readonly method: string;
  readonly seed: number;
  /** Held-out tasks with an inner step that was taken back. */
  readonly tasks: number;
}

/** One table of adaptation that was made again. */
export interface AdaptationPanelTable {
  /** Name of the panel. */
  readonly name: string;
  readonly title: string;
  /** What all its means are of: returns, accuracies as shares of 1, or squared errors. */
  readonly measure: Measure;
  /** In ascending order of inner steps. */
  readonly rows: readonly AdaptationRow[];
  /** Those of methods that are in the table. */
  readonly expectations: readonly CheckedExpectation[];
  /** Runs whose numbers have inner steps in them that were taken back. */
  readonly takenBack: readonly TakenBack[];
}

/** Tables of adaptation that were made again. */
export interface AdaptationTable {
  readonly kind: "adaptation";
  readonly name: string;
  readonly seeds: readonly number[];
  /** Most outer steps of a run; null if each preset was trained for its own number. */
  readonly outerSteps: number | null;
  readonly backend: string;
  /** Seconds of the outer steps of all runs. */
  readonly seconds: number;
  /** Those with a method that is finished. */
  readonly panels: readonly AdaptationPanelTable[];
}
