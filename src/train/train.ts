// Layer 5: the training loop: outer steps, metrics, checkpoints, and the evaluation at the end.

import { rmSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as eventLoop } from "node:timers/promises";
import { checkFinite, NumericalError } from "../errors.ts";
import type { FewShotEvaluationNumbers } from "../few-shot/evaluation.ts";
import type { LearnerState, MetaLearner, ReportedStep, TimedReport } from "../meta/learner.ts";
import type { EvaluationNumbers } from "../meta-rl/evaluation.ts";
import type { OuterStepReport } from "../meta-rl/learner.ts";
import { createRandom } from "../random.ts";
import { checkFiniteState } from "./check-finite-state.ts";
import { writeCheckpoint } from "./checkpoint.ts";
import type { Progress } from "./checkpoint.ts";
import { isFewShotEvaluation } from "./evaluation-curve.ts";
import type { AnyEvaluation } from "./evaluation-curve.ts";
import type { Experiment } from "./experiment.ts";
import type { EvaluationOf, MetricsLineOf } from "./experiment-types.ts";
import { kindOf } from "./kind-of.ts";
import { learnerOf } from "./learner-of.ts";
import { openMetrics, secondsOf } from "./metrics.ts";
import type { AnyMetricsLine, MetricsWriter } from "./metrics.ts";
import { disposeState } from "./open-run.ts";
import type { RunDescription } from "./run-description.ts";
import { runFiles, writeJson } from "./run-folder.ts";
import type { Summary } from "./summary.ts";

/** Outer steps between checkpoints, at least. */
const CHECKPOINT_EVERY = 10;

/** Milliseconds between checkpoints, at least: outer steps may take less time than a file. A crash loses little more than both. */
const CHECKPOINT_INTERVAL = 1000;

/** What to train, and where it leaves what. */
export interface TrainOptions<E extends Experiment = Experiment> {
  readonly experiment: E;
  readonly run: RunDescription;
  /** The run folder. */
  readonly folder: string;
  /** Where to go on. @defaultValue the beginning */
  readonly start?: TrainingStart;
  /** Ends training after the outer step that is under way, with a checkpoint. */
  readonly signal?: AbortSignal;
  /** Called after each outer step. */
  readonly onOuterStep?: (line: AnyMetricsLine) => void;
}

/** What was done before training goes on. */
export interface TrainingStart {
  /** Training takes ownership. */
  readonly state: LearnerState;
  readonly progress: Progress;
  /** A line for each outer step that is finished. */
  readonly metrics: readonly AnyMetricsLine[];
}

/** What training leaves, beside its files. */
export interface TrainResult<E extends Experiment = Experiment> {
  readonly summary: Summary;
  /** All outer steps of the run, those before a resume included. */
  readonly metrics: readonly MetricsLineOf<E>[];
  /** Absent if the run was interrupted. */
  readonly evaluation?: EvaluationOf<E>;
}

/**
 * Trains on the backend that is in use, and writes everything but the report into the run folder.
 *
 * @returns once training is completed and evaluated, or interrupted
 * @throws {@link NumericalError} naming the outer step, if anything is not finite; the last checkpoint stays
 */
export async function train<E extends Experiment>(
  options: TrainOptions<E>,
): Promise<TrainResult<E>> {
  const { run, folder } = options;
  const training = new Training(options);
  try {
    rmSync(join(folder, runFiles.summary), { force: true }); // that of a run that goes on is out of date
    await writeJson(join(folder, runFiles.config), run);
    const evaluation = await training.run();
    const summary = training.summarise(evaluation);
    await writeJson(join(folder, runFiles.summary), summary);
    const result: TrainResult = {
      summary,
      metrics: training.metrics,
      ...(evaluation && { evaluation }),
    };
    return result;
  } catch (error) {
    await writeJson(join(folder, runFiles.summary), training.summarise("failed"));
    throw error;
  } finally {
    training.dispose();
  }
}

/** One run of the loop; holds the state from one outer step to the next. */
class Training {
  readonly metrics: AnyMetricsLine[];
  readonly #options: TrainOptions;
  readonly #problem: unknown;
  readonly #learner: MetaLearner;
  readonly #writer: MetricsWriter;
  #state: LearnerState;
  #progress: Progress;
  #evaluationSeconds = 0;
  #lastCheckpoint = 0;

