// Layer 4: the classical methods for bandits that pay 1 or 0.

import type { ClassicalMethod } from "../method.ts";
import { epsilonGreedy } from "./epsilon-greedy.ts";
import { gittins } from "./gittins.ts";
import { greedy } from "./greedy.ts";
import { optimisticThompson } from "./optimistic-thompson.ts";
import { random } from "./random.ts";
import { thompson } from "./thompson.ts";
import { ucb1 } from "./ucb1.ts";

/** The methods of Duan et al. 2016, table 1, https://arxiv.org/abs/1611.02779, in its order. */
export const bernoulliBanditMethods: readonly ClassicalMethod[] = [
  random,
  gittins,
  thompson,
  optimisticThompson,
  ucb1,
  epsilonGreedy,
  greedy,
];
