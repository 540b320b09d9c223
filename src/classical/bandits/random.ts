// Layer 4: the method that learns nothing.

import type { Agent } from "../agent.ts";
import type { ClassicalMethod } from "../method.ts";
import { checkBandit } from "./setting.ts";
import { RL2_PAPER } from "./sources.ts";

/** Pulls any arm, each as often. */
export const random: ClassicalMethod = {
  name: "random",
  source: RL2_PAPER,
  grid: [{}],
  createAgents(setting, parameters) {
    checkBandit("random", setting, parameters, {});
    return ({ rng }): Agent => ({
      act: () => rng.integer(setting.actions),
      learn: () => undefined,
    });
  },
};
