// Random finite MDPs: what RL² and the algorithms with regret bounds are compared on.
//
// docs/environments/tabular-mdp.md describes the versions, their source and how they differ from it.

import {
  asTrials,
  discrete,
  drawDirichlet,
  EnvContractError,
  formatValue,
  planFiniteHorizon,
  unbatch,
} from "acclimate/env";
import type {
  BatchStepResult,
  EnvironmentBatch,
  EnvironmentFamily,
  Random,
  TabularModel,
  Trajectory,
} from "acclimate/env";

/** One MDP. A type rather than an interface, which TypeScript would not take for JSON. */
export type TabularMdpTask = {
  /** `[states, actions, states]`: the probability of each next state. */
  readonly transitions: readonly (readonly (readonly number[])[])[];
  /** `[states, actions]`: the mean reward. */
  readonly rewards: readonly (readonly number[])[];
};

/** What differs between the versions of {@link createTabularMdp}. */
export interface TabularMdpOptions {
  /** The part of the id after `tabular-mdp@`. */
  readonly version: string;
  readonly states: number;
  readonly actions: number;
  /** Steps of an episode. */
  readonly horizon: number;
}

/** The state that each episode begins in. */
const START = 0;

/** Mean rewards are drawn from N(1, 1): both parameters are of the paper. */
const REWARD_PRIOR = { mean: 1, std: 1 };

/** The standard deviation of a reward around its mean, of the paper. */
const REWARD_STD = 1;

/** How far the probabilities of a task that was not drawn here may be from a sum of 1. */
const SUM_TOLERANCE = 1e-6;

/** Makes random finite MDPs of a size. */
export function createTabularMdp(options: TabularMdpOptions): EnvironmentFamily<TabularMdpTask> {
  const { version, horizon } = options;
  const size: Size = { states: options.states, actions: options.actions };
  const family = {
    id: `tabular-mdp@${version}`,
    observationSpace: discrete(size.states),
    actionSpace: discrete(size.actions),
    horizon,
  };
  const createBatch = (tasks: readonly TabularMdpTask[]): EnvironmentBatch =>
    new TabularMdpBatch(family.id, size, tasks);
  return {
    ...family,
    sampleTasks: (rng, count) => Array.from({ length: count }, () => drawTask(rng, size)),
    createEnvironment: (task) => unbatch(family, createBatch([task])),
    createBatch,
    optimalReturn: (task) =>
      planFiniteHorizon(flatten(family.id, size, task), horizon).values[START]!,
    render: (task, episodes) => {
      const model = flatten(family.id, size, task);
      return drawPicture(family.id, model, planFiniteHorizon(model, horizon), episodes);
    },
  };
}

/** The MDPs of RL²: 10 states, 5 actions, 10 steps. */
export const tabularMdpDuan2016: EnvironmentFamily<TabularMdpTask> = createTabularMdp({
  version: "duan2016",
  states: 10,
  actions: 5,
  horizon: 10,
});

/** The trials of RL²'s table 2, by their number of episodes. */
export const tabularMdpDuan2016Trials: readonly EnvironmentFamily<TabularMdpTask>[] = [
  10, 25, 50, 75, 100,
].map((episodes) => asTrials(tabularMdpDuan2016, { episodes }));

interface Size {
  readonly states: number;
  readonly actions: number;
}

/** Draws the mean rewards, then the transitions, by state and then action. */
function drawTask(rng: Random, { states, actions }: Size): TabularMdpTask {
  const means = new Float64Array(states * actions);
  rng.normals(means);
  const flat = new Float64Array(states).fill(1);
  const probabilities = new Float64Array(states);
  const rewards: number[][] = [];
  const transitions: number[][][] = [];
  for (let state = 0; state < states; state++) {
    const ofState = means.subarray(state * actions, (state + 1) * actions);
    rewards.push(Array.from(ofState, (z) => REWARD_PRIOR.mean + REWARD_PRIOR.std * z));
    const rows: number[][] = [];
    for (let action = 0; action < actions; action++) {
      drawDirichlet(rng, flat, probabilities);
      rows.push(Array.from(probabilities));
    }
    transitions.push(rows);
  }
  return { transitions, rewards };
}

