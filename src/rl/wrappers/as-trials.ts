// Layer 3: the protocol of RL²: several episodes of one task make one trial, played by an agent that remembers.
//
// Duan et al. 2016, https://arxiv.org/abs/1611.02779, section 2.2. docs/adaptation-protocols.md compares it with the other.

import { checkInteger } from "../../errors.ts";
import type { Random } from "../../random.ts";
import { allocateStepResult } from "../allocate.ts";
import type { Json } from "../../json.ts";
import type { BatchStepResult, EnvironmentBatch, EnvironmentFamily } from "../environment.ts";
import type { Trajectory } from "../environment.ts";
import { box, encodedSize } from "../spaces.ts";
import type { Space } from "../spaces.ts";
import { createEnvironmentBatch } from "../vectorise.ts";
import { encodedBounds, recordedObservation } from "./encoded-observations.ts";
import { wrapFamily } from "./wrap-family.ts";

/** What a trial is made of. */
export interface TrialOptions {
  /** Episodes of a trial. */
  readonly episodes: number;
}

/**
 * Makes one episode, the trial, of several episodes of a task.
 *
 * Observes the observation, then the previous action, the previous reward, and 1 if an episode ended with the previous
 * step; all but the observation are 0 when a trial starts. Discrete observations and actions are one-hot. Where an episode has
 * ended, the observation is the first of the next one; only the trial's last episode shows where it ended. The trial
 * is truncated with its last episode, even if the MDP ended that.
 *
 * All episodes of a trial draw from the trial's stream, one after the other. Its optimal return is that of an episode times
 * the number of episodes: to a policy that knows the task no episode tells anything about the next, and
 * the best it can do in each is to play it best.
 *
 * A picture shows the episodes of all trials in order. Where an episode ended before the trial did, the observation that it
 * ended with is not known, and the one before it is repeated; one that is shorter than the horizon counts as
 * terminated.
 *
 * @throws {@link ConfigError} if the number of episodes is not a positive integer
 */
export function asTrials<Task extends Json>(
  family: EnvironmentFamily<Task>,
  options: TrialOptions,
): EnvironmentFamily<Task> {
  const { episodes } = options;
  checkInteger("asTrials.episodes", episodes, 1);
  return wrapFamily(family, {
    suffix: `-rl2-n${episodes}`,
    observationSpace: trialSpace(family),
    horizon: episodes * family.horizon,
    createBatch: (tasks) => new TrialBatch(family, tasks, episodes),
    optimalReturn: (inner) => episodes * inner,
    unwrap: (trial) => splitTrial(family, trial),
  });
}

/** Elements after the action: the reward, and whether an episode ended. */
const REWARD_AND_END = 2;

function trialSpace({ observationSpace, actionSpace }: EnvironmentFamily): Space {
  const observed = encodedBounds(observationSpace);
  // A policy's action may lie outside of the bounds of a Box.
  const [low, high] = actionSpace.kind === "box" ? [-Infinity, Infinity] : [0, 1];
  const acted = new Array<number>(encodedSize(actionSpace));
  return box({
    low: [...observed.low, ...acted.fill(low), -Infinity, 0],
    high: [...observed.high, ...acted.fill(high), Infinity, 1],
  });
}

class TrialBatch implements EnvironmentBatch {
  readonly size: number;
  readonly #inner: EnvironmentBatch;
  /** What the batch inside writes. */
  readonly #step: BatchStepResult;
  readonly #observed: number;
  readonly #acted: number;
  readonly #isDiscrete: boolean;
  readonly #horizon: number;
  readonly #episodes: number;
  /** `[size]`, the stream of each trial. */
  readonly #streams: (Random | undefined)[];
  /** `[size]`, episodes that have ended. */
  readonly #ended: Int32Array;
  /** `[size]`, steps in the running episode. */
  readonly #steps: Int32Array;

