// Layer 3: the rule that an episode may be broken off after any step.

import type { Random } from "../../random.ts";
import type { EnvironmentFamily } from "../environment.ts";
import {
  findEpisodeDifference,
  MAX_STEPS,
  playInTurns,
  playRandomEpisode,
} from "../random-episode.ts";
import { finding } from "./rule.ts";
import type { EnvironmentRule, Remark } from "./rule.ts";
import { playAlone, TASKS } from "./trials.ts";

/** `reset` after any step begins an episode like a fresh instance's. */
export const restartRule: EnvironmentRule = {
  name: "starts anew after any step",
  check: checkRestart,
};

/** Up to this many steps, a reset is tried after each; a few later ones follow. */
const EVERY_STEP = 12;
const LATER_STEPS = 4;

function checkRestart(family: EnvironmentFamily, rng: Random): readonly Remark[] {
  const tasks = family.sampleTasks(rng.split("tasks"), TASKS);
  for (const [i, broken] of listBreaks(family.horizon).entries()) {
    const task = tasks[i % TASKS]!;
    const environment = family.createEnvironment(task);
    const begun = playRandomEpisode(family, environment, rng.split("broken off", i));
    for (let step = 0; step <= broken; step++) begun.next(); // the first begins the episode
    const stream = rng.split("anew", i);
    const anew = playInTurns([playRandomEpisode(family, environment, stream)])[0]!;
    const difference = findEpisodeDifference(playAlone(family, { task, stream }), anew);
    if (difference === undefined) continue;
    return [
      finding(
        `reset: an episode must begin anew after any step, got a difference from a fresh instance after ${broken} step${broken === 1 ? "" : "s"} of task ${i % TASKS}: ${difference}`,
      ),
    ];
  }
  return [];
}

/** After how many steps an episode is broken off, in turn. */
function listBreaks(horizon: number): readonly number[] {
  const longest = Math.min(horizon, MAX_STEPS) - 1;
  const first = Array.from({ length: Math.min(longest, EVERY_STEP) + 1 }, (_, step) => step);
  const later = Array.from({ length: LATER_STEPS }, (_, i) =>
    Math.round((longest * (i + 1)) / LATER_STEPS),
  );
  return [...first, ...later.filter((step) => step > EVERY_STEP)];
}
