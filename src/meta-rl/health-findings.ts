// Layer 4: what stands out in the numbers of an adaptation, with a recommendation each.
//
// docs/adaptation-health.md shows the measurements behind the thresholds.

import type { Finding, Gain, InnerStepHealth } from "./health.ts";
import { findInStep, findShortSteps, isLong, isMany } from "./health-steps.ts";
import { amount, countOf, ordinal, percent, short } from "./health-words.ts";
import type { NonFiniteStep } from "../meta/non-finite-step.ts";

/** How close to the optimum, as a share of it, leaves next to nothing to gain. */
const NEAR = 0.05;

/** A last step that gains more than this share of what the first one gained has not come to an end. */
const STILL_GAINING = 0.5;

/** The numbers to look at. */
export interface FindOptions {
  readonly tasks: number;
  readonly steps: readonly InnerStepHealth[];
  readonly nonFinite: readonly NonFiniteStep[];
  readonly optimum?: OptimumGaps;
}

/** What is left to gain. */
export interface OptimumGaps {
  /** Mean over tasks of what the best policies return. */
  readonly mean: number;
  /** That minus the return after each number of inner steps, from 0. */
  readonly gaps: readonly Gain[];
}

/** Says what stands out, the gravest first, and that all is well where nothing does. */
export function findIn(options: FindOptions): readonly Finding[] {
  const { tasks, steps, optimum } = options;
  const last = steps.at(-1);
  if (last === undefined) return [];
  const nearAt = nearOptimumAt(optimum);
  const hasRoom = nearAt !== 0;
  // Steps after a bad one begin where it led, and say little.
  const badStep = steps.map((step) => findInStep(step, tasks)).find(isFinding);
  const broken = findNonFinite(options);
  const shortSteps = findShortSteps(steps);
  const problems = [
    broken,
    badStep,
    findLoss(last),
    badStep === undefined ? findMadeWorse(options, last) : undefined,
    ...(hasRoom
      ? [shortSteps, findNoGain(last, (broken ?? badStep ?? shortSteps) !== undefined)]
      : []),
  ].filter(isFinding);
  const remarks = [findOptimum(nearAt), nearAt === undefined ? findStillGaining(steps) : undefined];
  const isWell = problems.length === 0 && hasRoom;
  return [...problems, isWell ? healthy(last) : undefined, ...remarks].filter(isFinding);
}

function isFinding(finding: Finding | undefined): finding is Finding {
  return finding !== undefined;
}

function findNonFinite({ nonFinite, tasks }: FindOptions): Finding | undefined {
  const [first] = nonFinite.toSorted((a, b) => a.innerStep - b.innerStep);
  if (first === undefined) return undefined;
  const count = new Set(nonFinite.map(({ task }) => task)).size;
  const where = `in ${first.parameter} of task ${first.task} at the ${ordinal(first.innerStep + 1)} inner step`;
  return {
    kind: "non-finite",
    text:
      `Adaptation led ${count} of ${countOf(tasks, "task")} to numbers that are not finite, first ${where}; such steps were ` +
      "taken back. Lower inner.learningRate; where actions are continuous, raise policy.minStd too.",
  };
}

function findLoss({ innerSteps, gain }: InnerStepHealth): Finding | undefined {
  if (gain.ci95 === undefined || gain.ci95[1] >= 0) return undefined;
  return {
    kind: "loss",
    text:
      `After ${countOf(innerSteps, "inner step")} the return is lower than before adaptation, by ${amount(gain)}. Make ` +
      "fewer inner steps, or shorter ones.",
  };
}

function findMadeWorse({ tasks, steps }: FindOptions, last: InnerStepHealth): Finding | undefined {
  if (!isMany(last.worse, tasks)) return undefined;
  const advice = steps.some(isLong)
    ? "Steps are long: lower inner.learningRate, or evaluation.learningRate where it is set."
    : "No step is long, so the gradients are noise: raise inner.episodesPerTask and evaluation.episodesPerTask.";
  const share = percent(last.worse.clear ?? 0);
  return {
    kind: "made-worse",
    text: `After ${countOf(last.innerSteps, "inner step")} ${share} of the tasks are clearly worse than before. ${advice}`,
  };
}

function findNoGain(
  { innerSteps, gain: { ci95 } }: InnerStepHealth,
  hasBadStep: boolean,
): Finding | undefined {
  if (ci95 === undefined || ci95[0] > 0 || ci95[1] < 0) return undefined;
  const advice = hasBadStep
    ? "Mend the inner steps first."
    : "Train longer, adapt on more episodes (evaluation.episodesPerTask), or evaluate more tasks.";
  return {
    kind: "no-gain",
    text:
      `After ${countOf(innerSteps, "inner step")} the gain over no adaptation may be nothing: its 95 % interval is ` +
      `${ci95.map(short).join(" to ")}. ${advice}`,
  };
}

function findOptimum(nearAt: number | undefined): Finding | undefined {
  if (nearAt === undefined) return undefined;
  const near = `within ${100 * NEAR} % of the optimum`;
  const text =
    nearAt === 0
      ? `Before adaptation the return is ${near}: there is next to nothing to gain. Take harder tasks to see adaptation.`
      : `After ${countOf(nearAt, "inner step")} the return is ${near}: more steps gain next to nothing.`;
  return { kind: "at-optimum", text };
}

/** The first number of inner steps after which all of the interval is near the optimum. */
function nearOptimumAt(optimum: OptimumGaps | undefined): number | undefined {
  const at = optimum?.gaps.findIndex(
    ({ ci95 }) => ci95 !== undefined && ci95[1] <= NEAR * Math.abs(optimum.mean),
  );
  return at === -1 ? undefined : at;
}

function findStillGaining(steps: readonly InnerStepHealth[]): Finding | undefined {
  const [first, last] = [steps[0], steps.at(-1)];
  if (first === undefined || last === undefined || first === last) return undefined;
  const { mean, ci95 } = last.gainOverPrevious;
  if (ci95 === undefined || ci95[0] <= 0 || mean <= STILL_GAINING * first.gain.mean)
    return undefined;
  return {
    kind: "still-gaining",
    text:
      `The ${ordinal(last.innerSteps)} inner step still gains ${amount(last.gainOverPrevious)}. More inner steps ` +
      "(evaluation.innerSteps) or longer ones (inner.learningRate) may gain more.",
  };
}

function healthy({ gain }: InnerStepHealth): Finding {
  const text =
    gain.ci95 === undefined
      ? `Adaptation changes the return of the one task by ${short(gain.mean)}, and nothing stands out. Evaluate more tasks.`
      : `Adaptation gains ${amount(gain)}, and nothing stands out.`;
  return { kind: "healthy", text };
}
