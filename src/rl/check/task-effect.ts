// Layer 3: the rule that the task makes a difference.

import type { Random } from "../../random.ts";
import type { Json } from "../../json.ts";
import type { EnvironmentFamily } from "../environment.ts";
import { findEpisodeDifference } from "../random-episode.ts";
import { collectRollout } from "../rollout.ts";
import type { Act } from "../rollout.ts";
import type { Rollout } from "../trajectories.ts";
import { finding } from "./rule.ts";
import type { EnvironmentRule, Remark } from "./rule.ts";
import { shorten } from "./shorten.ts";
import { listFixedPolicies } from "./simple-policies.ts";
import { EPISODES, playAlone, TASKS } from "./trials.ts";

/** Under the same stream and actions, tasks differ. */
export const taskEffectRule: EnvironmentRule = {
  name: "behaves differently in different tasks",
  isEssential: true,
  check: checkTaskEffect,
};

/** Tasks that policies are played in, where random actions see no difference, as where rewards are rare. */
const MORE_TASKS = 64;

function checkTaskEffect(family: EnvironmentFamily, rng: Random): readonly Remark[] {
  const tasks = family.sampleTasks(rng.split("tasks"), TASKS);
  for (let e = 0; e < EPISODES; e++) {
    const stream = rng.split("episode", e); // the same of every task
    const [first, ...others] = tasks.map((task) => playAlone(family, { task, stream }));
    if (others.some((other) => findEpisodeDifference(first!, other) !== undefined)) return [];
  }
  const more = family.sampleTasks(rng.split("more tasks"), MORE_TASKS);
  const policies = listFixedPolicies(family, rng.split("policies"));
  for (const policy of policies) {
    if (differs(play(family, more, { act: policy.start(), stream: rng.split("policy") })))
      return [];
  }
  return [
    finding(
      `createEnvironment: different tasks must behave differently, got the same episodes of ${MORE_TASKS} tasks under each of ${policies.length} simple policies`,
    ),
  ];
}

function play(
  family: EnvironmentFamily,
  tasks: readonly Json[],
  { act, stream }: { readonly act: Act; readonly stream: Random },
): Rollout {
  return collectRollout({
    environment: shorten(family),
    tasks,
    episodesPerTask: 1,
    streams: () => stream, // the same of every task
    act,
  });
}

/** Tells whether any task's episode differs from the first one's. */
function differs({ tasks, observations, rewards, lengths, lastObservations }: Rollout): boolean {
  return [observations, rewards, lengths, lastObservations].some((all) => {
    const size = all.length / tasks;
    return all.some((element, i) => !Object.is(element, all[i % size]));
  });
}
