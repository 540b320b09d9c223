// Layer 5: how tables of adaptation write means, and differences of means: plain numbers, as they can be copied.

import type { Measure } from "../../train/evaluation-curve.ts";

/** Decimals of returns, and of accuracies in per cent. */
const RETURN_DECIMALS = 2;
const PERCENT_DECIMALS = 1;

/** Digits of errors, which may be small. */
const ERROR_DIGITS = 3;

const PERCENT = 100;

/** Writes a mean, with the half-width of its interval where there is one: `-11.68 ± 2.20`, `97.5 ± 0.3 %`, `0.310 ± 0.021`. */
export function formatMean(measure: Measure, mean: number, margin?: number): string {
  return formatNumbers(measure, mean, margin) + (measure === "accuracy" ? " %" : "");
}

/** Writes a difference of means: `7.32 ± 2.91`, `12.0 ± 0.9 points`. */
export function formatDifference(measure: Measure, difference: number, margin?: number): string {
  return formatNumbers(measure, difference, margin) + (measure === "accuracy" ? " points" : "");
}

/** Writes both numbers with the decimals of the first. */
function formatNumbers(measure: Measure, first: number, second?: number): string {
  const scale = measure === "accuracy" ? PERCENT : 1;
  const decimals = decimalsOf(measure, first);
  const numbers = second === undefined ? [first] : [first, second];
  return numbers.map((value) => (scale * value).toFixed(decimals)).join(" ± ");
}

function decimalsOf(measure: Measure, value: number): number {
  if (measure === "return") return RETURN_DECIMALS;
  if (measure === "accuracy") return PERCENT_DECIMALS;
  if (value === 0) return ERROR_DIGITS - 1;
  // The exponent after rounding: 0.9996 is written as 1.00.
  const exponent = Number(value.toExponential(ERROR_DIGITS - 1).split("e")[1]);
  return Math.max(0, ERROR_DIGITS - 1 - exponent);
}
