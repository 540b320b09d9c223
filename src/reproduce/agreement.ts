// Layer 5: whether a published mean and ours agree.

/** What stands beside a mean that differs from the published one. */
export const DIFFERS = " ≠";

import type { TableCell } from "./table.ts";

/** 99.5 % quantile of the standard normal distribution. */
const Z99 = 2.5758293035489004;

/**
 * How far a published mean may lie from the true one: its rounding, and the 99 % interval of a mean of as many trials.
 * @param std - standard deviation of one trial's total
 */
export function toleranceOf(
  std: number,
  published: { readonly publishedInstances: number; readonly publishedDecimals: number },
): number {
  const { publishedInstances, publishedDecimals } = published;
  return 0.5 * 10 ** -publishedDecimals + (Z99 * std) / Math.sqrt(publishedInstances);
}

/** Counts the cells that agree, in words: "11 of 14 published cells agree". */
export function summariseAgreement(
  rows: readonly { readonly cells: readonly Pick<TableCell, "agrees">[] }[],
): string {
  const compared = rows.flatMap(({ cells }) => cells).filter(({ agrees }) => agrees !== null);
  const agreeing = compared.filter(({ agrees }) => agrees);
  return `${agreeing.length} of ${compared.length} published cells agree`;
}
