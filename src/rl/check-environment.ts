// Layer 3: checks that an environment keeps its contract, by playing it. The test suite and the command line share it.

import { isDeepStrictEqual } from "node:util";
import { formatValue } from "../errors.ts";
import { createRandom } from "../random.ts";
import type { Random } from "../random.ts";
import { checkBatch } from "./check-batch.ts";
import type { EnvironmentFamily, Json } from "./environment.ts";
import { contains, formatSpace } from "./spaces.ts";
import type { Space } from "./spaces.ts";
import {
  findEpisodeDifference,
  hasEnded,
  playInTurns,
  playRandomEpisode,
} from "./random-episode.ts";
import type { RandomEpisode } from "./random-episode.ts";

/** One thing that is wrong with an environment. */
export interface Finding {
  /** The name of the rule that it breaks. */
  readonly rule: string;
  /** `<what>: <what must hold>, got <value>`. */
  readonly message: string;
}

/** One rule of the contract. */
export interface EnvironmentRule {
  /** A fact in the present tense. */
  readonly name: string;
  /** Plays the environment with streams of `rng`. @returns what is wrong; empty if nothing */
  readonly check: (family: EnvironmentFamily, rng: Random) => readonly string[];
}

/** Tasks that are drawn for each rule; enough for two of a few discrete tasks to differ. */
const TASKS = 8;

/** Episodes that are played of each task. */
const EPISODES = 2;

/** The rules of the contract, in the order in which they are best repaired. */
export const environmentRules: readonly EnvironmentRule[] = [
  { name: "has a versioned id, a horizon and valid spaces", check: checkDescription },
  { name: "draws tasks that are plain JSON and depend on the stream only", check: checkTasks },
  { name: "yields observations of its space and finite rewards", check: checkSteps },
  { name: "comes to an end", check: checkEnd },
  { name: "repeats an episode with the same stream and actions", check: checkDeterminism },
  { name: "shares no state between instances", check: checkIsolation },
  { name: "behaves differently in different tasks", check: checkTasksMatter },
  { name: "steps a batch as it steps single environments", check: checkBatch },
];

/**
 * Checks an environment against every rule of the contract. An exception that it throws is a finding, too.
 * @param seed - of the tasks, streams and random actions that it is played with
 * @returns what is wrong; empty if nothing
 */
export function checkEnvironment(family: EnvironmentFamily, seed = 0): readonly Finding[] {
  return environmentRules.flatMap((rule) =>
    applyRule(rule, family, seed).map((message) => ({ rule: rule.name, message })),
  );
}

/**
 * Checks an environment against one rule.
 * @returns what is wrong, an exception of the environment included; empty if nothing
 */
export function applyRule(
  { name, check }: EnvironmentRule,
  family: EnvironmentFamily,
  seed = 0,
): readonly string[] {
  try {
    return check(family, createRandom(seed).split(name));
  } catch (error) {
    return [`${family.id}: no exception must be thrown, got ${String(error)}`];
  }
}

function checkDescription({
  id,
  horizon,
  observationSpace,
  actionSpace,
}: EnvironmentFamily): readonly string[] {
  const findings: string[] = [];
  if (!/^[a-z0-9-]+@[a-z0-9.-]+$/.test(id)) {
    findings.push(`id: must be name@version in lower case, got ${formatValue(id)}`);
  }
  if (!Number.isSafeInteger(horizon) || horizon < 1) {
    findings.push(`horizon: must be a positive integer, got ${formatValue(horizon)}`);
  }
  const spaces = { observationSpace, actionSpace };
  for (const [name, space] of Object.entries(spaces)) {
    if (!isValid(space)) {
      findings.push(
        `${name}: must be made by box or discrete with lower bounds below upper bounds, got ${formatValue(space)}`,
      );
    }
  }
  return findings;
}

function isValid(space: Space): boolean {
  if (space.kind === "discrete") return Number.isSafeInteger(space.n) && space.n >= 1;
  const size = space.shape.reduce((product, axis) => product * axis, 1);
  return (
    [space.low.length, space.high.length].every((length) => length === size && size >= 1) &&
    space.low.every((low, i) => low < (space.high[i] ?? NaN))
  );
}

function checkTasks(family: EnvironmentFamily, rng: Random): readonly string[] {
  const findings: string[] = [];
  const draw = (): readonly Json[] => family.sampleTasks(rng.split("tasks"), TASKS);
  const tasks = draw();
  if (tasks.length !== TASKS) {
    return [`sampleTasks: must draw ${TASKS} tasks when asked to, got ${tasks.length}`];
  }
  const texts = tasks.map((task) => JSON.stringify(task));
  tasks.forEach((task, i) => {
    const copy = JSON.parse(texts[i] ?? "null") as Json;
    if (!isDeepStrictEqual(copy, task)) {
      findings.push(
        `sampleTasks: a task must survive JSON, got ${formatValue(task)} and ${formatValue(copy)} after it`,
      );
    }
  });
  if (JSON.stringify(draw()) !== `[${texts.join(",")}]`) {
    findings.push("sampleTasks: the same stream must draw the same tasks, got others");
  }
  if (new Set(texts).size === 1) {
    findings.push(`sampleTasks: tasks must differ, got ${TASKS} times ${formatValue(tasks[0])}`);
  }
  return findings;
}

