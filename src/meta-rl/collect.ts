// Layer 4: the inner loop by value: episodes of many tasks, an inner step on them, episodes again, and so on.

import * as tf from "@tensorflow/tfjs-core";
import { NumericalError } from "../errors.ts";
import { concatParams, disposeParams, tileParams } from "../nn/params.ts";
import type { Params } from "../nn/params.ts";
import type { Random } from "../random.ts";
import type { Json } from "../json.ts";
import type { Rollout, Trajectories } from "../rl/trajectories.ts";
import { toChunks } from "./chunk-data.ts";
import type { ChunkData, ChunkOptions } from "./chunk-data.ts";
import { EPISODES, findNonFinite, nonFiniteError, putBack } from "./non-finite.ts";
import type { NonFiniteStep } from "../meta/non-finite-step.ts";
import { play } from "./play.ts";
import type { Stopwatch } from "./stopwatch.ts";

/** What one inner step changes. */
export interface AdaptStepInput {
  /** `[tasks, ...shape]`, or `[1, ...shape]` before the first inner step; not to be freed */
  readonly params: Params;
  /** Of a chunk's tasks, collected with `params`; not to be freed. */
  readonly data: Trajectories;
  /** Index of the inner step, from 0. */
  readonly innerStep: number;
  readonly chunk: number;
}

/** Adapts the parameters of some tasks. @returns each `[tasks, ...shape]`; the caller owns them */
export type AdaptStep = (input: AdaptStepInput) => Params;

/** What is collected, and how. */
export interface CollectOptions extends ChunkOptions {
  readonly tasks: readonly Json[];
  readonly episodesPerTask: number;
  /** Parameters before any adaptation, without a `tasks` axis. */
  readonly start: Params;
  readonly innerSteps: number;
  readonly adaptStep: AdaptStep;
  /** Episodes before the k-th inner step come from its child `inner-step/k`. */
  readonly rng: Random;
  readonly stopwatch: Stopwatch;
  /**
   * Whether a task whose parameters an inner step leads to what is not finite goes on with those before that step,
   * instead of an error.
   * @defaultValue false
   */
  readonly keepsFinite?: boolean;
  /** Looks at each inner step of each chunk; nothing it is given may be freed or kept. */
  readonly onInnerStep?: (step: InnerStepTaken) => void;
}

/** One inner step of some tasks, for diagnosis. */
export interface InnerStepTaken extends AdaptStepInput {
  /** Index of the first task of the chunk. */
  readonly firstTask: number;
  /** What `params` became, `[tasks, ...shape]`. */
  readonly adapted: Params;
}

/** Rollouts before and after each inner step, and what each inner step adapted on, by chunk. */
export interface Collected {
  readonly rollouts: readonly Rollout[];
  /** `[innerSteps][chunks]`; the caller owns the tensors */
  readonly batches: readonly (readonly ChunkData[])[];
  /** The adapted parameters of each chunk, `[tasks, ...shape]`; the caller owns them. Empty without inner steps */
  readonly adapted: readonly Params[];
  /** Inner steps that were taken back; the task goes on with the parameters before. */
  readonly nonFinite: readonly NonFiniteStep[];
}

/**
 * Alternates rollouts and inner steps: one rollout more than there are inner steps.
 * @throws {@link NumericalError} naming the inner step and the task whose parameters are not finite, unless `keepsFinite`
 */
export function collect(options: CollectOptions): Collected {
  const collection = new Collection(options);
  for (let innerStep = 0; innerStep < options.innerSteps; innerStep++) collection.adapt(innerStep);
  return collection.finish();
}

/** What was collected so far, and the parameters of each chunk that the next inner step changes. */
class Collection {
  readonly #options: CollectOptions;
  /** All tasks begin from one set of parameters, `[1, ...shape]`; each inner step leads every chunk to sets of its own. */
  readonly #initial: Params;
  readonly #rollouts: Rollout[] = [];
  readonly #batches: (readonly ChunkData[])[] = [];
  readonly #nonFinite: NonFiniteStep[] = [];
  #ofChunks: readonly Params[] = [];

