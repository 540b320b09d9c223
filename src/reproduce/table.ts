// Layer 5: what a reproduction yields; `table.json` is exactly this.

import type { MethodParameters } from "../classical/method.ts";

/** One number of the table, published and ours. */
export interface TableCell {
  readonly method: string;
  /** Null if nothing was published. */
  readonly published: number | null;
  readonly mean: number;
  /** 95 % interval of our mean. */
  readonly ci95: readonly [number, number];
  /** How far the published mean may lie from ours. */
  readonly tolerance: number;
  /** True if it lies no further; null if nothing was published. */
  readonly agrees: boolean | null;
  /** Those of the method, tuned where it has a grid. */
  readonly parameters: MethodParameters;
}

/** One row of the table. */
export interface TableRow {
  readonly row: string;
  readonly cells: readonly TableCell[];
  /** Numbers that are known exactly, by name; absent if there are none. */
  readonly bounds?: Readonly<Record<string, number>>;
}

/** A table that was made again. */
export interface ReproducedTable {
  readonly name: string;
  /** Trials behind each of our means. */
  readonly instances: number;
  /** Trials behind each value of a parameter that was tried; others than those. */
  readonly tuningInstances: number;
  readonly seed: number;
  /** Wall-clock seconds. */
  readonly seconds: number;
  readonly rows: readonly TableRow[];
}
