// Layer 4: the inner loop by value: episodes of many tasks, an inner step on them, episodes again, and so on.

import * as tf from "@tensorflow/tfjs-core";
import { NumericalError } from "../errors.ts";
import { concatParams, disposeParams, tileParams } from "../nn/params.ts";
import type { Params } from "../nn/params.ts";
import type { Random } from "../random.ts";
import type { Json } from "../rl/environment.ts";
import { estimateAdvantages } from "../rl/estimate-advantages.ts";
import type { AdvantageEstimates, AdvantageOptions } from "../rl/estimate-advantages.ts";
import { returnScale } from "../rl/return-scale.ts";
import { discountReturns } from "../rl/returns.ts";
import { rolloutOfTasks } from "../rl/rollout-tasks.ts";
import { disposeTrajectories, toTrajectories } from "../rl/trajectories.ts";
import type { Rollout, Trajectories } from "../rl/trajectories.ts";
import { EPISODES, findNonFinite, nonFiniteError, putBack } from "./non-finite.ts";
import type { NonFiniteStep } from "./non-finite.ts";
import { play } from "./play.ts";
import type { Problem } from "./problem.ts";
import type { Stopwatch } from "./stopwatch.ts";
import { chunkTasks } from "./task-chunks.ts";
import type { TasksPerChunk } from "./task-chunks.ts";

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

/** Some tasks' part of a rollout, for the numerics. */
export interface ChunkData {
  /** Belongs to whoever collected. */
  readonly trajectories: Trajectories;
  readonly estimates: AdvantageEstimates;
}

/** What is collected, and how. */
export interface CollectOptions {
  readonly problem: Problem;
  readonly tasks: readonly Json[];
  readonly episodesPerTask: number;
  /** Parameters before any adaptation, without a `tasks` axis. */
  readonly start: Params;
  readonly innerSteps: number;
  readonly adaptStep: AdaptStep;
  readonly estimation: EstimationOptions;
  readonly tasksPerChunk: TasksPerChunk;
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

/** How advantages are estimated, and what tensors are made of them. */
export interface EstimationOptions extends AdvantageOptions {
  /** Whether {@link Trajectories.baselines} are needed. */
  readonly withBaselines: boolean;
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
  const { problem, innerSteps, adaptStep, rng, stopwatch, onInnerStep } = options;
  const { keepsFinite = false } = options;
  const rollouts: Rollout[] = [];
  const batches: (readonly ChunkData[])[] = [];
  const rollOut = (params: Params): Rollout => {
    const settings = { ...options, rng: rng.split("inner-step", rollouts.length) };
    const rollout = stopwatch.time("rollout", () => play(problem, params, settings));
    rollouts.push(rollout);
    return rollout;
  };

  // All tasks begin from one set of parameters; each inner step leads every chunk to sets of its own.
  const initial = tf.tidy(() => tileParams(options.start, 1));
  let rollout = rollOut(initial);
  let ofChunks: readonly Params[] = [];
  const nonFinite: NonFiniteStep[] = [];
  for (let innerStep = 0; innerStep < innerSteps; innerStep++) {
    const data = stopwatch.time("adapt", () => toChunks(options, rollout));
    batches.push(data);
    const before = ofChunks;
    let firstTask = 0;
    ofChunks = data.map(({ trajectories }, chunk) => {
      const step = { params: before[chunk] ?? initial, data: trajectories, innerStep, chunk };
      const taken = { innerStep, firstTask };
      firstTask += trajectories.weights.shape[0];
      let adapted = stopwatch.time("adapt", () => adaptStep(step));
      const failures = findNonFinite(adapted, taken);
      if (failures.length > 0) {
        if (!keepsFinite) throw nonFiniteError(failures);
        nonFinite.push(...failures);
        const rows = failures.map(({ task }) => task - taken.firstTask);
        adapted = putBack(adapted, step.params, rows);
      }
      onInnerStep?.({ ...step, ...taken, adapted });
      return adapted;
    });
    for (;;) {
      const adapted = concatParams(ofChunks);
      try {
        rollout = rollOut(adapted);
        break;
      } catch (error) {
        // What cannot be put down to a task, or to its last inner step, is no business of adaptation's.
        const isOfStep = (task: number): boolean =>
          !nonFinite.some((known) => known.task === task && known.innerStep === innerStep);
        const failed = error instanceof NumericalError ? error.tasks.filter(isOfStep) : [];
        if (!keepsFinite || failed.length === 0) throw error;
        nonFinite.push(...failed.map((task) => ({ task, innerStep, parameter: EPISODES })));
        let begin = 0;
        ofChunks = ofChunks.map((params, chunk) => {
          const rows = failed.map((task) => task - begin);
          begin += data[chunk]!.trajectories.weights.shape[0];
          return putBack(params, before[chunk] ?? initial, rows);
        });
      } finally {
        disposeParams(adapted);
      }
    }
    before.forEach(disposeParams);
  }
  disposeParams(initial);
  return { rollouts, batches, adapted: ofChunks, nonFinite };
}

/** Estimates advantages of each chunk of a rollout's tasks, and makes tensors of them. The caller owns the tensors. */
export function toChunks(
  {
    problem,
    estimation,
    tasksPerChunk,
  }: Pick<CollectOptions, "problem" | "estimation" | "tasksPerChunk">,
  rollout: Rollout,
): readonly ChunkData[] {
  const { tasks, episodes, steps } = rollout;
  const scaled = scaleRewards(rollout, estimation);
  const options = { ...estimation, normaliseRewards: false };
  return chunkTasks(tasks, episodes * steps, problem.policy, tasksPerChunk).map(
    ({ begin, end }) => {
      const part = rolloutOfTasks(scaled, begin, end);
      const estimates = estimateAdvantages(part, options);
      return { trajectories: toTrajectories(part, estimates, estimation), estimates };
    },
  );
}

/** Divides rewards by one scale for all chunks, if they are to be: what is computed may not depend on the chunks. */
function scaleRewards(rollout: Rollout, options: AdvantageOptions): Rollout {
  if (options.normaliseRewards !== true) return rollout;
  const { rewards, lengths } = rollout;
  const scale = returnScale(discountReturns(rewards, lengths, options), lengths);
  return { ...rollout, rewards: rewards.map((reward) => reward / scale) };
}

/** Frees the tensors of chunks. */
export function disposeChunks(chunks: readonly ChunkData[]): void {
  for (const { trajectories } of chunks) disposeTrajectories(trajectories);
}
