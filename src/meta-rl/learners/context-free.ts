// Layer 4: a context-free policy: trained on all tasks at once, and played as it is on every new one.

import { playUnadapted } from "../play-unadapted.ts";
import type { Learner } from "../learner.ts";
import { pretrained } from "./pretrained.ts";

/** What a policy gains that knows nothing of the task and does not adapt: trained like {@link pretrained}. */
export const contextFree: Learner<typeof pretrained.configShape> = {
  ...pretrained,
  name: "context-free",
  adapt: playUnadapted,
};