/** One episode to play: its task, and a stream of its own. */
interface Trial {
  readonly task: Json;
  readonly stream: Random;
}

/** A trial and its name in messages. */
interface NamedTrial extends Trial {
  readonly place: string;
}

function drawTrials(family: EnvironmentFamily, rng: Random): readonly NamedTrial[] {
  return family.sampleTasks(rng.split("tasks"), TASKS).flatMap((task, t) =>
    Array.from({ length: EPISODES }, (_, e) => ({
      task,
      stream: rng.split("task", t, "episode", e),
      place: `task ${t}, episode ${e}`,
    })),
  );
}

function playAlone(family: EnvironmentFamily, { task, stream }: Trial): RandomEpisode {
  const environment = family.createEnvironment(task);
  return playInTurns([playRandomEpisode(family, environment, stream)])[0]!;
}

function checkSteps(family: EnvironmentFamily, rng: Random): readonly string[] {
  const findings: string[] = [];
  const space = family.observationSpace;
  const holds = (observation: readonly number[]): boolean =>
    space.kind === "box"
      ? contains(space, observation)
      : observation.length === 1 && contains(space, observation[0]!);
  const elementOf = `must be an element of ${formatSpace(space)}`;
  for (const trial of drawTrials(family, rng)) {
    const { first, steps } = playAlone(family, trial);
    if (!holds(first)) {
      findings.push(`reset: observation ${elementOf}, got ${formatValue(first)} at ${trial.place}`);
    }
    for (const [step, { observation, reward, terminated, truncated }] of steps.entries()) {
      const at = `at ${trial.place}, step ${step}`;
      if (!holds(observation)) {
        findings.push(`step: observation ${elementOf}, got ${formatValue(observation)} ${at}`);
      }
      if (!Number.isFinite(reward)) {
        findings.push(`step: reward must be a finite number, got ${formatValue(reward)} ${at}`);
      }
      for (const [name, flag] of Object.entries({ terminated, truncated })) {
        if (typeof flag === "boolean") continue;
        findings.push(`step: ${name} must be a boolean, got ${formatValue(flag)} ${at}`);
      }
      if (findings.length > 0) return findings; // the first wrong step says it all
    }
  }
  return findings;
}

function checkEnd(family: EnvironmentFamily, rng: Random): readonly string[] {
  const episodes = drawTrials(family, rng).map((trial) => playAlone(family, trial));
  if (episodes.some((episode) => hasEnded(family, episode))) return [];
  const steps = Math.max(...episodes.map((episode) => episode.steps.length));
  return [
    `step: an episode must end by itself or at the horizon, got none of ${episodes.length} that ended within ${steps} steps; lower the horizon of ${family.horizon}`,
  ];
}

function checkDeterminism(family: EnvironmentFamily, rng: Random): readonly string[] {
  for (const trial of drawTrials(family, rng)) {
    const { task, stream, place } = trial;
    const text = JSON.stringify(task);
    const environment = family.createEnvironment(task);
    const play = (): RandomEpisode =>
      playInTurns([playRandomEpisode(family, environment, stream)])[0]!;
    const first = play();
    const repetitions = {
      "the same instance": play(),
      "another instance": playAlone(family, trial),
      "the task after JSON": playAlone(family, { ...trial, task: JSON.parse(text) as Json }),
    };
    for (const [name, episode] of Object.entries(repetitions)) {
      const difference = findEpisodeDifference(first, episode);
      if (difference === undefined) continue;
      return [
        `step: an episode must repeat with ${name}, got a difference at ${place}: ${difference}`,
      ];
    }
    if (JSON.stringify(task) !== text) {
      return [
        `createEnvironment: the task must not be changed, got ${formatValue(task)} from ${text}`,
      ];
    }
  }
  return [];
}

function checkIsolation(family: EnvironmentFamily, rng: Random): readonly string[] {
  const trials = drawTrials(family, rng);
  const alone = trials.map((trial) => playAlone(family, trial));
  const together = playInTurns(
    trials.map(({ task, stream }) =>
      playRandomEpisode(family, family.createEnvironment(task), stream),
    ),
  );
  for (const [i, trial] of trials.entries()) {
    const difference = findEpisodeDifference(alone[i]!, together[i]!);
    if (difference === undefined) continue;
    return [
      `createEnvironment: an instance must not depend on others, got a difference between alone and in turns at ${trial.place}: ${difference}`,
    ];
  }
  return [];
}

function checkTasksMatter(family: EnvironmentFamily, rng: Random): readonly string[] {
  const tasks = family.sampleTasks(rng.split("tasks"), TASKS);
  for (let e = 0; e < EPISODES; e++) {
    const stream = rng.split("episode", e); // the same of every task
    const [first, ...others] = tasks.map((task) => playAlone(family, { task, stream }));
    if (others.some((other) => findEpisodeDifference(first!, other) !== undefined)) return [];
  }
  return [
    `createEnvironment: different tasks must behave differently, got the same episodes of ${TASKS} tasks under ${EPISODES} sequences of random actions`,
  ];
}
