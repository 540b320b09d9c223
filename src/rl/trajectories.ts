// Layer 3: what a rollout records, and the same data as tensors for the losses.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor2D, Tensor3D } from "@tensorflow/tfjs-core";
import { checkLength } from "../errors.ts";
import { stepWeights } from "./step-weights.ts";
import type { Weighting } from "./step-weights.ts";

/**
 * Padded trajectories of a meta-batch. Every array is padded to the horizon, so that shapes do not change from one
 * outer step to the next; elements at and after an episode's length are 0.
 */
export interface Rollout {
  readonly tasks: number;
  readonly episodes: number;
  /** The horizon: the padded number of steps. */
  readonly steps: number;
  readonly observationSize: number;
  /** Size of a Box action; 1 for a Discrete one. */
  readonly actionSize: number;
  /** `[tasks, episodes, steps, obs]` */
  readonly observations: Float32Array;
  /** `[tasks, episodes, steps, act]` of a Box action space, `[tasks, episodes, steps]` of a Discrete one */
  readonly actions: Float32Array | Int32Array;
  /** `[tasks, episodes, steps]` */
  readonly rewards: Float32Array;
  /** `[tasks, episodes]`, steps before the end */
  readonly lengths: Int32Array;
  /** `[tasks, episodes]`, 1 where the MDP ended the episode, 0 where the clock did */
  readonly terminated: Uint8Array;
  /** `[tasks, episodes, obs]`, what was observed after the last step */
  readonly lastObservations: Float32Array;
}

/** What a loss needs of a rollout, as tensors. The owner disposes them with {@link disposeTrajectories}. */
export interface Trajectories {
  /** The horizon: n is episodes*steps. */
  readonly steps: number;
  /** `[tasks, n, obs]`, n = episodes*steps */
  readonly observations: Tensor3D;
  /** `[tasks, n, act]` (Box) or `[tasks, n]` int32 (Discrete) */
  readonly actions: Tensor3D | Tensor2D;
  /** `[tasks, n]` */
  readonly advantages: Tensor2D;
  /**
   * `[tasks, n]`, sums to 1 over n, 0 on padding: a weighted sum is a mean over the task's real steps. See
   * {@link stepWeights} for what it weighs alike.
   */
  readonly weights: Tensor2D;
  /** `[tasks, n]`, what was subtracted in the advantages, in their units; only for losses that need it. */
  readonly baselines?: Tensor2D;
}

/** What is estimated at each step of a rollout; each `[tasks, episodes, steps]`, 0 on padding. */
export interface StepEstimates {
  readonly advantages: Float64Array;
  /** What was subtracted in the advantages, in their units. */
  readonly scaledBaselines: Float64Array;
}

/** What {@link toTrajectories} makes. */
export interface TrajectoriesOptions {
  /** What a mean over steps weighs alike. @defaultValue "episode" */
  readonly weighting?: Weighting;
  /** Whether to make {@link Trajectories.baselines}. @defaultValue false */
  readonly withBaselines?: boolean;
}

/**
 * Makes tensors of a rollout and its advantages.
 * @returns tensors that the caller owns and disposes with {@link disposeTrajectories}
 * @throws {@link ShapeError} if there is not one estimate a step
 */
export function toTrajectories(
  rollout: Rollout,
  { advantages, scaledBaselines }: StepEstimates,
  { weighting = "episode", withBaselines = false }: TrajectoriesOptions = {},
): Trajectories {
  const { tasks, episodes, steps, observationSize, actionSize, actions } = rollout;
  const shape = [tasks, episodes, steps] as const;
  checkLength("toTrajectories: advantages", advantages, shape);
  if (withBaselines) checkLength("toTrajectories: scaledBaselines", scaledBaselines, shape);
  const n = episodes * steps;
  const rows = (values: Float64Array): Tensor2D =>
    tf.tensor2d(Float32Array.from(values), [tasks, n]);
  return {
    steps,
    observations: tf.tensor3d(rollout.observations, [tasks, n, observationSize]),
    actions:
      actions instanceof Int32Array
        ? tf.tensor2d(actions, [tasks, n], "int32")
        : tf.tensor3d(actions, [tasks, n, actionSize]),
    advantages: rows(advantages),
    weights: tf.tensor2d(weightsOf(rollout, weighting), [tasks, n]),
    ...(withBaselines && { baselines: rows(scaledBaselines) }),
  };
}

/** Frees the tensors. */
export function disposeTrajectories(trajectories: Trajectories): void {
  const { observations, actions, advantages, weights, baselines } = trajectories;
  tf.dispose([observations, actions, advantages, weights, baselines ?? []]);
}

/** The weights of {@link Trajectories.weights}. @returns `[tasks, episodes*steps]` */
function weightsOf(
  { tasks, episodes, steps, lengths }: Rollout,
  weighting: Weighting,
): Float32Array {
  const weights = new Float32Array(tasks * episodes * steps);
  for (let task = 0; task < tasks; task++) {
    const ofTask = lengths.subarray(task * episodes, (task + 1) * episodes);
    weights.set(stepWeights(ofTask, steps, weighting), task * episodes * steps);
  }
  return weights;
}
