// Plays bandits for the tests of methods, without an environment.

import type { Agent } from "../../../src/classical/agent.ts";
import type { ClassicalMethod, MethodParameters } from "../../../src/classical/method.ts";
import { createRandom } from "../../../src/random.ts";

/** One pull: which arm, and what it paid. */
export interface Pull {
  readonly arm: number;
  readonly reward: number;
}

/** The size of a bandit, as methods are told. */
export function banditSetting(
  arms: number,
  pulls: number,
): { states: number; actions: number; horizon: number; episodes: number } {
  return { states: 1, actions: arms, horizon: 1, episodes: pulls };
}

/** Makes one agent. */
export function createBanditAgent(
  method: ClassicalMethod,
  parameters: MethodParameters,
  { arms, pulls, seed }: { readonly arms: number; readonly pulls: number; readonly seed: number },
): Agent {
  const createAgent = method.createAgents(banditSetting(arms, pulls), parameters);
  return createAgent({ task: null, rng: createRandom(seed).split("agent") });
}

/** Tells an agent of a pull, which need not be the one that it would have made. */
export function tell(agent: Agent, { arm, reward }: Pull): void {
  agent.learn({ state: 0, action: arm, reward, nextState: 0, ended: true });
}

/** Successes and failures of an arm, with one of each before the first pull. */
export function countsOf(history: readonly Pull[], arm: number): readonly [number, number] {
  const own = history.filter((pull) => pull.arm === arm);
  const successes = own.filter((pull) => pull.reward === 1).length;
  return [1 + successes, 1 + own.length - successes];
}
