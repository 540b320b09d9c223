// Layer 3: what simple policies reach in each of many tasks.

import type { Random } from "../../random.ts";
import type { Json } from "../../json.ts";
import type { EnvironmentFamily } from "../environment.ts";
import { collectRollout } from "../rollout.ts";
import { episodeReturns } from "../rollout-statistics.ts";
import { encodedSize } from "../spaces.ts";
import { shorten } from "./shorten.ts";
import { listSimplePolicies } from "./simple-policies.ts";
import type { SimplePolicy } from "./simple-policies.ts";

/** Undiscounted returns of policies in tasks. Episodes are split into halves: one to choose by, one to measure by. */
export interface PolicyReturns {
  readonly policies: readonly SimplePolicy[];
  readonly tasks: readonly Json[];
  /** `[2]` halves of `[policies, tasks]`: the mean over the episodes of that half */
  readonly halves: readonly [Float64Array, Float64Array];
  /** False if the horizon is so long that only a part of each episode was played. */
  readonly isWhole: boolean;
}

/** How many tasks are played, and which share of the policies: the first that the budget allows, fewer for long episodes. */
const EFFORTS = [
  { count: 64, share: 1 },
  { count: 32, share: 1 },
  { count: 32, share: 0.4 },
  { count: 16, share: 0.4 },
  { count: 16, share: 0.2 },
] as const;

/** Episodes of each policy in each task: more where they are short, as they tell less. */
const EPISODES = { min: 2, max: 16 };

/** What beginning an episode costs, in steps: its streams have to be seeded. */
const RESET_COST = 8;

/** Elements of an observation that cost as much as the rest of a step. */
const OBSERVATION_COST = 16;

/**
 * Plays simple policies in many tasks. All policies meet the same chances.
 * @param budget - environment steps that are spent, about; fewer where observations are large
 */
export function playSimplePolicies(
  family: EnvironmentFamily,
  rng: Random,
  budget: number,
): PolicyReturns {
  const environment = shorten(family);
  const { horizon } = environment;
  const stepCost = 1 + encodedSize(family.observationSpace) / OBSERVATION_COST;
  const costOf = ({ count, share }: { readonly count: number; readonly share: number }): number =>
    EPISODES.min *
    stepCost *
    (horizon + RESET_COST) *
    count *
    listSimplePolicies(family, rng, share).length;
  const effort = EFFORTS.find((some) => costOf(some) <= budget) ?? EFFORTS.at(-1)!;
  const { count, share } = effort;
  const pairs = Math.floor(budget / costOf(effort));
  const episodes = Math.min(Math.max(EPISODES.min * pairs, EPISODES.min), EPISODES.max);

  const tasks = family.sampleTasks(rng.split("tasks"), count);
  const policies = listSimplePolicies(family, rng.split("policies"), share);
  const halves = [0, 1].map(() => new Float64Array(policies.length * count));
  const streams = (task: number, episode: number): Random =>
    rng.split("task", task, "episode", episode);
  for (const [p, policy] of policies.entries()) {
    const options = { environment, tasks, episodesPerTask: episodes, streams, act: policy.start() };
    const returns = episodeReturns(collectRollout(options));
    for (let task = 0; task < count; task++) {
      for (let episode = 0; episode < episodes; episode++) {
        const half = halves[episode % 2]!;
        half[p * count + task]! += returns[task * episodes + episode]! / (episodes / 2);
      }
    }
  }
  const [first, second] = halves;
  return { policies, tasks, halves: [first!, second!], isWhole: horizon === family.horizon };
}
