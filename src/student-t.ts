// Layer 0: the quantile behind intervals of means over few values.

/** Probability that lies within the interval on both sides of 0. */
const COVERAGE = 0.95;

/** Halvings of a right angle, after which neighbouring angles are equal in float64. */
const HALVINGS = 60;

/**
 * Computes the 97.5 % quantile of Student's t distribution, by bisection of its distribution function.
 *
 * Source: Abramowitz and Stegun 1964, 26.7.3 and 26.7.4, finite series in the angle `atan(t / sqrt(degrees))`.
 * @param degrees - degrees of freedom, an integer of at least 1
 */
export function studentT95(degrees: number): number {
  let low = 0;
  let high = Math.PI / 2;
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (low + high) / 2;
    if (probabilityWithin(middle, degrees) < COVERAGE) low = middle;
    else high = middle;
  }
  return Math.sqrt(degrees) * Math.tan(low);
}

/** The probability that |t| is below `sqrt(degrees) * tan(angle)`. */
function probabilityWithin(angle: number, degrees: number): number {
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const isOdd = degrees % 2 === 1;
  let term = isOdd ? cosine : 1;
  let sum = 0;
  for (let power = isOdd ? 1 : 0; power <= degrees - 2; power += 2) {
    sum += term;
    term *= (cosine * cosine * (power + 1)) / (power + 2);
  }
  return isOdd ? (2 / Math.PI) * (angle + sine * sum) : sine * sum;
}
