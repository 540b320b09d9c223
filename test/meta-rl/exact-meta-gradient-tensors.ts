// The trajectories of a small MDP as the data of an inner or outer step, weighed with their probabilities, so that a mean
// over them is an expectation.

import * as tf from "@tensorflow/tfjs-core";
import { categorical } from "../../src/nn/categorical.ts";
import type { Params } from "../../src/nn/params.ts";
import type { Policy } from "../../src/nn/policy.ts";
import type { Trajectories } from "../../src/rl/trajectories.ts";
import { pathProbability, paths, returnsOf, STEPS } from "./exact-meta-gradient-mdp.ts";
import type { Mdp, Path } from "./exact-meta-gradient-mdp.ts";

/** Logits are read from a table by the one-hot state. */
export const tabularPolicy: Policy = {
  distribution: categorical,
  observationSize: 2,
  actionSize: 2,
  shapes: { logits: [2, 2] },
  layers: [["logits"]],
  initialise: () => ({ logits: tf.zeros([2, 2]) }),
  apply: (params, observations) => ({
    logits: tf.matMul(observations, params["logits"] as tf.Tensor),
  }),
};

/** One set of parameters, `[1, 2, 2]`. */
export function tabularParams(theta: readonly number[]): Params {
  return { logits: tf.tensor3d([...theta], [1, 2, 2]) };
}

/**
 * Paths as trajectories of one task.
 * @param of - the paths, and the weight of each; its steps share that evenly
 * @param baseline - `[step][state]`
 */
export function toBatch(
  mdp: Mdp,
  of: readonly { readonly path: Path; readonly weight: number }[],
  baseline: readonly (readonly number[])[],
): Trajectories {
  const n = of.length * STEPS;
  const perStep = (f: (path: Path, t: number, weight: number) => number): number[] =>
    of.flatMap(({ path, weight }) => path.states.map((_, t) => f(path, t, weight)));
  const states = perStep((path, t) => path.states[t]!);
  const baselines = perStep((path, t) => baseline[t]![path.states[t]!]!);
  const returns = perStep((path, t) => returnsOf(mdp, path)[t]!);
  const row = (values: readonly number[]): tf.Tensor2D => tf.tensor2d([...values], [1, n]);
  return {
    steps: STEPS,
    observations: tf.tensor3d(
      states.flatMap((state) => [1 - state, state]),
      [1, n, 2],
    ),
    actions: tf.tensor2d(
      perStep((path, t) => path.actions[t]!),
      [1, n],
      "int32",
    ),
    advantages: row(returns.map((value, i) => value - baselines[i]!)),
    baselines: row(baselines),
    weights: row(perStep((_path, _t, weight) => weight / STEPS)),
  };
}

/** All paths, each weighed with its probability under the policy. */
export function expectedBatch(
  mdp: Mdp,
  theta: readonly number[],
  baseline: readonly (readonly number[])[],
): Trajectories {
  return toBatch(
    mdp,
    paths.map((path) => ({ path, weight: pathProbability(mdp, theta, path) })),
    baseline,
  );
}

/** Puts batches of one task into one. */
export function joinTasks(batches: readonly Trajectories[]): Trajectories {
  const join = <T extends tf.Tensor>(field: (batch: Trajectories) => T): T =>
    tf.concat<T>(batches.map(field), 0);
  return {
    steps: STEPS,
    observations: join(({ observations }) => observations),
    actions: join(({ actions }) => actions),
    advantages: join(({ advantages }) => advantages),
    weights: join(({ weights }) => weights),
    baselines: join(({ baselines }) => baselines as tf.Tensor2D),
  };
}
