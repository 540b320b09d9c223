// Layer 4: one outer step of every learner that descends an outer objective: sample, pose the problem, improve, report.

import { createParams, readParams, shapesOf } from "../nn/params.ts";
import type { Params } from "../nn/params.ts";
import type { LearnerState, ReportedStep } from "./learner.ts";
import type { PhaseSeconds, Stopwatch } from "./stopwatch.ts";

/** The data of one outer step. */
export interface SampledStep<Batch, Sampled> {
  /** By chunks of tasks. */
  readonly batches: readonly Batch[];
  /** What is known before the problem is solved. */
  readonly report: Sampled;
  /** What was learned while sampling, for the next state of the optimiser; passed on to the caller. @defaultValue nothing */
  readonly learned?: Params;
  /** Frees the data. */
  dispose(): void;
}

/** A problem as {@link takeOuterStep} knows it. */
export interface PosedProblem {
  dispose(): void;
}

/** What an outer method works on. */
export interface ImproveInput<Problem, Phase extends string> {
  readonly problem: Problem;
  /** The current meta-parameters, `[params]`. */
  readonly meta: Float64Array;
  /** State of the outer optimiser. */
  readonly optimiser: Params;
  /** Index of this outer step, from 0. */
  readonly outerStep: number;
  readonly stopwatch: Stopwatch<Phase>;
}

/** What an outer method found. */
export interface Improvement<Found> {
  /** `[params]` */
  readonly meta: Float64Array;
  /** The optimiser's next state; passed on to the caller. @defaultValue none */
  readonly optimiser?: Params;
  /** What the method adds to the report. */
  readonly report: Found;
}

/** The parts of an outer step. */
export interface OuterStepParts<
  Batch,
  Problem extends PosedProblem,
  Phase extends string,
  Sampled,
  Found,
> {
  readonly stopwatch: Stopwatch<Phase | "gradient">;
  sample(): SampledStep<Batch, Sampled>;
  /** Computes the loss and its gradient. */
  pose(batches: readonly Batch[]): Problem;
  /** Finds better meta-parameters. */
  improve(input: ImproveInput<Problem, Phase | "gradient">): Improvement<Found>;
}

/** Makes one outer step. */
export function takeOuterStep<
  Batch,
  Problem extends PosedProblem,
  Phase extends string,
  Sampled extends object,
  Found extends object,
>(
  { state, outerStep }: { readonly state: LearnerState; readonly outerStep: number },
  parts: OuterStepParts<Batch, Problem, Phase, Sampled, Found>,
): ReportedStep<Sampled & Found & { readonly seconds: PhaseSeconds<Phase | "gradient"> }> {
  const { stopwatch } = parts;
  const sample = parts.sample();
  const problem = stopwatch.time("gradient", () => parts.pose(sample.batches));
  const found = parts.improve({
    problem,
    meta: readParams(state.params),
    optimiser: state.optimiser,
    outerStep,
    stopwatch,
  });
  problem.dispose();
  sample.dispose();
  return {
    state: {
      params: createParams(found.meta, shapesOf(state.params)),
      optimiser: { ...sample.learned, ...found.optimiser }, // in the order of `initialise`
    },
    report: { ...sample.report, ...found.report, seconds: stopwatch.seconds() },
  };
}
