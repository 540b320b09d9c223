// Layer 5: how comparisons write returns.

import type { Comparison } from "./comparison.ts";
import type { Estimate } from "./estimate.ts";

/** Returns smaller than this get one decimal more: returns of bandits lie between 0 and 1. */
const SMALL_RETURN = 10;

/** Chooses the decimals of all returns of a comparison: 2, or 3 where all are small. */
export function returnDecimals({ methods }: Comparison): 2 | 3 {
  const isSmall = methods.every(({ adaptation }) =>
    adaptation.returns.every(({ mean }) => Math.abs(mean) < SMALL_RETURN),
  );
  return isSmall ? 3 : 2;
}

/** Writes an estimate with the half-width of its interval, if it has one: `-11.68 ± 2.20`. */
export function formatEstimate({ mean, ci95 }: Estimate, decimals: number): string {
  const text = mean.toFixed(decimals);
  const value = Number(text) === 0 ? text.replace("-", "") : text;
  return ci95 === undefined ? value : `${value} ± ${((ci95[1] - ci95[0]) / 2).toFixed(decimals)}`;
}
