// Layer 3: the rule on who owns arrays: an observation is the caller's, an action is lent during the call.

import { formatValue } from "../../errors.ts";
import type { Random } from "../../random.ts";
import type { EnvironmentFamily, Observation } from "../environment.ts";
import {
  drawAction,
  findEpisodeDifference,
  MAX_STEPS,
  playEpisode,
  playInTurns,
} from "../random-episode.ts";
import type { RandomEpisode } from "../random-episode.ts";
import { elementSize } from "../spaces.ts";
import { finding } from "./rule.ts";
import type { EnvironmentRule, Remark } from "./rule.ts";
import { drawTrials } from "./trials.ts";
import type { NamedTrial } from "./trials.ts";

/** Observations stay as they were returned; actions are neither changed nor kept. */
export const arraysRule: EnvironmentRule = {
  name: "leaves observations that it returned and actions that it got as they are",
  check: checkArrays,
};

function checkArrays(family: EnvironmentFamily, rng: Random): readonly Remark[] {
  for (const trial of drawTrials(family, rng)) {
    const message = findChangedArray(family, trial) ?? findKeptAction(family, trial);
    if (message !== undefined) return [finding(message)];
  }
  return [];
}

/** An observation as it was returned, and a copy of then. */
interface Kept {
  readonly observation: Observation;
  readonly copy: readonly number[];
  readonly source: string;
}

/** Plays an episode and a reset, looks at each action after its step, and at the end at all observations again. */
function findChangedArray(
  family: EnvironmentFamily,
  { task, stream, place }: NamedTrial,
): string | undefined {
  const environment = family.createEnvironment(task);
  const actions = stream.split("action");
  const kept: Kept[] = [];
  const keep = (observation: Observation, source: string): void => {
    kept.push({ observation, copy: toArray(observation), source });
  };
  keep(environment.reset(stream.split("environment")), "reset");
  for (let step = 0; step < Math.min(family.horizon, MAX_STEPS); step++) {
    const action = drawAction(family.actionSpace, actions);
    const given = toArray(action);
    const { observation, terminated, truncated } = environment.step(action);
    if (!isSame(action, given)) {
      return `step: the action must not be changed, got ${formatValue(action)} from ${formatValue(given)} at ${place}, step ${step}; clip a copy`;
    }
    keep(observation, `step ${step}`);
    if (terminated || truncated) break;
  }
  environment.reset(stream.split("environment"));
  for (const { observation, copy, source } of kept) {
    if (isSame(observation, copy)) continue;
    return `step: an observation must stay as it was returned, got ${formatValue(observation)} in place of ${formatValue(copy)} from ${source} when the episode was over at ${place}; return a copy`;
  }
  return undefined;
}

/** Plays an episode with an array for each action, and again with one array for all. */
function findKeptAction(
  family: EnvironmentFamily,
  { task, stream, place }: NamedTrial,
): string | undefined {
  if (family.actionSpace.kind === "discrete") return undefined;
  const array = new Float32Array(elementSize(family.actionSpace));
  const play = (pass: (action: Float32Array) => Float32Array): RandomEpisode => {
    const actions = stream.split("action");
    const act = (): Float32Array => pass(drawAction(family.actionSpace, actions) as Float32Array);
    const environment = family.createEnvironment(task);
    return playInTurns([
      playEpisode(family, { environment, stream: stream.split("environment"), act }),
    ])[0]!;
  };
  const own = play((action) => action);
  const shared = play((action) => {
    array.set(action);
    return array;
  });
  const difference = findEpisodeDifference(own, shared);
  if (difference === undefined) return undefined;
  return `step: the action must be read during the call only, got a difference where its array is used again for the next at ${place}: ${difference}; keep a copy`;
}

function toArray(values: ArrayLike<number> | number): readonly number[] {
  return typeof values === "number" ? [values] : Array.from(values);
}

function isSame(values: ArrayLike<number> | number, copy: readonly number[]): boolean {
  return typeof values === "number" || copy.every((element, i) => Object.is(element, values[i]));
}
