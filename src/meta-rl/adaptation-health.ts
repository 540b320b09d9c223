// Layer 4: judges an adaptation to held-out tasks: whom it made worse, how far each inner step went, where it broke.

import { ShapeError } from "../errors.ts";
import { quantile } from "../quantile.ts";
import { studentInterval } from "../student-interval.ts";
import { findIn } from "./health-findings.ts";
import type { AdaptationHealth, Gain, InnerStepHealth, Spread } from "./health.ts";
import type { Adaptation, InnerStepDiagnosis } from "./learner.ts";
import { madeWorse } from "./made-worse.ts";
import type { NonFiniteStep } from "../meta/non-finite-step.ts";

/** What {@link assessAdaptation} works on. */
export interface AssessOptions extends Pick<Adaptation, "nonFinite"> {
  readonly tasks: number;
  /** `[innerSteps+1]`, each `[tasks, episodes]`: undiscounted returns. */
  readonly episodeReturns: readonly Float64Array[];
  /** One for each inner step. */
  readonly diagnoses: readonly InnerStepDiagnosis[];
  /** `[tasks]`, what the best policy of each task returns; absent where nobody knows. */
  readonly optima?: Float64Array;
}

/**
 * Judges each inner step and says what stands out; every number is finite.
 * @throws {@link ShapeError} if there is not one diagnosis for each inner step
 */
export function assessAdaptation(options: AssessOptions): AdaptationHealth {
  const { tasks, episodeReturns, diagnoses, nonFinite = [], optima } = options;
  const innerSteps = episodeReturns.length - 1;
  if (diagnoses.length !== innerSteps) {
    throw new ShapeError(
      `assessAdaptation: diagnoses must be one for each of ${innerSteps} inner steps, got ${diagnoses.length}`,
    );
  }
  const means = episodeReturns.map((returns) => meansOf(returns, tasks)); // [innerSteps+1][tasks]
  const steps = diagnoses.map((diagnosis, k): InnerStepHealth => {
    const [initial, before, after] = [0, k, k + 1].map((at) => ({
      episodes: episodeReturns[at] as Float64Array,
      means: means[at] as Float64Array,
    })) as [AtStep, AtStep, AtStep];
    return {
      innerSteps: k + 1,
      worse: madeWorse(initial.episodes, after.episodes, tasks),
      worseThanPrevious: madeWorse(before.episodes, after.episodes, tasks),
      gain: gainOf(initial.means, after.means),
      gainOverPrevious: gainOf(before.means, after.means),
      ...summariseSteps(diagnosis, takenBack(nonFinite, k)),
    };
  });
  const optimum = optima && {
    mean: optima.reduce((sum, value) => sum + value, 0) / tasks,
    gaps: means.map((values) => gainOf(values, optima)),
  };
  return {
    steps,
    nonFinite,
    findings: findIn({ tasks, steps, nonFinite, ...(optimum && { optimum }) }),
  };
}

interface AtStep {
  /** `[tasks, episodes]` */
  readonly episodes: Float64Array;
  /** `[tasks]` */
  readonly means: Float64Array;
}

/** Averages each task's episodes. @returns `[tasks]` */
function meansOf(returns: Float64Array, tasks: number): Float64Array {
  const episodes = returns.length / tasks;
  return Float64Array.from({ length: tasks }, (_, task) => {
    const own = returns.subarray(task * episodes, (task + 1) * episodes);
    return own.reduce((sum, value) => sum + value, 0) / episodes;
  });
}

/** Mean of `after - before` over tasks. */
function gainOf(before: Float64Array, after: Float64Array): Gain {
  const differences = Array.from(after, (value, task) => value - before[task]!);
  if (differences.length === 1) return { mean: differences[0] as number };
  const { mean, margin } = studentInterval(differences);
  return { mean, ci95: [mean - margin, mean + margin] };
}

/** The tasks whose k-th inner step was taken back: they made no step. */
function takenBack(nonFinite: readonly NonFiniteStep[], k: number): ReadonlySet<number> {
  return new Set(nonFinite.filter(({ innerStep }) => innerStep === k).map(({ task }) => task));
}

/** How far the steps went that were made. */
function summariseSteps(
  { kl, stepNorm }: InnerStepDiagnosis,
  without: ReadonlySet<number>,
): Pick<InnerStepHealth, "kl" | "largestKl" | "stepNorm" | "infiniteKls"> {
  const kls = kl.filter((_, task) => !without.has(task));
  const finite = kls.filter(Number.isFinite).map((value) => Math.max(0, value)); // rounding can make it negative
  const norms = stepNorm.filter((value, task) => !without.has(task) && Number.isFinite(value));
  const infiniteKls = kls.length - finite.length;
  const largest = finite.reduce((most, value) => Math.max(most, value), -Infinity);
  return {
    ...(finite.length > 0 && {
      kl: spreadOf(finite),
      largestKl: { task: largestAt(kl, without), kl: largest },
    }),
    ...(norms.length > 0 && { stepNorm: spreadOf(norms) }),
    ...(infiniteKls > 0 && { infiniteKls }),
  };
}

/** The task with the largest finite KL. */
function largestAt(kl: Float64Array, without: ReadonlySet<number>): number {
  let [at, most] = [-1, -Infinity];
  kl.forEach((value, task) => {
    if (value > most && Number.isFinite(value) && !without.has(task)) [at, most] = [task, value];
  });
  return at;
}

function spreadOf(values: Float64Array): Spread {
  const sorted = values.toSorted();
  return {
    p10: quantile(sorted, 0.1),
    median: quantile(sorted, 0.5),
    p90: quantile(sorted, 0.9),
  };
}
