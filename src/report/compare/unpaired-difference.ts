// Layer 5: the difference of two means whose tasks have nothing to do with each other.

import { summariseSample, Z95 } from "../../statistics.ts";
import { estimateOf } from "./estimate.ts";
import type { Estimate } from "./estimate.ts";
import type { Method } from "./method.ts";
import { studentT95 } from "../../student-t.ts";

/** How two methods are compared without pairs. */
export interface UnpairedDifference {
  /** What intervals are over; absent if one method has one seed and the other several, where there is none. */
  readonly over?: "seeds" | "tasks";
  /** Computes the difference after a number of inner steps. */
  readonly estimate: (innerSteps: number) => Estimate;
}

/** Mean and squared standard error of a mean, and the degrees of freedom of that. */
interface Moments {
  readonly mean: number;
  readonly squaredError: number;
  readonly degrees: number;
}

/**
 * Compares the means of two methods: over seeds where both have several, over tasks where both have one.
 *
 * Source: Welch 1947, the interval of a difference of means whose variances differ: t with `(a + b)² / (a² / (n - 1) +
 * b² / (m - 1))` degrees of freedom, where a and b are the squared standard errors. Rounded down, which widens it.
 */
export function unpairedDifference(reference: Method, method: Method): UnpairedDifference {
  const seeds = [reference, method].map(({ runs }) => runs.length);
  const over = seeds.every((n) => n > 1) ? "seeds" : seeds.every((n) => n === 1) ? "tasks" : null;
  return {
    ...(over && { over }),
    estimate: (innerSteps) => {
      const own = momentsOf(method, innerSteps, over);
      const other = momentsOf(reference, innerSteps, over);
      const difference = own.mean - other.mean;
      const squared = own.squaredError + other.squaredError;
      if (over === null || own.degrees < 1 || other.degrees < 1) return { mean: difference };
      const quantile = over === "tasks" ? Z95 : studentT95(welchDegrees(own, other));
      return estimateOf(difference, quantile * Math.sqrt(squared));
    },
  };
}

function momentsOf({ runs }: Method, innerSteps: number, over: "seeds" | "tasks" | null): Moments {
  const values =
    over === "tasks"
      ? runs.flatMap(({ evaluation }) =>
          evaluation.perTask.map(({ returns }) => returns[innerSteps] as number),
        )
      : runs.map(({ evaluation }) => evaluation.returns[innerSteps]?.mean as number);
  const { mean, std } = summariseSample(Float64Array.from(values));
  return { mean, squaredError: std ** 2 / values.length, degrees: values.length - 1 };
}

/** At least the smaller of the two, also where nothing varies. */
function welchDegrees(one: Moments, other: Moments): number {
  const least = Math.min(one.degrees, other.degrees);
  const denominator = one.squaredError ** 2 / one.degrees + other.squaredError ** 2 / other.degrees;
  if (denominator === 0) return least;
  return Math.max(least, Math.floor((one.squaredError + other.squaredError) ** 2 / denominator));
}