  constructor(options: TrainOptions) {
    const { experiment, run, folder, start } = options;
    this.#options = options;
    this.#problem = kindOf(experiment).problemOf(experiment, run.config);
    this.#learner = learnerOf<MetaLearner>(experiment.learners, run.config.learner);
    this.#state =
      start?.state ??
      this.#learner.initialise(this.#problem, run.config, createRandom(run.seed).split("initial"));
    this.#progress = start?.progress ?? { outerSteps: 0, environmentSteps: 0 };
    this.metrics = [...(start?.metrics ?? [])];
    this.#writer = openMetrics(folder);
  }

  /** Makes the outer steps that are missing, then evaluates. @returns undefined if it was interrupted */
  async run(): Promise<AnyEvaluation | undefined> {
    const { run, signal, onOuterStep } = this.#options;
    await this.#saveCheckpoint();
    while (this.#progress.outerSteps < run.config.outerSteps && !signal?.aborted) {
      const line = this.#outerStep();
      if (this.#isCheckpointDue()) await this.#saveCheckpoint();
      onOuterStep?.(line);
      await eventLoop(); // outer steps are synchronous; signals arrive between them
    }
    await this.#saveCheckpoint();
    return signal?.aborted ? undefined : this.#evaluate();
  }

  /** Sums the run up, by its evaluation if it has one. */
  summarise(end: AnyEvaluation | "failed" | undefined): Summary {
    const trained = secondsOf(this.metrics);
    const facts = { ...this.#progress, seconds: trained + this.#evaluationSeconds };
    if (end === "failed") return { status: "failed", ...facts };
    if (end === undefined) return { status: "interrupted", ...facts };
    return { status: "completed", ...facts, evaluation: numbersOf(end) };
  }

  dispose(): void {
    disposeState(this.#state);
    this.#writer.close();
  }

  #outerStep(): AnyMetricsLine {
    const { outerSteps: outerStep, environmentSteps } = this.#progress;
    const { state, report } = this.#improve(outerStep);
    disposeState(this.#state);
    this.#state = state;
    const total = environmentSteps + environmentStepsOf(report);
    const line = {
      outerStep,
      ...report,
      ...("environmentSteps" in report && { environmentSteps: total }),
    } as AnyMetricsLine;
    const where = `outer step ${outerStep}`;
    checkFinite(where, report);
    checkFiniteState(where, state);
    this.#progress = { outerSteps: outerStep + 1, environmentSteps: total };
    this.metrics.push(line);
    this.#writer.append(line);
    return line;
  }

  #improve(outerStep: number): ReportedStep<TimedReport> {
    const { run } = this.#options;
    const rng = createRandom(run.seed).split("outer-step", outerStep);
    try {
      return this.#learner.outerStep({
        problem: this.#problem,
        config: run.config,
        state: this.#state,
        outerStep,
        rng,
      });
    } catch (error) {
      if (!(error instanceof NumericalError)) throw error;
      throw new NumericalError(`outer step ${outerStep}: ${error.message}`, { cause: error });
    }
  }

  #isCheckpointDue(): boolean {
    if (this.#progress.outerSteps % CHECKPOINT_EVERY !== 0) return false;
    return performance.now() - this.#lastCheckpoint >= CHECKPOINT_INTERVAL;
  }

  async #saveCheckpoint(): Promise<void> {
    const { folder, run } = this.#options;
    this.#writer.flush(); // a checkpoint never knows more steps than the metrics
    await writeCheckpoint(folder, {
      state: this.#state,
      progress: this.#progress,
      config: run.config,
      version: run.versions.acclimate,
    });
    this.#lastCheckpoint = performance.now();
  }

  async #evaluate(): Promise<AnyEvaluation> {
    const { experiment, run, folder } = this.#options;
    const start = performance.now();
    const evaluation = kindOf(experiment).evaluate({
      experiment,
      config: run.config,
      problem: this.#problem,
      state: this.#state,
      outerSteps: this.#progress.outerSteps,
    });
    this.#evaluationSeconds = (performance.now() - start) / 1000;
    await writeJson(join(folder, runFiles.evaluation), evaluation);
    return evaluation;
  }
}

/** Environment steps of one outer step; none where there is no environment. */
function environmentStepsOf(report: TimedReport): number {
  return "environmentSteps" in report ? (report as OuterStepReport).environmentSteps : 0;
}

/** Leaves out what is for reports only. */
function numbersOf(evaluation: AnyEvaluation): EvaluationNumbers | FewShotEvaluationNumbers {
  if (isFewShotEvaluation(evaluation)) {
    const { examples: _examples, ...numbers } = evaluation;
    return numbers;
  }
  const { paths: _paths, pictures: _pictures, ...numbers } = evaluation;
  return numbers;
}
