// Layer 3: the returns of the best of simple policies, without flattery by chance: those chosen by one half of the episodes
// are measured on the other, in both directions.

import type { PolicyReturns } from "./policy-returns.ts";

/** A mean over tasks. */
export interface Estimate {
  readonly mean: number;
  readonly standardError: number;
}

/** Returns of the policy that is best on average. @returns `[tasks]` */
export function returnsOfBestSingle(played: PolicyReturns): Float64Array {
  return crossFit(played, (half) => {
    const best = bestSingle(played, half);
    return () => best;
  });
}

/**
 * Returns of the policy that is best in each task, as far as few episodes tell: what a policy returns in one task is shrunk
 * towards what it returns on average. Where all is chance, that is the best single policy.
 * @param reliability - how much of the difference is believed, from 0 to 1
 * @returns `[tasks]`
 */
export function returnsOfBestPerTask(
  played: PolicyReturns,
  reliability = estimateReliability(played),
): Float64Array {
  const { policies, tasks } = played;
  const size = tasks.length;
  return crossFit(played, (half) => {
    const means = policies.map((_, p) => meanOf(half.subarray(p * size, (p + 1) * size)));
    const interactions = listInteractions(played, half);
    return (task) =>
      argmax(means.map((mean, p) => mean + reliability * interactions[p * size + task]!));
  });
}

/** The share of what policies return in one task alone that both halves have in common, which is not chance. */
function estimateReliability(played: PolicyReturns): number {
  const [a, b] = played.halves.map((half) => listInteractions(played, half));
  const largest = Math.max(dot(a!, a!), dot(b!, b!));
  return largest === 0 ? 1 : Math.max(0, dot(a!, b!)) / largest;
}

/** Returns of one policy. @returns `[tasks]` */
export function returnsOfPolicy(played: PolicyReturns, policy: number): Float64Array {
  return crossFit(played, () => () => policy);
}

/** The name of the policy that is best on average. */
export function nameBestSingle(played: PolicyReturns): string {
  const [first, second] = played.halves;
  const all = first.map((value, i) => value + second[i]!);
  return played.policies[bestSingle(played, all)]!.name;
}

/** The distance between the mean returns of the best policy and of the median one. */
export function spreadOfPolicies(played: PolicyReturns): number {
  const means = played.policies
    .map((_, p) => meanOf(returnsOfPolicy(played, p)))
    .sort((a, b) => a - b);
  return means.at(-1)! - means[Math.floor(means.length / 2)]!;
}

/** Estimates the mean of `a - b` over tasks. @param a - `[tasks]` @param b - `[tasks]` */
export function estimateDifference(a: Float64Array, b: Float64Array): Estimate {
  const differences = a.map((value, task) => value - b[task]!);
  const mean = meanOf(differences);
  const squares = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const n = differences.length;
  return { mean, standardError: Math.sqrt(squares / (n - 1) / n) };
}

/** Averages over tasks. */
export function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Measures on each half what `choose` chooses by the other. */
function crossFit(
  { tasks, halves }: PolicyReturns,
  choose: (half: Float64Array) => (task: number) => number,
): Float64Array {
  const [first, second] = halves;
  const [byFirst, bySecond] = [choose(first), choose(second)];
  return Float64Array.from(
    tasks,
    (_, task) =>
      (second[byFirst(task) * tasks.length + task]! +
        first[bySecond(task) * tasks.length + task]!) /
      2,
  );
}

/** What is left of returns without the means of policies and of tasks. @returns `[policies, tasks]` */
function listInteractions({ policies, tasks }: PolicyReturns, half: Float64Array): Float64Array {
  const size = tasks.length;
  const all = meanOf(half);
  const ofPolicies = policies.map((_, p) => meanOf(half.subarray(p * size, (p + 1) * size)));
  const ofTasks = tasks.map((_, task) => meanOf(half.filter((_value, i) => i % size === task)));
  return half.map(
    (value, i) => value - ofPolicies[Math.floor(i / size)]! - ofTasks[i % size]! + all,
  );
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}

function bestSingle({ policies, tasks }: PolicyReturns, half: Float64Array): number {
  const size = tasks.length;
  return argmax(policies.map((_, p) => meanOf(half.subarray(p * size, (p + 1) * size))));
}

function argmax(values: readonly number[]): number {
  return values.indexOf(Math.max(...values));
}
