// Layer 4: what a value network is fitted to: a rollout's observations and times as inputs, its returns as targets.

import type { Rollout } from "../rl/trajectories.ts";

/** Inputs beside the observation: time and its square. */
const TIME_INPUTS = 2;

/** Below this share of the mean's size a standard deviation is rounding, and the returns are equal. */
const ROUNDING = 1e-12;

/**
 * A regression for each task. A row is a step of the padded episode, and one more: row `steps` of an episode is what was
 * observed after its last step. Rows that were not played are 0 throughout.
 */
export interface ValueData {
  readonly tasks: number;
  /** episodes*(steps+1) */
  readonly rows: number;
  /** obs+2 */
  readonly inputSize: number;
  /** `[tasks, rows, in]`: the observation, t/horizon and (t/horizon)² */
  readonly inputs: Float32Array;
  /** `[tasks, rows]`, returns less their mean, divided by their standard deviation */
  readonly targets: Float32Array;
  /** `[tasks, rows]`, alike for all steps of a task, which sum to 1; 0 where there is no target */
  readonly weights: Float32Array;
  /** `[tasks]`, of the returns */
  readonly means: Float64Array;
  /** `[tasks]`, of the returns; 1 where they are all equal */
  readonly stds: Float64Array;
}

/** The number of inputs of a value network for observations of a size. */
export function valueInputSize(observationSize: number): number {
  return observationSize + TIME_INPUTS;
}

/**
 * Makes the regression of each task of a rollout.
 * @param returns - `[tasks, episodes, steps]`; what it holds on padding is not read
 */
export function valueData(rollout: Rollout, returns: Float64Array): ValueData {
  const { tasks, episodes, steps, observationSize, lengths } = rollout;
  const rows = episodes * (steps + 1);
  const inputSize = valueInputSize(observationSize);
  const data = {
    tasks,
    rows,
    inputSize,
    inputs: new Float32Array(tasks * rows * inputSize),
    targets: new Float32Array(tasks * rows),
    weights: new Float32Array(tasks * rows),
    means: new Float64Array(tasks),
    stds: new Float64Array(tasks),
  };
  for (let task = 0; task < tasks; task++) {
    const { mean, std, count } = returnMoments(rollout, returns, task);
    data.means[task] = mean;
    data.stds[task] = std;
    for (let episode = task * episodes; episode < (task + 1) * episodes; episode++) {
      const firstRow = episode * (steps + 1);
      const length = lengths[episode]!;
      for (let step = 0; step < length; step++) {
        const at = episode * steps + step;
        writeInput(
          data.inputs,
          firstRow + step,
          { from: rollout.observations, at, time: step / steps },
          inputSize,
        );
        data.targets[firstRow + step] = (returns[at]! - mean) / std;
        data.weights[firstRow + step] = 1 / count;
      }
      const last = { from: rollout.lastObservations, at: episode, time: length / steps };
      writeInput(data.inputs, firstRow + steps, last, inputSize);
    }
  }
  return data;
}

/** Mean and standard deviation of one task's returns, and how many there are. */
function returnMoments(
  { episodes, steps, lengths }: Rollout,
  returns: Float64Array,
  task: number,
): { readonly mean: number; readonly std: number; readonly count: number } {
  let count = 0;
  let sum = 0;
  let squares = 0;
  const overReturns = (f: (value: number) => void): void => {
    for (let episode = task * episodes; episode < (task + 1) * episodes; episode++) {
      const begin = episode * steps;
      for (let at = begin; at < begin + lengths[episode]!; at++) f(returns[at]!);
    }
  };
  overReturns((value) => {
    count++;
    sum += value;
  });
  const mean = sum / count;
  overReturns((value) => {
    squares += (value - mean) ** 2;
  });
  const std = Math.sqrt(squares / count);
  return { mean, std: std <= ROUNDING * Math.abs(mean) ? 1 : std, count };
}

/** An observation and when it was made. */
interface Observed {
  /** `[n, obs]` */
  readonly from: Float32Array;
  readonly at: number;
  /** As a share of the horizon, so that it is of the order of 1, as the inputs of a network should be. */
  readonly time: number;
}

function writeInput(
  inputs: Float32Array,
  row: number,
  { from, at, time }: Observed,
  inputSize: number,
): void {
  const size = inputSize - TIME_INPUTS;
  const begin = row * inputSize;
  for (let i = 0; i < size; i++) inputs[begin + i] = from[at * size + i]!;
  inputs[begin + size] = time;
  inputs[begin + size + 1] = time * time;
}
