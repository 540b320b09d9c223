// Layer 5: what one run of a method yields.

import type { Json } from "../../json.ts";
import type { AdaptationPoint } from "../../meta/adaptation-point.ts";
import type { Measure } from "../../train/evaluation-curve.ts";

/** What one run of a method yields. */
export interface SeedResult {
  readonly seed: number;
  readonly measure: Measure;
  /** After 0, 1, … inner steps. */
  readonly points: readonly AdaptationPoint[];
  /** How it was evaluated, field by field: episodes of a task, or its task set, split, ways, shots and queries. */
  readonly protocol: Readonly<Record<string, Json>>;
  /** Those that it was evaluated on. */
  readonly heldOutTasks: readonly Json[];
  /** How many of those had an inner step taken back, because it led to numbers that are not finite. */
  readonly takenBack: number;
  /** Of all outer steps. */
  readonly seconds: number;
}
