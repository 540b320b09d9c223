// Layer 5: how reports write what is measured: returns as they are, accuracies in per cent, errors with three digits.

import { isBetterHigher } from "../train/evaluation-curve.ts";
import type { Measure } from "../train/evaluation-curve.ts";
import { formatError, formatErrorMargin, formatReturn, formatShare } from "./format.ts";

/** How a measure is named, drawn and written. */
export interface MeasureFormat {
  /** As in "mean accuracy". */
  readonly name: string;
  /** The title of an axis. */
  readonly axis: string;
  /** What a value is multiplied by before it is drawn. */
  readonly scale: number;
  readonly isBetterHigher: boolean;
  /** The head of a column of changes, with their unit. */
  readonly change: string;
  /** Writes a value, with its unit. */
  readonly format: (value: number) => string;
  /** Writes a difference of two values, with its sign and without a unit. */
  readonly formatChange: (value: number) => string;
  /** Writes half the width of an interval. */
  readonly formatMargin: (value: number) => string;
  /** Writes an interval. */
  readonly formatInterval: (ci95: readonly [number, number]) => string;
}

const PERCENT = 100;

/** Returns how a measure is written. */
export function measureFormat(measure: Measure): MeasureFormat {
  switch (measure) {
    case "return":
      return { ...plain(measure, formatReturn), change: "gain" };
    case "squared error":
      return { ...plain(measure, formatError), formatMargin: formatErrorMargin };
    case "accuracy":
      return {
        ...plain(measure, formatShare),
        axis: "accuracy in %",
        scale: PERCENT,
        change: "change in points",
        formatChange: (value) => withSign(value, withoutUnit),
        // The unit stands once.
        formatInterval: ([lo, hi]) => `${withoutUnit(lo)} to ${formatShare(hi)}`,
      };
  }
}

function plain(measure: Measure, format: (value: number) => string): MeasureFormat {
  return {
    name: measure,
    axis: measure,
    scale: 1,
    isBetterHigher: isBetterHigher(measure),
    change: "change",
    format,
    formatChange: (value) => withSign(value, format),
    formatMargin: format,
    formatInterval: (ci95) => ci95.map(format).join(" to "),
  };
}

function withSign(value: number, format: (value: number) => string): string {
  return value > 0 ? `+${format(value)}` : format(value);
}

/** Writes a share of 1 as a percentage, without saying so. */
function withoutUnit(share: number): string {
  return formatShare(share).replace(" %", "");
}
