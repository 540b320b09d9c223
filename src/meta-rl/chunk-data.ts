// Layer 4: a rollout by chunks of tasks, with its advantages, as the numerics take it.

import type { Policy } from "../nn/policy.ts";
import { estimateAdvantages } from "../rl/estimate-advantages.ts";
import type { AdvantageEstimates, AdvantageOptions } from "../rl/estimate-advantages.ts";
import { returnScale } from "../rl/return-scale.ts";
import { discountReturns } from "../rl/returns.ts";
import { rolloutOfTasks } from "../rl/rollout-tasks.ts";
import { disposeTrajectories, toTrajectories } from "../rl/trajectories.ts";
import type { Rollout, Trajectories } from "../rl/trajectories.ts";
import type { Problem } from "./problem.ts";
import { chunkTasks } from "../meta/task-chunks.ts";
import type { TasksPerChunk } from "../meta/task-chunks.ts";

/** Some tasks' part of a rollout, for the numerics. */
export interface ChunkData {
  /** Belongs to whoever collected. */
  readonly trajectories: Trajectories;
  readonly estimates: AdvantageEstimates;
}

/** How advantages are estimated, and what tensors are made of them. */
export interface EstimationOptions extends AdvantageOptions {
  /** Whether {@link Trajectories.baselines} are needed. */
  readonly withBaselines: boolean;
}

/** How a rollout becomes chunks. */
export interface ChunkOptions {
  readonly problem: Problem;
  readonly estimation: EstimationOptions;
  readonly tasksPerChunk: TasksPerChunk;
}

/**
 * Elements of one layer's activations that a chunk may have by itself: 1 MiB of float32. A graph works on a few such arrays at
 * a time, which then stay in a core's second cache. docs/engine.md has the measurements.
 */
const ELEMENTS_PER_CHUNK = 2 ** 18;

/** Estimates advantages of each chunk of a rollout's tasks, and makes tensors of them. The caller owns the tensors. */
export function toChunks(
  { problem, estimation, tasksPerChunk }: ChunkOptions,
  rollout: Rollout,
): readonly ChunkData[] {
  const { tasks, episodes, steps } = rollout;
  const scaled = scaleRewards(rollout, estimation);
  const options = { ...estimation, normaliseRewards: false };
  const elements = episodes * steps * widestLayer(problem.policy);
  return chunkTasks(tasks, ELEMENTS_PER_CHUNK / elements, tasksPerChunk).map(({ begin, end }) => {
    const part = rolloutOfTasks(scaled, begin, end);
    const estimates = estimateAdvantages(part, options);
    return { trajectories: toTrajectories(part, estimates, estimation), estimates };
  });
}

function widestLayer({ observationSize, shapes }: Policy): number {
  return Math.max(observationSize, ...Object.values(shapes).flat());
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
