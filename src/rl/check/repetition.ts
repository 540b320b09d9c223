// Layer 3: rules on what an episode depends on: the task's value, the stream and the actions, and on nothing else.

import { formatValue } from "../../errors.ts";
import type { Random } from "../../random.ts";
import type { Json } from "../../json.ts";
import type { EnvironmentFamily } from "../environment.ts";
import { findEpisodeDifference, playInTurns, playRandomEpisode } from "../random-episode.ts";
import type { RandomEpisode } from "../random-episode.ts";
import { finding } from "./rule.ts";
import type { EnvironmentRule, Remark } from "./rule.ts";
import { drawTrials, EPISODES, playAlone, TASKS } from "./trials.ts";
import type { NamedTrial } from "./trials.ts";

/** The same stream and actions give the same episode, and playing does not change the task. */
export const determinismRule: EnvironmentRule = {
  name: "repeats an episode with the same stream and actions",
  isEssential: true,
  check: checkDeterminism,
};

/** Nothing that another instance does shows. */
export const isolationRule: EnvironmentRule = {
  name: "shares no state between instances",
  isEssential: true,
  check: checkIsolation,
};

function checkDeterminism(family: EnvironmentFamily, rng: Random): readonly Remark[] {
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
        finding(
          `step: an episode must repeat with ${name}, got a difference at ${place}: ${difference}`,
        ),
      ];
    }
    if (JSON.stringify(task) !== text) {
      return [
        finding(
          `createEnvironment: the task must not be changed, got ${formatValue(task)} from ${text}`,
        ),
      ];
    }
  }
  return [];
}

type Play = Generator<undefined, RandomEpisode>;

function checkIsolation(family: EnvironmentFamily, rng: Random): readonly Remark[] {
  const trials = drawTrials(family, rng);
  const alone = trials.map((trial) => playAlone(family, trial));
  const begin = ({ task, stream }: NamedTrial): Play =>
    playRandomEpisode(family, family.createEnvironment(task), stream);
  const arrangements = {
    "alone and in turns": () => playInTurns(trials.map(begin)),
    "alone and in turns, created in reverse order": () =>
      playInTurns(trials.toReversed().map(begin)).toReversed(),
    "alone and while others are created": () => playWithNewcomers(trials, begin),
  };
  for (const [name, play] of Object.entries(arrangements)) {
    const episodes = play();
    for (const [i, trial] of trials.entries()) {
      const difference = findEpisodeDifference(alone[i]!, episodes[i]!);
      if (difference === undefined) continue;
      return [
        finding(
          `createEnvironment: an instance must not depend on others, got a difference between ${name} at ${trial.place}: ${difference}`,
        ),
      ];
    }
  }
  return [];
}

/** Plays one trial after the other; after the first step of each, an instance of another task is created. */
function playWithNewcomers(
  trials: readonly NamedTrial[],
  begin: (trial: NamedTrial) => Play,
): readonly RandomEpisode[] {
  return trials.map((trial, i) => {
    const episode = begin(trial);
    episode.next(); // `reset`
    begin(trials[(i + EPISODES) % (TASKS * EPISODES)]!).next(); // creation and `reset`, no step
    return playInTurns([episode])[0]!;
  });
}
