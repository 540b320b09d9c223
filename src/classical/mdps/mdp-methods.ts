// Layer 4: the classical methods for finite MDPs.

import type { ClassicalMethod } from "../method.ts";
import { beb } from "./beb.ts";
import { epsilonGreedy } from "./epsilon-greedy.ts";
import { greedy } from "./greedy.ts";
import { opsrl } from "./opsrl.ts";
import { psrl } from "./psrl.ts";
import { random } from "./random.ts";
import { ucrl2 } from "./ucrl2.ts";
import { valueIteration } from "./value-iteration.ts";

/**
 * The methods of Duan et al. 2016, table 2, https://arxiv.org/abs/1611.02779, in its order, and the best policy for a task
 * that is known.
 */
export const tabularMdpMethods: readonly ClassicalMethod[] = [
  random,
  psrl,
  opsrl,
  ucrl2,
  beb,
  epsilonGreedy,
  greedy,
  valueIteration,
];
