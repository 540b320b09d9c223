// Layer 4: the best that can be had from arms that pay 1 or 0, if nothing is known of them but that each probability is
// uniform in [0, 1]. Exact, by dynamic programming over what may be known; small bandits only.
//
// Berry and Fristedt 1985, Bandit Problems, chapter 2.

import { checkInteger, ConfigError } from "../../errors.ts";

/** The size of a bandit. */
export interface BanditSize {
  readonly arms: number;
  readonly pulls: number;
}

/** The best that can be done, and how. */
export interface BayesOptimalPlan {
  /** The expected total reward, over bandits and over rewards. */
  readonly value: number;
  /**
   * Chooses an arm.
   * @param successes - of each arm so far
   * @param failures - of each arm so far
   */
  act(successes: readonly number[], failures: readonly number[]): number;
}

/** More states take more than about a gigabyte and a minute. */
const MOST_STATES = 2_000_000;

/**
 * Computes the expected total reward of the best policy of all.
 * @throws {@link ConfigError} if there are too many states to go through
 */
export function bayesOptimalValue(size: BanditSize): number {
  return planBayesOptimal(size).value;
}

/**
 * Finds the best policy. With v = the best expected reward of the pulls that remain,
 *
 *     v(arms) = max over arms with mean m of m + m v(arms, this one having succeeded) + (1 - m) v(arms, this one having failed).
 *
 * Arms are alike, so that what is known is a multiset: how many successes and failures arms have had, not which.
 *
 * @throws {@link ConfigError} if there are too many states to go through
 */
export function planBayesOptimal({ arms, pulls }: BanditSize): BayesOptimalPlan {
  checkInteger("planBayesOptimal.arms", arms, 1);
  checkInteger("planBayesOptimal.pulls", pulls, 1);
  const states = countStates({ arms, pulls });
  if (states > MOST_STATES) {
    throw new ConfigError(
      `planBayesOptimal: ${arms} arms and ${pulls} pulls must have at most ${MOST_STATES} states, got ${formatCount(states)}; ask for fewer arms or pulls`,
    );
  }
  const values = new Map<string, number>();

  /** What the best arm is worth. @param known - codes of the arms that were pulled, ascending */
  const valueOf = (known: readonly number[], remaining: number): number => {
    if (remaining === 0) return 0;
    if (remaining === 1) return greatestMean(known, arms);
    const key = known.join(",");
    const stored = values.get(key);
    if (stored !== undefined) return stored;
    let best = known.length < arms ? valueOfArm(known, known.length, remaining) : 0;
    for (let place = 0; place < known.length; place++) {
      if (place > 0 && known[place] === known[place - 1]) continue;
      best = Math.max(best, valueOfArm(known, place, remaining));
    }
    values.set(key, best);
    return best;
  };

  /** What an arm is worth: the one at a place of `known`, or one that was never pulled. */
  const valueOfArm = (known: readonly number[], place: number, remaining: number): number => {
    const { successes, failures } = decode(known[place] ?? 0);
    const mean = (successes + 1) / (successes + failures + 2);
    const succeeded = replace(known, place, encode(successes + 1, failures));
    const failed = replace(known, place, encode(successes, failures + 1));
    return (
      mean * (1 + valueOf(succeeded, remaining - 1)) + (1 - mean) * valueOf(failed, remaining - 1)
    );
  };

  return {
    value: valueOf([], pulls),
    act(successes, failures) {
      const codes = successes.map((count, arm) => encode(count, failures[arm]!));
      const known = codes.filter((code) => code > 0).sort((a, b) => a - b);
      const made = [...successes, ...failures].reduce((sum, count) => sum + count, 0);
      const worths = codes.map((code) =>
        valueOfArm(known, code === 0 ? known.length : known.indexOf(code), pulls - made),
      );
      return worths.indexOf(Math.max(...worths));
    },
  };
}

/** Returns the number of states in which there is something to choose and more than one pull is left; Infinity if it is vast. */
function countStates({ arms, pulls }: BanditSize): number {
  // counts[parts][total]: multisets of that many pulled arms, with so many pulls altogether.
  const most = pulls - 2;
  if (most < 1) return 1;
  const parts = Math.min(arms, most);
  const counts = Array.from({ length: parts + 1 }, () => new Float64Array(most + 1));
  counts[0]![0] = 1;
  let states = 1;
  for (let size = 1; size <= most; size++) {
    // An arm pulled `size` times is in one of size + 1 states.
    for (let successes = 0; successes <= size; successes++) {
      for (let part = 1; part <= parts; part++) {
        for (let total = size; total <= most; total++) {
          const added = counts[part - 1]![total - size]!;
          counts[part]![total]! += added;
          states += added;
        }
      }
    }
    // A lower bound, which is all that one needs.
    if (states > 1e3 * MOST_STATES) return Infinity;
  }
  return states;
}

function formatCount(states: number): string {
  return states === Infinity ? `more than ${1e3 * MOST_STATES}` : String(states);
}

/** The best mean of arms of which one pull is left. @param known - codes of the arms that were pulled */
function greatestMean(known: readonly number[], arms: number): number {
  let best = known.length < arms ? 0.5 : 0;
  for (const code of known) {
    const { successes, failures } = decode(code);
    best = Math.max(best, (successes + 1) / (successes + failures + 2));
  }
  return best;
}

/** Numbers the states of an arm; 0 is that of an arm that was never pulled. */
function encode(successes: number, failures: number): number {
  const pulls = successes + failures;
  return (pulls * (pulls + 1)) / 2 + successes;
}

function decode(code: number): { readonly successes: number; readonly failures: number } {
  const pulls = Math.floor((Math.sqrt(8 * code + 1) - 1) / 2);
  const successes = code - (pulls * (pulls + 1)) / 2;
  return { successes, failures: pulls - successes };
}

/** Returns ascending codes with another one at a place, or with one more if the place is behind the last. */
function replace(known: readonly number[], place: number, code: number): readonly number[] {
  const codes = known.filter((_, i) => i !== place);
  const at = codes.findIndex((other) => other > code);
  codes.splice(at < 0 ? codes.length : at, 0, code);
  return codes;
}
