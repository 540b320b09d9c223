// Layer 5: whether a published mean and ours agree.

/** 97.5 % and 99.5 % quantiles of the standard normal distribution. */
const Z95 = 1.959963984540054;
const Z99 = 2.5758293035489004;

/** A mean of many trials. */
export interface TrialStatistics {
  readonly mean: number;
  /** Standard deviation of one trial's total. */
  readonly std: number;
  /** 95 % interval of the mean: mean ± 1.96 standard errors. */
  readonly ci95: readonly [number, number];
}

/** Averages the totals of trials. */
export function summariseTrials(totals: Float64Array): TrialStatistics {
  const n = totals.length;
  const mean = totals.reduce((sum, x) => sum + x, 0) / n;
  const variance = totals.reduce((sum, x) => sum + (x - mean) ** 2, 0) / Math.max(1, n - 1);
  const margin = Z95 * Math.sqrt(variance / n);
  return { mean, std: Math.sqrt(variance), ci95: [mean - margin, mean + margin] };
}

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
