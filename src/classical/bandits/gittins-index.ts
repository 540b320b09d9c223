// Layer 4: the Gittins index of an arm that pays 1 or 0, with its error.
//
// Gittins 1979, https://doi.org/10.1111/j.2517-6161.1979.tb01068.x. It is computed by calibration against an arm that pays
// a known amount (Gittins, Glazebrook and Weber 2011, Multi-armed Bandit Allocation Indices, chapter 8).

import { checkRange, ConfigError, formatValue } from "../../errors.ts";
import { boundContinuation, createContinuationBounds } from "./continuation-bounds.ts";

/** An index that is known up to an error. */
export interface GittinsIndex {
  readonly index: number;
  /** The index lies between `index - error` and `index + error`. */
  readonly error: number;
}

/** What {@link gittinsIndex} computes. */
export interface GittinsIndexOptions {
  /** Parameters of the arm's Beta distribution, positive; both are 1 if nothing is known. */
  readonly successes: number;
  readonly failures: number;
  /** From 0 to 0.9999. */
  readonly discount: number;
  /** The greatest error. @defaultValue 1e-7 */
  readonly tolerance?: number;
}

/** Further up, the indices of an arm would take minutes. */
export const GREATEST_DISCOUNT = 0.9999;

/** Below, what `boundContinuation` leaves out would matter for the greatest discounts. */
const LEAST_TOLERANCE = 1e-8;

/**
 * Computes the Gittins index of one arm: the greatest payment for ever that the arm is preferred to, for one pull at least.
 *
 * Bisects the lower bound of D, and goes up from there to where the upper bound turns negative too.
 *
 * @throws {@link ConfigError} if an option is out of its range
 */
export function gittinsIndex({
  successes,
  failures,
  discount,
  tolerance = 1e-7,
}: GittinsIndexOptions): GittinsIndex {
  checkPositive("gittinsIndex.successes", successes);
  checkPositive("gittinsIndex.failures", failures);
  checkRange("gittinsIndex.discount", discount, [0, GREATEST_DISCOUNT]);
  checkRange("gittinsIndex.tolerance", tolerance, [LEAST_TOLERANCE, 1]);
  const total = successes + failures;
  const depth = depthFor(total, discount, tolerance / 2);
  const { lower, upper } = createContinuationBounds(depth);
  const evaluate = (lambda: number): void => {
    boundContinuation({ successes, failures, discount, depth, lambda }, { lower, upper });
  };
  let lowest = successes / total;
  let highest = 1;
  while (highest - lowest > tolerance / 2) {
    const middle = (lowest + highest) / 2;
    evaluate(middle);
    if (lower[0]! >= 0) lowest = middle;
    else highest = middle;
  }
  evaluate(highest);
  while (upper[0]! > 0) {
    highest += tolerance / 2;
    evaluate(highest);
  }
  return { index: (lowest + highest) / 2, error: (highest - lowest) / 2 };
}

/**
 * Returns a number of pulls after which what one does not know moves an index by no more than `tolerance`.
 *
 * After `depth` pulls, the bounds of `boundContinuation` differ by at most sqrt(variance) / 2 / (1 - discount), where the
 * variance of a Beta distribution is below 1 / (4 (total + 1)). That counts discount^depth today, and today's D falls by at
 * least 1 as lambda grows by 1.
 *
 * @param total - successes and failures of the arm today
 */
export function depthFor(total: number, discount: number, tolerance: number): number {
  const gap = 1 / (4 * Math.sqrt(total + 1) * (1 - discount));
  return Math.max(1, Math.ceil(Math.log(tolerance / gap) / Math.log(discount)));
}

function checkPositive(where: string, value: number): void {
  if (value > 0 && value < Infinity) return;
  throw new ConfigError(`${where}: must be a positive number, got ${formatValue(value)}`);
}