/** Checks a task and lays it out for planning. */
function flatten(id: string, size: Size, task: TabularMdpTask): TabularModel {
  const { states, actions } = size;
  const hasSizes =
    task.rewards.length === states &&
    task.transitions.length === states &&
    task.rewards.every((row) => row.length === actions) &&
    task.transitions.every(
      (rows) => rows.length === actions && rows.every((row) => row.length === states),
    );
  if (!hasSizes) {
    throw new EnvContractError(
      `${id} task: transitions must be [${states}, ${actions}, ${states}] and rewards [${states}, ${actions}], got ${formatValue(task)}`,
    );
  }
  for (const row of task.transitions.flat()) {
    const sum = row.reduce((total, p) => total + p, 0);
    if (Math.abs(sum - 1) <= SUM_TOLERANCE && row.every((p) => p >= 0)) continue;
    throw new EnvContractError(
      `${id} task: transitions must be probabilities that sum to 1, got ${formatValue(row)}`,
    );
  }
  return {
    ...size,
    transitions: Float64Array.from(task.transitions.flat(2)),
    rewards: Float64Array.from(task.rewards.flat()),
  };
}

class TabularMdpBatch implements EnvironmentBatch {
  readonly size: number;
  readonly #dimensions: Size;
  /** `[size]`: which of the different MDPs a row plays. Episodes of one task share its arrays. */
  readonly #models: Int32Array;
  /** `[models, states, actions, states]`: the probability of a next state up to each. */
  readonly #cumulative: Float64Array;
  /** `[models, states, actions]` */
  readonly #rewards: Float64Array;
  /** `[size]` */
  readonly #states: Int32Array;
  readonly #rngs: Random[];

