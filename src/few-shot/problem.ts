// Layer 4: what is to be learned from supervised tasks: a task set and a network that fits it.

import { createNetwork } from "../nn/create-network.ts";
import type { NetworkConfig } from "../nn/create-network.ts";
import type { Network } from "../nn/network.ts";
import { largestSize } from "../tasks/task-shape.ts";
import type { IntegerRange, TaskSet } from "../tasks/task-set.ts";

/** A distribution of supervised tasks, and the network that learns them. */
export interface FewShotProblem {
  readonly taskSet: TaskSet;
  /** Has an output for each class of the largest task, or for each number of regression. */
  readonly network: Network;
  /** Makes the same network with another head. The same one for the same number. */
  readonly networkWith: (outputs: number) => Network;
}

/** Classes of tasks, in training and in evaluation. */
export interface TaskWays {
  readonly ways: number | IntegerRange;
  readonly evaluation: { readonly ways?: number | IntegerRange | undefined };
}

/**
 * Makes the network for the tasks of a set.
 * @throws {@link ConfigError} if the network cannot take the set's inputs
 */
export function createFewShotProblem(
  taskSet: TaskSet,
  config: { readonly network: NetworkConfig } & TaskWays,
): FewShotProblem {
  const { inputShape, targets } = taskSet;
  const made = new Map<number, Network>();
  const networkWith = (outputs: number): Network => {
    const network = made.get(outputs) ?? createNetwork(config.network, { inputShape, outputs });
    made.set(outputs, network);
    return network;
  };
  const outputs = targets.kind === "regression" ? targets.outputs : mostWays(config);
  return { taskSet, network: networkWith(outputs), networkWith };
}

function mostWays({ ways, evaluation }: TaskWays): number {
  return Math.max(largestSize(ways), largestSize(evaluation.ways ?? ways));
}
