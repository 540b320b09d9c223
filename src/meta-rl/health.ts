// Layer 4: what is said of the health of an adaptation: plain data, part of `evaluation.json`.

import type { NonFiniteStep } from "../meta/non-finite-step.ts";

/** Share of tasks that an adaptation made worse, from 0 to 1. */
export interface WorseShare {
  /** Tasks whose mean return fell by any amount; chance alone makes it half where nothing changes. */
  readonly any: number;
  /** Tasks whose return fell by more than the scatter of their episodes explains; absent with one episode a task. */
  readonly clear?: number;
}

/** Mean over tasks of a difference of returns. */
export interface Gain {
  readonly mean: number;
  /** 95 % interval by Student's t over the differences of tasks; absent with one task. */
  readonly ci95?: readonly [number, number];
}

/** How numbers lie over tasks. */
export interface Spread {
  readonly p10: number;
  readonly median: number;
  readonly p90: number;
}

/** What one inner step did, over tasks. */
export interface InnerStepHealth {
  /** Inner steps that were made, this one included: at least 1. */
  readonly innerSteps: number;
  /** Worse than before adaptation. */
  readonly worse: WorseShare;
  /** Worse than before this step. */
  readonly worseThanPrevious: WorseShare;
  /** Return minus that before adaptation. */
  readonly gain: Gain;
  /** Return minus that before this step. */
  readonly gainOverPrevious: Gain;
  /** Mean KL of a task's policy after the step from that before, in nats; absent if no task has a finite one. */
  readonly kl?: Spread;
  readonly largestKl?: { readonly task: number; readonly kl: number };
  /** Euclidean length of the change of a task's parameters; absent if no task has a finite one. */
  readonly stepNorm?: Spread;
  /** Tasks whose parameters stayed finite, but not the KL. @defaultValue 0 */
  readonly infiniteKls?: number;
}

/** The names of what can be found. */
export const findingKinds = [
  "non-finite",
  "hardly-changes",
  "too-long",
  "later-steps-undo",
  "made-worse",
  "loss",
  "no-gain",
  "healthy",
  "at-optimum",
  "still-gaining",
] as const;

/** Something that the numbers show, and what to do. */
export interface Finding {
  readonly kind: (typeof findingKinds)[number];
  /** Plain sentences: what was found, then what to do. */
  readonly text: string;
}

/** How healthy an adaptation to held-out tasks was. */
export interface AdaptationHealth {
  /** One for each inner step. */
  readonly steps: readonly InnerStepHealth[];
  /** Inner steps that led to what is not finite and were taken back: where it began. */
  readonly nonFinite: readonly NonFiniteStep[];
  /** What stands out; at least one. */
  readonly findings: readonly Finding[];
}
