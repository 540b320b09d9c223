// Layer 0: the interval of a mean of few numbers, such as those of seeds.

import { ConfigError } from "./errors.ts";
import { summariseSample } from "./statistics.ts";
import { studentT95 } from "./student-t.ts";

/** A mean and the half-width of its 95 % interval. */
export interface StudentInterval {
  readonly mean: number;
  readonly margin: number;
}

/**
 * The mean of few numbers with its 95 % interval by Student's t: mean ± t · std / sqrt(n), n - 1 degrees of freedom.
 * @throws {@link ConfigError} for fewer than two numbers, whose spread is unknown
 */
export function studentInterval(values: readonly number[]): StudentInterval {
  const n = values.length;
  if (n < 2) {
    throw new ConfigError(`studentInterval: values must have at least 2 numbers, got ${n}`);
  }
  const { mean, std } = summariseSample(Float64Array.from(values));
  return { mean, margin: (studentT95(n - 1) * std) / Math.sqrt(n) };
}
