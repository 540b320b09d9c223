// Layer 5: a fingerprint of what an environment does, so that a run cannot be continued on another one unnoticed.

import { createHash } from "node:crypto";
import { createRandom } from "../random.ts";
import type { EnvironmentFamily } from "../rl/environment.ts";
import { playInTurns, playRandomEpisode } from "../rl/random-episode.ts";

/** Tasks that are played. */
const PROBED_TASKS = 4;

/** The seed of the probe; any would do, but it must stay. */
const PROBE_SEED = 0;

/**
 * Hashes an environment's id, spaces and horizon, and what happens in a few episodes with random actions.
 *
 * Unlike a hash of its source, this is the same for TypeScript and what it compiles to, sees through functions that
 * the environment calls, and ignores comments.
 *
 * @returns SHA-256 in hexadecimal
 */
export function hashEnvironment(environment: EnvironmentFamily): string {
  const rng = createRandom(PROBE_SEED).split("probe");
  const tasks = environment.sampleTasks(rng.split("tasks"), PROBED_TASKS);
  const episodes = playInTurns(
    tasks.map((task, i) =>
      playRandomEpisode(environment, environment.createEnvironment(task), rng.split("episode", i)),
    ),
  );
  const { id, observationSpace, actionSpace, horizon } = environment;
  return createHash("sha256")
    .update(JSON.stringify({ id, observationSpace, actionSpace, horizon, tasks, episodes }, exact))
    .digest("hex");
}

/** JSON has no infinities, which bounds of spaces may be. */
function exact(_key: string, value: unknown): unknown {
  return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
}
