// Layer 3: the environment contract. What a user implements to bring an environment, and what the rollout steps.
//
// `reset`, `step`, `terminated` and `truncated` mean what they mean in Gymnasium.

import type { Json } from "../json.ts";
import type { Random } from "../random.ts";
import type { Space } from "./spaces.ts";

/** One observation: the elements of a Box, outermost axis first, or the index of a Discrete. */
export type Observation = ArrayLike<number> | number;

/** What a step returns. */
export interface StepResult {
  readonly observation: Observation;
  readonly reward: number;
  /** The MDP ended: the value of what follows is 0. */
  readonly terminated: boolean;
  /** The clock ended the episode: the value of what follows is not 0. The rollout adds the horizon by itself. */
  readonly truncated: boolean;
  /** Anything worth showing; never read by a learner. */
  readonly info?: Readonly<Record<string, Json>>;
}

/** One environment with one task. It holds the state of one episode at a time and nothing global. */
export interface Environment {
  /**
   * Starts a new episode.
   * @param rng - the episode's own stream; the environment may keep it and draw from it in `step`
   */
  reset(rng: Random): Observation;
  /**
   * Advances by one step.
   * @param action - `[act]` of a Box action space, valid during the call only, or the index of a Discrete one. A
   *   policy's action is not clipped before it arrives here: an environment that bounds its actions clips them itself
   *   and says so on its page.
   */
  step(action: ArrayLike<number> | number): StepResult;
}

/** One episode as it was recorded. */
export interface Trajectory {
  /** `[steps+1]`: the first observation, then one after each step; that of a Discrete space as an array of its index. */
  readonly observations: readonly (readonly number[])[];
  /** `[steps]`: the elements of a Box action, or the index of a Discrete one as an array. */
  readonly actions: readonly (readonly number[])[];
  /** `[steps]` */
  readonly rewards: readonly number[];
  /** The MDP ended the episode; false if the clock did. */
  readonly terminated: boolean;
}

/** Where tasks come from: p(T). */
export interface TaskDistribution<Task extends Json = Json> {
  /** Draws `count` tasks from `rng`. A task is plain readonly JSON data. */
  sampleTasks(rng: Random, count: number): readonly Task[];
}

/** A parameterised environment: a distribution of tasks and the environment that plays one of them. */
export interface EnvironmentFamily<Task extends Json = Json> extends TaskDistribution<Task> {
  /** The versioned id, `name@version`; variants that differ between papers have different versions. */
  readonly id: string;
  readonly observationSpace: Space;
  readonly actionSpace: Space;
  /** Longest episode, in steps; the rollout truncates there. */
  readonly horizon: number;
  /** Makes an environment for one task. The rollout makes one for each episode that runs in parallel. */
  createEnvironment(task: Task): Environment;
  /** Makes a typed-array implementation of `tasks.length` environments; must equal single stepping exactly. */
  createBatch?(tasks: readonly Task[]): EnvironmentBatch;
  /**
   * The expected undiscounted return of an episode under the best policy for a task that is known, if it can be computed.
   */
  optimalReturn?(task: Task): number;
  /**
   * Pictures episodes of one task, in the order in which they were played, as lines of text without escape codes. Reads
   * nothing but its arguments.
   */
  render?(task: Task, episodes: readonly Trajectory[]): string;
  /** True if observations show the task on purpose, so that no adaptation is needed. @defaultValue false */
  readonly observesTask?: boolean;
  /** Marks that reports draw: the observation's two coordinates that are positions, and where the goal is. */
  readonly plane?: PlaneView<Task>;
}

/** How trajectories of an environment are drawn in a plane. */
export interface PlaneView<Task extends Json = Json> {
  /** Indices of the observation that are x and y. */
  readonly axes: readonly [number, number];
  /** Half-open drawing range of both axes. */
  readonly range: readonly [number, number];
  /** The goal of a task in the same coordinates, if it has one. */
  goal?(task: Task): readonly [number, number];
}

/** `size` environments stepped together over typed arrays. An environment that has ended is not looked at again. */
export interface EnvironmentBatch {
  readonly size: number;
  /**
   * Starts an episode in one environment; the others go on.
   * @param row - which, from 0
   * @param rng - the episode's own stream; the batch may keep it and draw from it in `step`
   * @param observations - `[size, obs]`, of which this row is written; a Discrete observation is one-hot
   */
  reset(row: number, rng: Random, observations: Float32Array): void;
  /**
   * Advances each environment by one step.
   * @param actions - `[size, act]` for a Box action space, `[size]` for a Discrete one
   * @param result - written
   */
  step(actions: Float32Array | Int32Array, result: BatchStepResult): void;
}

/** Where a batched step writes: one element an environment. */
export interface BatchStepResult {
  /** `[size, obs]`; a Discrete observation is one-hot */
  readonly observations: Float32Array;
  /** `[size]` */
  readonly rewards: Float32Array;
  /** `[size]`, 1 where the MDP ended */
  readonly terminated: Uint8Array;
  /** `[size]`, 1 where the environment's own clock ended the episode */
  readonly truncated: Uint8Array;
}
