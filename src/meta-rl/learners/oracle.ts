// Layer 4: an oracle: a policy that observes the task, trained on all tasks at once.

import { observeTask } from "../../rl/wrappers/observe-task.ts";
import { playUnadapted } from "../play-unadapted.ts";
import type { Learner } from "../learner.ts";
import { pretrained } from "./pretrained.ts";

/**
 * What a policy gains that is told the task, as a bound on what adapting can reach: trained like {@link pretrained}.
 * @see Finn et al. 2017, https://arxiv.org/abs/1703.03400, section 5 (the "oracle")
 */
export const oracle: Learner<typeof pretrained.configShape> = {
  ...pretrained,
  name: "oracle",
  environmentFor: observeTask,
  adapt: playUnadapted,
};
