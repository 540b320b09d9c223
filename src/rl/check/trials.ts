// Layer 3: the episodes that rules play: of several tasks, each with a stream of its own.

import type { Random } from "../../random.ts";
import type { Json } from "../../json.ts";
import type { EnvironmentFamily } from "../environment.ts";
import { playInTurns, playRandomEpisode } from "../random-episode.ts";
import type { RandomEpisode } from "../random-episode.ts";

/** Tasks that are drawn for each rule; enough for two of a few discrete tasks to differ. */
export const TASKS = 8;

/** Episodes that are played of each task. */
export const EPISODES = 2;

/** One episode to play: its task, and a stream of its own. */
export interface Trial {
  readonly task: Json;
  readonly stream: Random;
}

/** A trial and its name in messages. */
export interface NamedTrial extends Trial {
  readonly place: string;
}

/** Draws {@link TASKS} tasks with {@link EPISODES} episodes of each. */
export function drawTrials(family: EnvironmentFamily, rng: Random): readonly NamedTrial[] {
  return family.sampleTasks(rng.split("tasks"), TASKS).flatMap((task, t) =>
    Array.from({ length: EPISODES }, (_, e) => ({
      task,
      stream: rng.split("task", t, "episode", e),
      place: `task ${t}, episode ${e}`,
    })),
  );
}

/** Plays a trial with random actions in an instance of its own. @param maxSteps - after which it is broken off */
export function playAlone(
  family: EnvironmentFamily,
  { task, stream }: Trial,
  maxSteps?: number,
): RandomEpisode {
  const environment = family.createEnvironment(task);
  return playInTurns([playRandomEpisode(family, environment, stream, maxSteps)])[0]!;
}
