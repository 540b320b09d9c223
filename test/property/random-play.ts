// Plays an environment with random actions in a large batch, each row one episode after the other, and checks every step.

import { createRandom } from "../../src/random.ts";
import type { Random } from "../../src/random.ts";
import type {
  BatchStepResult,
  EnvironmentBatch,
  EnvironmentFamily,
} from "../../src/rl/environment.ts";
import { drawAction } from "../../src/rl/random-episode.ts";
import { elementSize, encodedSize } from "../../src/rl/spaces.ts";
import { createEnvironmentBatch } from "../../src/rl/vectorise.ts";

/** What {@link playRandomly} plays. */
export interface RandomPlayOptions {
  readonly seed: number;
  /** Environments of the batch, each with a task of its own. */
  readonly rows: number;
  /** How many episodes have to come to an end, at least. */
  readonly episodes: number;
}

/** What came of it. */
export interface Tally {
  /** Episodes that came to an end. */
  readonly episodes: number;
  readonly steps: number;
  /** Ends that the environment called truncated. */
  readonly truncated: number;
  /** Ends at the horizon that the environment did not announce. */
  readonly unannounced: number;
  /** Of each episode, its return minus the optimal return of its task; empty if that is not known. */
  readonly excesses: readonly number[];
}

/**
 * Plays episodes of random actions. Rows end at different times, and each is reset as soon as it has ended while the others go
 * on. All rows but a few are also reset once in mid-episode, which is not counted.
 * @throws Error at the first step that violates the contract
 */
export function playRandomly(family: EnvironmentFamily, options: RandomPlayOptions): Tally {
  return new RandomPlay(family, options).run(options.episodes);
}

class RandomPlay {
  readonly #family: EnvironmentFamily;
  readonly #rows: number;
  readonly #width: number;
  readonly #rng: Random;
  readonly #actionStream: Random;
  readonly #batch: EnvironmentBatch;
  readonly #actions: Float32Array | Int32Array;
  /** `[rows]`; NaN where it is not known */
  readonly #optima: Float64Array;
  /** `[rows]`, of the episode that is played */
  readonly #ages: Int32Array;
  readonly #returns: Float64Array;
  /** `[obs]`, of a Box observation, as float32 numbers */
  readonly #low: Float32Array;
  readonly #high: Float32Array;
  readonly #excesses: number[] = [];
  #result: BatchStepResult;
  #spare: BatchStepResult;
  #started = 0;
  #episodes = 0;
  #steps = 0;
  #truncated = 0;
  #unannounced = 0;