  constructor(family: EnvironmentFamily, tasks: readonly Json[], episodes: number) {
    const size = tasks.length;
    this.size = size;
    this.#inner = createEnvironmentBatch(family, tasks);
    this.#observed = encodedSize(family.observationSpace);
    this.#acted = encodedSize(family.actionSpace);
    this.#isDiscrete = family.actionSpace.kind === "discrete";
    this.#horizon = family.horizon;
    this.#episodes = episodes;
    this.#streams = new Array<Random | undefined>(size).fill(undefined);
    this.#ended = new Int32Array(size);
    this.#steps = new Int32Array(size);
    this.#step = allocateStepResult(family, size);
  }

  reset(row: number, rng: Random, observations: Float32Array): void {
    this.#streams[row] = rng;
    this.#ended[row] = 0;
    this.#startEpisode(row);
    const width = this.#observed + this.#acted + REWARD_AND_END;
    observations.fill(0, row * width, (row + 1) * width);
    this.#observe(row, observations);
  }

  step(actions: Float32Array | Int32Array, result: BatchStepResult): void {
    const { size } = this;
    const step = this.#step;
    const ended = this.#ended;
    const steps = this.#steps;
    const { observations } = result;
    const observed = this.#observed;
    const acted = this.#acted;
    const width = observed + acted + REWARD_AND_END;
    for (let row = 0; row < size; row++) {
      // A trial that is over is stepped as long as others go on, but never beyond the horizon of an episode.
      if (ended[row] === this.#episodes && steps[row] === 0) this.#startEpisode(row);
    }
    this.#inner.step(actions, step);
    for (let row = 0; row < size; row++) {
      const hasEnded =
        step.terminated[row] === 1 ||
        step.truncated[row] === 1 ||
        steps[row]! + 1 === this.#horizon;
      steps[row] = hasEnded ? 0 : steps[row]! + 1;
      if (ended[row] === this.#episodes) continue;
      if (hasEnded && ++ended[row]! < this.#episodes) this.#startEpisode(row);
      this.#observe(row, observations);
      const at = row * width + observed;
      if (this.#isDiscrete) {
        observations.fill(0, at, at + acted);
        observations[at + actions[row]!] = 1;
      } else {
        for (let j = 0; j < acted; j++) observations[at + j] = actions[row * acted + j]!;
      }
      observations[at + acted] = step.rewards[row]!;
      observations[at + acted + 1] = hasEnded ? 1 : 0;
      result.rewards[row] = step.rewards[row]!;
      result.terminated[row] = 0;
      result.truncated[row] = ended[row] === this.#episodes ? 1 : 0;
    }
  }

  /** Starts the next episode of a trial, which goes on drawing where the last one stopped. */
  #startEpisode(row: number): void {
    this.#steps[row] = 0;
    this.#inner.reset(row, this.#streams[row]!, this.#step.observations);
  }

  /** Writes the observation of the running episode into its part of a row. */
  #observe(row: number, observations: Float32Array): void {
    const observed = this.#observed;
    const inner = this.#step.observations;
    const to = row * (observed + this.#acted + REWARD_AND_END);
    for (let j = 0; j < observed; j++) observations[to + j] = inner[row * observed + j]!;
  }
}

/** The episodes of a trial, the last of which may not have ended. */
function splitTrial(family: EnvironmentFamily, trial: Trajectory): readonly Trajectory[] {
  const { observationSpace, horizon } = family;
  const observed = encodedSize(observationSpace);
  const inner = trial.observations.map((row) =>
    recordedObservation(observationSpace, row.slice(0, observed)),
  );
  const episodes: Trajectory[] = [];
  const count = trial.rewards.length;
  let begin = 0;
  for (let end = 1; end <= count; end++) {
    const hasEnded = trial.observations[end]?.at(-1) === 1;
    if (!hasEnded && end < count) continue;
    const last = end === count ? inner[end] : inner[end - 1];
    episodes.push({
      observations: [...inner.slice(begin, end), last ?? []],
      actions: trial.actions.slice(begin, end),
      rewards: trial.rewards.slice(begin, end),
      terminated: hasEnded && end - begin < horizon,
    });
    begin = end;
  }
  return episodes;
}