  constructor(options: CollectOptions) {
    this.#options = options;
    this.#initial = tf.tidy(() => tileParams(options.start, 1));
    this.#rollOut(this.#initial);
  }

  /** Takes one inner step on the last rollout, and rolls out after it. */
  adapt(innerStep: number): void {
    const { stopwatch } = this.#options;
    const last = this.#rollouts.at(-1) as Rollout;
    const data = stopwatch.time("adapt", () => toChunks(this.#options, last));
    this.#batches.push(data);
    const before = data.map((_, chunk) => this.#ofChunks[chunk] ?? this.#initial);
    let firstTask = 0;
    const adapted = data.map(({ trajectories }, chunk) => {
      const params = before[chunk] as Params;
      const step = { params, data: trajectories, innerStep, chunk, firstTask };
      firstTask += trajectories.weights.shape[0];
      return this.#adaptChunk(step);
    });
    const outgrown = this.#ofChunks;
    this.#ofChunks = adapted;
    while (!this.#rollOutAdapted(innerStep, before)); // until no task is left to put back
    outgrown.forEach(disposeParams);
  }

  finish(): Collected {
    disposeParams(this.#initial);
    return {
      rollouts: this.#rollouts,
      batches: this.#batches,
      adapted: this.#ofChunks,
      nonFinite: this.#nonFinite,
    };
  }

  #rollOut(params: Params): void {
    const { problem, rng, stopwatch } = this.#options;
    const settings = { ...this.#options, rng: rng.split("inner-step", this.#rollouts.length) };
    this.#rollouts.push(stopwatch.time("rollout", () => play(problem, params, settings)));
  }

  #adaptChunk(step: Omit<InnerStepTaken, "adapted">): Params {
    const { adaptStep, stopwatch, keepsFinite = false, onInnerStep } = this.#options;
    let adapted = stopwatch.time("adapt", () => adaptStep(step));
    const failures = findNonFinite(adapted, step);
    if (failures.length > 0) {
      if (!keepsFinite) throw nonFiniteError(failures);
      this.#nonFinite.push(...failures);
      const rows = failures.map(({ task }) => task - step.firstTask);
      adapted = putBack(adapted, step.params, rows);
    }
    onInnerStep?.({ ...step, adapted });
    return adapted;
  }

  /**
   * Rolls out with the adapted parameters. Finite parameters may lead to actions that are not: their tasks are put back.
   * @param before - each chunk's parameters before the inner step
   * @returns whether there is a rollout
   */
  #rollOutAdapted(innerStep: number, before: readonly Params[]): boolean {
    const adapted = concatParams(this.#ofChunks);
    try {
      this.#rollOut(adapted);
      return true;
    } catch (error) {
      const failed = this.#findFailed(error, innerStep);
      if (failed.length === 0) throw error;
      this.#nonFinite.push(...failed.map((task) => ({ task, innerStep, parameter: EPISODES })));
      let firstTask = 0;
      this.#ofChunks = this.#ofChunks.map((params, chunk) => {
        const rows = failed.map((task) => task - firstTask);
        firstTask += Object.values(params)[0]?.shape[0] ?? 0;
        return putBack(params, before[chunk] as Params, rows);
      });
      return false;
    } finally {
      disposeParams(adapted);
    }
  }

  /** The tasks that an error of a rollout is put down to the last inner step of. */
  #findFailed(error: unknown, innerStep: number): readonly number[] {
    if (this.#options.keepsFinite !== true || !(error instanceof NumericalError)) return [];
    // A task that was put back already fails by itself.
    return error.tasks.filter(
      (task) =>
        !this.#nonFinite.some((known) => known.task === task && known.innerStep === innerStep),
    );
  }
}
