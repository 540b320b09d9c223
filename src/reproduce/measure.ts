// Layer 5: plays some of the trials of one cell. What a trial yields depends on its seed and number only, so that trials may
// be played by any number of workers in any order.

import { playTrials } from "../classical/play-trials.ts";
import type { CreateAgent } from "../classical/agent.ts";
import type { ClassicalMethod, MethodParameters, TrialSetting } from "../classical/method.ts";
import { ConfigError, formatValue } from "../errors.ts";
import { didYouMean } from "../nearest-name.ts";
import { createRandom } from "../random.ts";
import { episodeReturns } from "../rl/rollout-statistics.ts";
import type { Random } from "../random.ts";
import { formatSpace } from "../rl/spaces.ts";
import type { Reproduction, ReproductionRow } from "./reproduction.ts";

/** Trials that share no task and no chance: what is tuned on some is measured on others. */
export type Instances = "evaluation" | "tuning";

/** Which trials to play. */
export interface MeasureJob {
  /** Name of a row. */
  readonly row: string;
  /** Name of a method. */
  readonly method: string;
  readonly parameters: MethodParameters;
  readonly seed: number;
  readonly instances: Instances;
  /** Number of the first trial. */
  readonly begin: number;
  /** One more than the number of the last trial. */
  readonly end: number;
}

/** Trials that are stepped together: few enough for what they record to stay in a cache. */
const TRIALS_AT_ONCE = 50;

/** Plays trials. @returns `[end - begin]`: the total reward of each */
export function measure(reproduction: Reproduction, job: MeasureJob): Float64Array {
  const { environment, episodes, name } = findNamed("row", reproduction.rows, job.row);
  const createAgent = agentsOf(reproduction, job);
  const rng = createRandom(job.seed).split(job.instances, name);
  const totals = new Float64Array(job.end - job.begin);
  for (let begin = job.begin; begin < job.end; begin += TRIALS_AT_ONCE) {
    const numbers = range(begin, Math.min(begin + TRIALS_AT_ONCE, job.end));
    // The stream of a trial, the same for every method: all of them meet the same tasks and chances.
    const streams: readonly Random[] = numbers.map((number) => rng.split(number));
    const rollout = playTrials({
      environment,
      tasks: streams.map((stream) => environment.sampleTasks(stream.split("task"), 1)[0]!),
      episodes,
      createAgent,
      streams: (task) => streams[task]!,
    });
    const returns = episodeReturns(rollout);
    numbers.forEach((number, trial) => {
      const ofTrial = returns.subarray(trial * episodes, (trial + 1) * episodes);
      totals[number - job.begin] = ofTrial.reduce((sum, value) => sum + value, 0);
    });
  }
  return totals;
}

/** Finds a row, a panel or a method by its name. @throws {@link ConfigError} if there is none */
export function findNamed<Named extends { readonly name: string }>(
  what: "row" | "panel" | "method",
  all: readonly Named[],
  name: string,
): Named {
  const found = all.find((one) => one.name === name);
  if (found !== undefined) return found;
  const names = all.map((one) => one.name);
  throw new ConfigError(
    `${what}: must be one of ${names.join(", ")}, got ${formatValue(name)}${didYouMean(name, names)}`,
  );
}

/** The agents of the latest job: jobs of one cell follow one another, and some methods compute large tables. */
let latest: { readonly key: string; readonly createAgent: CreateAgent } | undefined;

function agentsOf(
  reproduction: Reproduction,
  { row, method, parameters }: MeasureJob,
): CreateAgent {
  const key = JSON.stringify([reproduction.name, row, method, parameters]);
  if (latest?.key === key) return latest.createAgent;
  const found: ClassicalMethod = findNamed("method", reproduction.methods, method);
  const setting = settingOf(findNamed("row", reproduction.rows, row));
  latest = { key, createAgent: found.createAgents(setting, parameters) };
  return latest.createAgent;
}

/** What agents know of the trials of a row. @throws {@link ConfigError} if its spaces are not Discrete */
export function settingOf({ environment, episodes }: ReproductionRow): TrialSetting {
  const { observationSpace, actionSpace, horizon, id } = environment;
  if (observationSpace.kind !== "discrete" || actionSpace.kind !== "discrete") {
    throw new ConfigError(
      `${id}: spaces must be Discrete, got ${formatSpace(observationSpace)} and ${formatSpace(actionSpace)}`,
    );
  }
  return { states: observationSpace.n, actions: actionSpace.n, horizon, episodes };
}

function range(begin: number, end: number): readonly number[] {
  return Array.from({ length: end - begin }, (_, i) => begin + i);
}
