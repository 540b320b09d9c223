// Layer 4: what a Bernoulli arm is worth against an arm that pays a known amount for ever, from below and from above.
//
// Let D(a, b) be the greatest expected discounted sum of (reward - lambda) over all rules that stop after one pull or later,
// for an arm of which a successes and b failures are known. With its mean m = a / (a + b),
//
//     D(a, b) = m - lambda + discount (m D+(a+1, b) + (1 - m) D+(a, b+1)),      D+ = max(0, D),
//
// and the Gittins index of the arm is the lambda at which D(a, b) = 0. D is convex and decreasing in lambda.
//
// The recursion goes on for ever. It is begun some pulls ahead, where D+ lies between what the arm is worth to one who
// never learns, (m - lambda)+ / (1 - discount), and to one who is told the arm's probability p, E[(p - lambda)+] /
// (1 - discount). Both are carried back, and the truth stays between them.

/** An arm, and how far one looks ahead. */
export interface ContinuationProblem {
  /** Parameters of the arm's Beta distribution, positive. */
  readonly successes: number;
  readonly failures: number;
  /** From 0 to below 1. */
  readonly discount: number;
  /** Pulls after which the recursion is begun, at least 1. */
  readonly depth: number;
  /** What the other arm pays, from 0 to 1. */
  readonly lambda: number;
}

/** Bounds of D, by how many of the pulls succeeded. */
export interface ContinuationBounds {
  readonly lower: Float64Array;
  readonly upper: Float64Array;
}

/** Looks at bounds of D on the way. */
export interface ContinuationReader {
  /** From this number of pulls down to 0. */
  readonly pulls: number;
  /** The least number of successes whose bounds are wanted after a number of pulls. */
  firstState(pulls: number): number;
  /**
   * Reads the elements `begin` to `end - 1`, of which those with more successes are pulled for ever, and those with fewer are
   * not pulled.
   */
  read(pulls: number, begin: number, end: number): void;
}

/** Makes what {@link boundContinuation} works in. */
export function createContinuationBounds(depth: number): ContinuationBounds {
  return { lower: new Float64Array(depth + 2), upper: new Float64Array(depth + 2) };
}

/**
 * An arm is taken to be pulled for ever where E[(lambda - p)+] < e^-30, about 1e-13. A Beta distribution has tails no heavier
 * than a normal distribution of variance 1 / (4 (a + b + 1)) (Marchal and Arbel 2017, https://arxiv.org/abs/1705.00048,
 * theorem 1), so that this holds for m - lambda > sqrt(30 / (2 (a + b + 1))).
 */
const CERTAINTY = 30;
const DOUBT = Math.exp(-CERTAINTY);

/**
 * Computes bounds of D.
 * @param bounds - where it works, `[depth+2]`; afterwards their first elements are the bounds for the arm as it is
 * @param reader - may look at `bounds` after each number of pulls
 */
export function boundContinuation(
  { successes, failures, discount, depth, lambda }: ContinuationProblem,
  { lower, upper }: ContinuationBounds,
  reader?: ContinuationReader,
): void {
  const perpetuity = 1 / (1 - discount);
  for (let i = 0, total = successes + failures + depth; i <= depth; i++) {
    const mean = (successes + i) / total;
    const gain = mean - lambda;
    lower[i] = gain * perpetuity;
    // E[(p - lambda)+] <= (sqrt(variance + gain^2) + gain) / 2, as x+ = (|x| + x) / 2
    const deviation = Math.sqrt((mean * (1 - mean)) / (total + 1) + gain * gain);
    upper[i] = 0.5 * (deviation + gain) * perpetuity;
  }
  // States before `first` are not worth a pull, states from `certain` on are pulled for ever. What is between is computed.
  let first = 0;
  let certain = depth + 1;
  for (let pulls = depth - 1; pulls >= 0; pulls--) {
    const total = successes + failures + pulls;
    const isRead = reader !== undefined && pulls <= reader.pulls;
    const band = Math.sqrt(CERTAINTY / (2 * (total + 1)));
    const edge = Math.max(0, Math.ceil((lambda + band) * total - successes));
    // The arm as it is now is always computed.
    const end = pulls === 0 ? 1 : Math.min(pulls + 1, edge);
    for (let i = certain; i <= end; i++) {
      const gain = (successes + i) / (total + 1) - lambda;
      lower[i] = gain * perpetuity;
      upper[i] = (gain + DOUBT) * perpetuity;
    }
    certain = end;
    // A state whose successor by a success is not worth a pull is not worth one either.
    let begin = pulls === 0 ? 0 : Math.max(0, first - 1);
    if (isRead) begin = Math.min(begin, reader.firstState(pulls));
    first = end;
    let lowerFailed = Math.max(0, lower[begin]!);
    let upperFailed = Math.max(0, upper[begin]!);
    for (let i = begin; i < end; i++) {
      const mean = (successes + i) / total;
      const gain = mean - lambda;
      const lowerSucceeded = Math.max(0, lower[i + 1]!);
      const upperSucceeded = Math.max(0, upper[i + 1]!);
      lower[i] = gain + discount * (mean * lowerSucceeded + (1 - mean) * lowerFailed);
      upper[i] = gain + discount * (mean * upperSucceeded + (1 - mean) * upperFailed);
      lowerFailed = lowerSucceeded;
      upperFailed = upperSucceeded;
      if (upper[i]! > 0 && i < first) first = i;
    }
    if (isRead) reader.read(pulls, begin, end);
  }
}