  constructor(family: EnvironmentFamily, { seed, rows }: RandomPlayOptions) {
    const { observationSpace, actionSpace } = family;
    this.#family = family;
    this.#rows = rows;
    this.#width = encodedSize(observationSpace);
    this.#rng = createRandom(seed);
    this.#actionStream = this.#rng.split("actions");
    const tasks = family.sampleTasks(this.#rng.split("tasks"), rows);
    this.#batch = createEnvironmentBatch(family, tasks);
    this.#optima = Float64Array.from(tasks, (task) => family.optimalReturn?.(task) ?? NaN);
    const size = rows * elementSize(actionSpace);
    this.#actions = actionSpace.kind === "box" ? new Float32Array(size) : new Int32Array(size);
    this.#ages = new Int32Array(rows);
    this.#returns = new Float64Array(rows);
    const bounds = observationSpace.kind === "box" ? observationSpace : { low: [], high: [] };
    this.#low = Float32Array.from(bounds.low);
    this.#high = Float32Array.from(bounds.high);
    [this.#result, this.#spare] = [
      createResult(rows, this.#width),
      createResult(rows, this.#width),
    ];
  }

  run(episodes: number): Tally {
    for (let row = 0; row < this.#rows; row++) this.#reset(row);
    for (let step = 1; this.#episodes < episodes; step++) {
      this.#step();
      this.#resetRows(step);
    }
    return {
      episodes: this.#episodes,
      steps: this.#steps,
      truncated: this.#truncated,
      unannounced: this.#unannounced,
      excesses: this.#excesses,
    };
  }

  #step(): void {
    const { actionSpace } = this.#family;
    const size = elementSize(actionSpace);
    const actions = this.#actions;
    for (let row = 0; row < this.#rows; row++) {
      const action = drawAction(actionSpace, this.#actionStream);
      if (typeof action === "number") actions[row] = action;
      else actions.set(action, row * size);
    }
    [this.#result, this.#spare] = [this.#spare, this.#result];
    const { observations, rewards, terminated, truncated } = this.#result;
    // What is not written shows.
    observations.fill(NaN);
    rewards.fill(NaN);
    terminated.fill(255);
    truncated.fill(255);
    this.#batch.step(actions, this.#result);
    this.#steps += this.#rows;
    for (let row = 0; row < this.#rows; row++) {
      this.#checkObservation(row);
      this.#check(row, Number.isFinite(rewards[row]), "rewards", rewards[row]!);
      this.#check(row, terminated[row]! <= 1, "terminated", terminated[row]!);
      this.#check(row, truncated[row]! <= 1, "truncated", truncated[row]!);
      this.#check(row, terminated[row]! + truncated[row]! < 2, "both flags", 1);
      this.#ages[row]!++;
      this.#returns[row]! += rewards[row]!;
    }
  }

  /** Resets the rows that have ended, and in the beginning one row in mid-episode after another, so that they get out of step. */
  #resetRows(step: number): void {
    const { horizon } = this.#family;
    const { observations, terminated, truncated } = this.#result;
    const before = this.#spare.observations; // not needed any more
    before.set(observations);
    for (let row = 0; row < this.#rows; row++) {
      const hasEnded = terminated[row] === 1 || truncated[row] === 1;
      if (hasEnded || this.#ages[row] === horizon) {
        this.#count(row, hasEnded);
        this.#reset(row);
      } else if (step < horizon && row % horizon === step) {
        this.#reset(row);
      }
    }
    for (let row = 0; row < this.#rows; row++) {
      if (this.#ages[row] === 0) continue;
      for (let i = row * this.#width; i < (row + 1) * this.#width; i++) {
        this.#check(row, observations[i] === before[i], "observations after other resets", i);
      }
    }
  }

  #count(row: number, isAnnounced: boolean): void {
    this.#episodes++;
    if (!isAnnounced) this.#unannounced++;
    if (this.#result.truncated[row] === 1) this.#truncated++;
    const excess = this.#returns[row]! - this.#optima[row]!;
    if (this.#family.optimalReturn) this.#excesses.push(excess);
  }

  #reset(row: number): void {
    this.#ages[row] = 0;
    this.#returns[row] = 0;
    const { observations } = this.#result;
    observations.fill(NaN, row * this.#width, (row + 1) * this.#width);
    this.#batch.reset(row, this.#rng.split("episode", this.#started++), observations);
    this.#checkObservation(row);
  }

  #checkObservation(row: number): void {
    const { observations } = this.#result;
    const begin = row * this.#width;
    if (this.#low.length > 0) {
      for (let j = 0; j < this.#width; j++) {
        const element = observations[begin + j]!;
        const isInside = element >= this.#low[j]! && element <= this.#high[j]!;
        this.#check(row, isInside, `observations[${j}]`, element);
      }
    } else {
      let ones = 0;
      for (let i = begin; i < begin + this.#width; i++) {
        if (observations[i] === 1) ones++;
        else this.#check(row, observations[i] === 0, "one-hot observations", observations[i]!);
      }
      this.#check(row, ones === 1, "ones of one-hot observations", ones);
    }
  }

  #check(row: number, holds: boolean, what: string, value: number): void {
    if (holds) return;
    const { id } = this.#family;
    throw new Error(`${id}: ${what} must not be ${value}, in row ${row} at age ${this.#ages[row]}`);
  }
}

function createResult(rows: number, width: number): BatchStepResult {
  return {
    observations: new Float32Array(rows * width),
    rewards: new Float32Array(rows),
    terminated: new Uint8Array(rows),
    truncated: new Uint8Array(rows),
  };
}
