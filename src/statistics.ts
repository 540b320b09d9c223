// Layer 0: what is said of a sample of numbers.

/** 97.5 % quantile of the standard normal distribution. */
export const Z95 = 1.959963984540054;

/** The mean of a sample, and how sure it is. */
export interface SampleSummary {
  readonly mean: number;
  /** Standard deviation of one number. */
  readonly std: number;
  /** 95 % interval of the mean: mean ± 1.96 standard errors. */
  readonly ci95: readonly [number, number];
}

/** Averages numbers. The standard deviation of a single one counts as 0. */
export function summariseSample(values: Float64Array): SampleSummary {
  const n = values.length;
  const mean = values.reduce((sum, x) => sum + x, 0) / n;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / Math.max(1, n - 1);
  const margin = Z95 * Math.sqrt(variance / n);
  return { mean, std: Math.sqrt(variance), ci95: [mean - margin, mean + margin] };
}
