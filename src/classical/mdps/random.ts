// Layer 4: the method that learns nothing.

import type { Agent } from "../agent.ts";
import type { ClassicalMethod } from "../method.ts";
import { checkMdp } from "./setting.ts";

/** Takes any action, each as often. */
export const random: ClassicalMethod = {
  name: "random",
  source: "Duan et al. 2016, section 3.1, https://arxiv.org/abs/1611.02779",
  grid: [{}],
  createAgents(setting, parameters) {
    checkMdp("random", setting, parameters, {});
    return ({ rng }): Agent => ({
      act: () => rng.integer(setting.actions),
      learn: () => undefined,
    });
  },
};
