// Layer 4: what stands out in single inner steps: too long, too short, or against the steps before.
//
// docs/adaptation-health.md shows the measurements behind the thresholds.

import type { Finding, InnerStepHealth, WorseShare } from "./health.ts";
import { amount, countOf, ordinal, percent, short } from "./health-words.ts";

/** Inner steps whose median KL stays below this gain next to nothing: where measured, 1 to 4 % of what was possible. */
const SMALL_KL = 2e-3;

/**
 * Harm done by a step whose median KL is above this is put down to its length: the policy is another one than that whose
 * gradient it follows. Alone it is no fault, since meta-learning makes long steps safe.
 */
const LARGE_KL = 1;

/** Share of clearly worse tasks that makes a finding; good steps that were measured have up to 8 %, chance makes 2.5 %. */
const MANY = 0.1;

/** Standard errors by which the share of worse tasks must exceed what chance makes of it. */
const STANDARD_ERRORS = 2;
const CHANCE = 0.025;

const LET_FALL = `let evaluation.learningRate fall, as "0.1 * 0.5^innerStep" does`;

/** Says whether more tasks are clearly worse than a few, and than chance explains. */
export function isMany({ clear = 0 }: WorseShare, tasks: number): boolean {
  const chance = CHANCE + STANDARD_ERRORS * Math.sqrt((CHANCE * (1 - CHANCE)) / tasks);
  return clear >= Math.max(MANY, chance);
}

/** Says whether harm is to be put down to the length of a step. */
export function isLong({ kl, infiniteKls = 0 }: InnerStepHealth): boolean {
  return infiniteKls > 0 || (kl !== undefined && kl.median > LARGE_KL);
}

/** Judges one inner step by how far it goes and what that does. */
export function findInStep(step: InnerStepHealth, tasks: number): Finding | undefined {
  const { innerSteps, worseThanPrevious: worse, gainOverPrevious: gain, infiniteKls = 0 } = step;
  const isUndoing = gain.ci95 !== undefined && gain.ci95[1] < 0;
  const which = `The ${ordinal(innerSteps)} inner step`;
  if (isUndoing && innerSteps > 1) {
    const text =
      `${which} undoes a part of those before it: it loses ${amount(gain)}${klOf(step)}. Make later steps shorter: ` +
      `${LET_FALL}.`;
    return { kind: "later-steps-undo", text };
  }
  if (!isLong(step)) return undefined;
  if (infiniteKls > 0) {
    const text = `${which} is too long: in ${infiniteKls} of ${countOf(tasks, "task")} its KL is not finite. ${shorten(step)}`;
    return { kind: "too-long", text };
  }
  if (!isMany(worse, tasks) && !isUndoing) return undefined;
  const harm = isUndoing
    ? `it loses ${amount(gain)}`
    : `it makes ${percent(worse.clear ?? 0)} of the tasks clearly worse`;
  const others = gain.mean > 0 ? " Adapting on more episodes helps too." : "";
  return {
    kind: "too-long",
    text: `${which} is too long: ${harm}${klOf(step)}. ${shorten(step)}${others}`,
  };
}

/** Says if no inner step changes the policy much. */
export function findShortSteps(steps: readonly InnerStepHealth[]): Finding | undefined {
  const largest = steps.reduce((most, { kl }) => Math.max(most, kl?.median ?? Infinity), 0);
  if (largest >= SMALL_KL) return undefined;
  return {
    kind: "hardly-changes",
    text:
      `Adaptation hardly changes the policy: the median KL of an inner step is at most ${short(largest)}, below ` +
      `${SMALL_KL}. Raise inner.learningRate.`,
  };
}

function klOf({ kl }: InnerStepHealth): string {
  return kl === undefined ? "" : `, with a median KL of ${short(kl.median)}`;
}

function shorten({ innerSteps }: InnerStepHealth): string {
  return innerSteps === 1
    ? "Lower inner.learningRate, or evaluation.learningRate where it is set."
    : `Make later steps shorter: ${LET_FALL}.`;
}