  constructor(id: string, dimensions: Size, tasks: readonly TabularMdpTask[]) {
    this.size = tasks.length;
    this.#dimensions = dimensions;
    const distinct = [...new Set(tasks)];
    const places = new Map(distinct.map((task, place) => [task, place]));
    this.#models = Int32Array.from(tasks, (task) => places.get(task) ?? 0);
    const { states, actions } = dimensions;
    const pairs = states * actions;
    this.#cumulative = new Float64Array(distinct.length * pairs * states);
    this.#rewards = new Float64Array(distinct.length * pairs);
    distinct.forEach((task, place) => {
      const { transitions, rewards } = flatten(id, dimensions, task);
      this.#rewards.set(rewards, place * pairs);
      accumulate(transitions, states, this.#cumulative.subarray(place * pairs * states));
    });
    this.#states = new Int32Array(tasks.length);
    this.#rngs = new Array<Random>(tasks.length);
  }

  reset(row: number, rng: Random, observations: Float32Array): void {
    const { states } = this.#dimensions;
    this.#rngs[row] = rng;
    this.#states[row] = START;
    observations.fill(0, row * states, (row + 1) * states);
    observations[row * states + START] = 1;
  }

  step(chosen: Float32Array | Int32Array, result: BatchStepResult): void {
    const { observations, rewards, terminated, truncated } = result;
    const { states, actions } = this.#dimensions;
    const models = this.#models;
    const cumulative = this.#cumulative;
    const means = this.#rewards;
    const current = this.#states;
    const rngs = this.#rngs;
    observations.fill(0);
    terminated.fill(0);
    truncated.fill(0);
    for (let row = 0; row < rngs.length; row++) {
      const rng = rngs[row]!;
      const pair = (models[row]! * states + current[row]!) * actions + chosen[row]!;
      const u = rng.uniform();
      const first = pair * states;
      let next = 0;
      while (u >= cumulative[first + next]!) next++; // the last is 1, and u < 1
      current[row] = next;
      observations[row * states + next] = 1;
      rewards[row] = means[pair]! + REWARD_STD * rng.normal();
    }
  }
}

/** Writes the running sums of each row of probabilities, 1 from the last state that is possible on. */
function accumulate(transitions: ArrayLike<number>, states: number, out: Float64Array): void {
  for (let first = 0; first < transitions.length; first += states) {
    let last = states - 1;
    while (last > 0 && transitions[first + last] === 0) last--;
    let sum = 0;
    for (let to = 0; to < states; to++) {
      sum += transitions[first + to]!;
      // A sum may exceed 1 by rounding, or end below it, where a draw would find no state.
      out[first + to] = to >= last ? 1 : Math.min(sum, 1);
    }
  }
}

/** Widest line of a picture, in characters. */
const PICTURE_WIDTH = 80;

/** Width of a cell of its table. */
const CELL_WIDTH = 11;

/** Width of what stands before a line's cells. */
const LABEL_WIDTH = 9;

/** States and episodes that a picture shows. */
const SHOWN = 10;

/** Shows the hidden mean rewards with how often they were drawn from, then the way of the last episodes. */
function drawPicture(
  id: string,
  { states, actions, rewards }: TabularModel,
  { policy, values }: { readonly policy: Int32Array; readonly values: Float64Array },
  episodes: readonly Trajectory[],
): string {
  const visits = new Int32Array(states * actions);
  for (const { observations, actions: chosen } of episodes) {
    chosen.forEach(
      ([action = 0], step) => visits[(observations[step]?.[0] ?? 0) * actions + action]!++,
    );
  }
  const columns = Math.min(actions, Math.floor((PICTURE_WIDTH - LABEL_WIDTH) / CELL_WIDTH));
  const rows = Math.min(states, SHOWN);
  const cellsOf = (cell: (action: number) => string): string =>
    Array.from({ length: columns }, (_, action) => cell(action).padStart(CELL_WIDTH)).join("");
  const lines = [
    `${id}: mean reward ×times drawn; the best policy earns ${formatFixed(values[START]!)}`,
    " ".repeat(LABEL_WIDTH) + cellsOf((action) => `action ${action}`),
  ];
  for (let state = 0; state < rows; state++) {
    const cell = (action: number): string => {
      const pair = state * actions + action;
      return `${formatFixed(rewards[pair]!)} ×${visits[pair]}`;
    };
    lines.push(`state ${state}`.padEnd(LABEL_WIDTH) + cellsOf(cell));
  }
  const hidden = [leftOut(states - rows, "state"), leftOut(actions - columns, "action")];
  lines.push(...hidden.filter((line) => line !== ""));
  if (episodes.length === 0) return lines.map(fit).join("\n");

  lines.push("", "episode  return  state:action; * is the best action with that many steps to go");
  const skipped = Math.max(0, episodes.length - SHOWN);
  if (skipped > 0) lines.push(leftOut(skipped, "episode"));
  episodes.slice(skipped).forEach((episode, i) => {
    const way = episode.actions.map(([action = 0], step) => {
      const state = episode.observations[step]?.[0] ?? 0;
      return `${state}:${action}${policy[step * states + state] === action ? "*" : " "}`;
    });
    const total = episode.rewards.reduce((sum, reward) => sum + reward, 0);
    const number = String(skipped + i + 1).padStart(7);
    lines.push(`${number}${formatFixed(total).padStart(8)}  ${way.join(" ")}`);
  });
  return lines.map(fit).join("\n");
}

/** Says how many are not shown; nothing if none. */
function leftOut(count: number, what: string): string {
  return count === 0 ? "" : `… ${count} more ${what}${count === 1 ? "" : "s"}`;
}

/** Cuts a line to the width of a picture. */
function fit(line: string): string {
  const trimmed = line.trimEnd();
  return trimmed.length <= PICTURE_WIDTH ? trimmed : `${trimmed.slice(0, PICTURE_WIDTH - 1)}…`;
}

/** Two decimals; a negative number that rounds to zero has no sign. */
function formatFixed(value: number): string {
  return value.toFixed(2).replace(/^-(0\.00)$/, "$1");
}
