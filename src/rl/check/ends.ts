// Layer 3: rules on how episodes end: that they do, and whether the MDP ends them or a clock.

import type { Random } from "../../random.ts";
import type { EnvironmentFamily } from "../environment.ts";
import { hasEnded } from "../random-episode.ts";
import type { RandomEpisode } from "../random-episode.ts";
import { finding } from "./rule.ts";
import type { EnvironmentRule, Remark } from "./rule.ts";
import { drawTrials, playAlone } from "./trials.ts";

/** Some episode ends. */
export const endRule: EnvironmentRule = { name: "comes to an end", check: checkEnd };

/** `terminated` is the MDP's, `truncated` the clock's, and the horizon is where that clock stands. */
export const clockRule: EnvironmentRule = {
  name: "tells the end of the MDP from the end of the clock",
  check: checkClock,
};

function checkEnd(family: EnvironmentFamily, rng: Random): readonly Remark[] {
  const episodes = drawTrials(family, rng).map((trial) => playAlone(family, trial));
  if (episodes.some((episode) => hasEnded(family, episode))) return [];
  const steps = Math.max(...episodes.map((episode) => episode.steps.length));
  return [
    finding(
      `step: an episode must end by itself or at the horizon, got none of ${episodes.length} that ended within ${steps} steps; lower the horizon of ${family.horizon}`,
    ),
  ];
}

function checkClock(family: EnvironmentFamily, rng: Random): readonly Remark[] {
  const trials = drawTrials(family, rng);
  const episodes = trials.map((trial) => playAlone(family, trial));
  for (const [i, { steps }] of episodes.entries()) {
    const last = steps.at(-1);
    if (last?.terminated !== true || !last.truncated) continue;
    return [
      finding(
        `step: terminated and truncated must not both be true, got both at ${trials[i]!.place}, step ${steps.length - 1}; set terminated alone where the MDP ends`,
      ),
    ];
  }
  const length = commonLength(episodes);
  // A single step is no clock: a bandit's episode may well end with its pull.
  if (length === undefined || length === 1) return [];
  const { horizon } = family;
  const played = `${length} steps in all of ${episodes.length} episodes, whatever the task and the actions`;
  if (all(episodes, "terminated")) {
    return [
      finding(
        `step: terminated must mean that the MDP ended, not a clock, got true after ${played}; leave it false, the rollout truncates at the horizon`,
      ),
    ];
  }
  if (length < horizon && all(episodes, "truncated")) {
    return [
      finding(
        `horizon: must be the length of the longest episode, got ${horizon}, but truncated is true after ${played}; declare horizon ${length}`,
      ),
    ];
  }
  return [];
}

/** The number of steps of every episode; undefined if they differ. */
function commonLength(episodes: readonly RandomEpisode[]): number | undefined {
  const lengths = new Set(episodes.map((episode) => episode.steps.length));
  const [length] = lengths;
  return lengths.size === 1 ? length : undefined;
}

function all(episodes: readonly RandomEpisode[], flag: "terminated" | "truncated"): boolean {
  return episodes.every(({ steps }) => steps.at(-1)?.[flag] === true);
}
