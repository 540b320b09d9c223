// Layer 4: the Gittins indices of all states that some pulls of an arm lead to, with their error.
//
// One recursion gives D of all states for one lambda. Lambda goes up a grid, and the index of a state is where its D turns
// negative. As D is convex in lambda, the chord between the points of the grid to the left and to the right meets 0 above the
// index, and the chord through the two points to the left of it meets 0 below.

import { checkInteger, checkRange } from "../../errors.ts";
import { boundContinuation, createContinuationBounds } from "./continuation-bounds.ts";
import type { ContinuationBounds, ContinuationReader } from "./continuation-bounds.ts";
import { depthFor, GREATEST_DISCOUNT } from "./gittins-index.ts";

/** Indices of an arm that begins with one success and one failure. */
export interface GittinsTable {
  readonly discount: number;
  /** Pulls of the arm, at most. */
  readonly pulls: number;
  /** `[(pulls+1)*(pulls+2)/2]`: element n (n + 1) / 2 + s after n pulls of which s succeeded. */
  readonly indices: Float64Array;
  /** No index differs from the true one by more. */
  readonly error: number;
}

/** What {@link gittinsTable} computes. */
export interface GittinsTableOptions {
  /** From 0 to 0.9999. */
  readonly discount: number;
  /** Pulls of the arm, at most. */
  readonly pulls: number;
  /** Steps of lambda, at least 100; the error falls a little faster than their number grows. @defaultValue 1000 */
  readonly gridSize?: number;
}

/**
 * What may be unknown of D at the greatest number of pulls, in units of 1 / (1 - discount): the slope of D comes near to that
 * where an arm is pulled for long, and then this is the error of an index.
 */
const TRUNCATION = 1e-5;

/**
 * Computes the Gittins indices of an arm for all states that up to `pulls` pulls lead to.
 * @throws {@link ConfigError} if an option is out of its range
 */
export function gittinsTable({
  discount,
  pulls,
  gridSize = 1000,
}: GittinsTableOptions): GittinsTable {
  checkRange("gittinsTable.discount", discount, [0, GREATEST_DISCOUNT]);
  checkInteger("gittinsTable.pulls", pulls, 0);
  checkInteger("gittinsTable.gridSize", gridSize, 100);
  const depth = pulls + depthFor(pulls + 2, discount, TRUNCATION / (1 - discount));
  const bounds = createContinuationBounds(depth);
  const search = new Search(pulls, bounds);
  for (let point = 0; point <= gridSize; point++) {
    // Denser towards both ends, where the means of arms are surer.
    const lambda = Math.sin((Math.PI * point) / (2 * gridSize)) ** 2;
    search.begin(lambda);
    boundContinuation({ successes: 1, failures: 1, discount, depth, lambda }, bounds, search);
  }
  const { lowest, highest } = search;
  const indices = lowest.map((low, i) => (low + highest[i]!) / 2);
  const error = lowest.reduce((most, low, i) => Math.max(most, (highest[i]! - low) / 2), 0);
  return { discount, pulls, indices, error };
}

/** Follows D of each state while lambda goes up. */
class Search implements ContinuationReader {
  readonly pulls: number;
  /** By state, what its index lies between. */
  readonly lowest: Float64Array;
  readonly highest: Float64Array;
  readonly #bounds: ContinuationBounds;
  /** By number of pulls, how many states have an index below lambda. They are those with the fewest successes. */
  readonly #found: Int32Array;
  // By state, the bounds of D at the points of the grid before this one; infinite where a state is pulled for ever.
  readonly #lowerBefore: Float64Array;
  readonly #lower: Float64Array;
  readonly #upper: Float64Array;
  /** The last three points. */
  #lambdas: readonly [number, number, number] = [0, 0, 0];

  constructor(pulls: number, bounds: ContinuationBounds) {
    const states = ((pulls + 1) * (pulls + 2)) / 2;
    this.pulls = pulls;
    this.lowest = new Float64Array(states);
    this.highest = new Float64Array(states);
    this.#bounds = bounds;
    this.#found = new Int32Array(pulls + 1);
    this.#lowerBefore = new Float64Array(states).fill(Infinity);
    this.#lower = new Float64Array(states).fill(Infinity);
    this.#upper = new Float64Array(states).fill(Infinity);
  }

  begin(lambda: number): void {
    const [, second, third] = this.#lambdas;
    this.#lambdas = [second, third, lambda];
  }

  firstState(pulls: number): number {
    return this.#found[pulls]!;
  }

  read(pulls: number, begin: number, end: number): void {
    const [first, second, third] = this.#lambdas;
    const { lower, upper } = this.#bounds;
    for (let i = begin, state = (pulls * (pulls + 1)) / 2 + begin; i < end; i++, state++) {
      const low = this.#lower[state]!;
      const high = this.#upper[state]!;
      if (low >= 0 && lower[i]! < 0) {
        this.lowest[state] = crossing(first, this.#lowerBefore[state]!, second, low);
      }
      if (high >= 0 && upper[i]! < 0) {
        this.highest[state] = crossing(second, high, third, upper[i]!);
        this.#found[pulls] = i + 1;
      }
      this.#lowerBefore[state] = low;
      this.#lower[state] = lower[i]!;
      this.#upper[state] = upper[i]!;
    }
  }
}

/** Where the line through (x0, y0) and (x1, y1) meets 0, where y0 is greater than y1. */
function crossing(x0: number, y0: number, x1: number, y1: number): number {
  return x1 + ((x1 - x0) * y1) / (y0 - y1);
}
