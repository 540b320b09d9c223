// Layer 4: the method that never explores on purpose.

import type { ClassicalMethod } from "../method.ts";
import { IndexAgent } from "./index-agent.ts";
import type { ArmIndex } from "./index-agent.ts";
import { checkBandit } from "./setting.ts";
import { RL2_PAPER } from "./sources.ts";

/** The mean reward of an arm, with one success and one failure before its first pull. */
export const meanReward: ArmIndex = (successes, failures) => successes / (successes + failures);

/** Pulls the arm with the greatest mean reward. */
export const greedy: ClassicalMethod = {
  name: "greedy",
  source: RL2_PAPER,
  grid: [{}],
  createAgents(setting, parameters) {
    checkBandit("greedy", setting, parameters, {});
    return () => new IndexAgent(setting.actions, meanReward);
  },
};
