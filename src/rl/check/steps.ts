// Layer 3: the rule on what `reset` and `step` return.

import { formatValue } from "../../errors.ts";
import type { Random } from "../../random.ts";
import type { EnvironmentFamily } from "../environment.ts";
import type { RandomStep } from "../random-episode.ts";
import { contains, formatSpace } from "../spaces.ts";
import type { Space } from "../spaces.ts";
import { finding } from "./rule.ts";
import type { EnvironmentRule, Remark } from "./rule.ts";
import { drawTrials, playAlone } from "./trials.ts";

/** Observations lie in their space, rewards are finite, flags are booleans. */
export const stepsRule: EnvironmentRule = {
  name: "yields observations of its space and finite rewards",
  isEssential: true,
  check: checkSteps,
};

/** Tells whether an observation, a Discrete one as an array of its index, lies in the space. */
export function holds(space: Space, observation: readonly number[]): boolean {
  return space.kind === "box"
    ? contains(space, observation)
    : observation.length === 1 && contains(space, observation[0]!);
}

/** Says what is wrong with what a step returned. @param at - when that was, for the messages */
export function findFaults(space: Space, step: RandomStep, at: string): readonly string[] {
  const { observation, reward, terminated, truncated } = step;
  const faults: string[] = [];
  if (!holds(space, observation)) {
    faults.push(
      `step: observation must be an element of ${formatSpace(space)}, got ${formatValue(observation)} ${at}`,
    );
  }
  if (!Number.isFinite(reward)) {
    faults.push(`step: reward must be a finite number, got ${formatValue(reward)} ${at}`);
  }
  for (const [name, flag] of Object.entries({ terminated, truncated })) {
    if (typeof flag === "boolean") continue;
    faults.push(`step: ${name} must be a boolean, got ${formatValue(flag)} ${at}`);
  }
  return faults;
}

function checkSteps(family: EnvironmentFamily, rng: Random): readonly Remark[] {
  const space = family.observationSpace;
  for (const trial of drawTrials(family, rng)) {
    const { first, steps } = playAlone(family, trial);
    const faults: string[] = [];
    if (!holds(space, first)) {
      faults.push(
        `reset: observation must be an element of ${formatSpace(space)}, got ${formatValue(first)} at ${trial.place}`,
      );
    }
    for (const [number, step] of steps.entries()) {
      faults.push(...findFaults(space, step, `at ${trial.place}, step ${number}`));
      if (faults.length > 0) return faults.map(finding); // the first wrong step says it all
    }
  }
  return [];
}
