// Layer 4: what policy-gradient meta-learning computes on tensors, compiled: each function is traced once for each size of
// its data.

import { compile } from "../backend/compile.ts";
import type { Compiled } from "../backend/compile.ts";
import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Tensor1D } from "@tensorflow/tfjs-core";
import { mapParams } from "../nn/params.ts";
import type { Params } from "../nn/params.ts";
import type { Policy } from "../nn/policy.ts";
import { meanKl } from "../rl/losses.ts";
import type { Trajectories } from "../rl/trajectories.ts";
import { adaptiveModel } from "./adaptation-rule.ts";
import type { CurrentPolicies } from "./current-policies.ts";
import { curvatureProduct, surrogateGradient } from "./differentiable-objective.ts";
import { innerLoss } from "./inner-loop.ts";
import { innerStep } from "./inner-step.ts";
import { currentPolicies, outerObjective } from "./outer-objective.ts";
import type { OuterBatch, OuterObjectiveOptions } from "./outer-objective.ts";
import { perPolicy } from "./per-policy.ts";

/** The loss and its gradient at the current meta-parameters, and the policies there. */
export interface GradientAtCurrent {
  readonly loss: Scalar;
  /** `[params]` */
  readonly gradient: Tensor1D;
  readonly current: CurrentPolicies;
}

/** Values of an objective away from the current meta-parameters. */
export interface ValuesElsewhere {
  readonly loss: Scalar;
  /** Mean KL of the adapted policies from the current ones. */
  readonly kl: Scalar;
  /** Mean KL of the current policies from those before each inner step; empty where the objective does not need them. */
  readonly innerKls: readonly Scalar[];
}

/** Compiled functions. The caller owns what they return. */
export interface MetaPrograms {
  /**
   * Takes one inner step by value: no gradient is kept through it.
   * @param params - `[tasks, ...shape]`, or `[1, ...shape]` to begin from one set for all tasks
   * @param meta - meta-parameters, of which step sizes are read
   * @returns each `[tasks, ...shape]`
   */
  readonly innerStep: Compiled<
    readonly [params: Params, meta: Params, data: Trajectories, learningRate: Scalar],
    Params
  >;
  /** Mean KL of the policy at `after` from that at `before`, on some trajectories. @returns `[tasks]` */
  readonly stepKl: Compiled<readonly [before: Params, after: Params, data: Trajectories], Tensor1D>;
  /** The surrogate loss of some tasks and its gradient at the current meta-parameters. */
  readonly gradient: Compiled<readonly [meta: Params, batch: OuterBatch], GradientAtCurrent>;
  /** The gradient at other meta-parameters. @returns `[params]` */
  readonly gradientElsewhere: Compiled<
    readonly [meta: Params, batch: OuterBatch, current: CurrentPolicies],
    Tensor1D
  >;
  /** The curvature of the divergence of some tasks, times v. @param v - `[params]` */
  readonly curvatureProduct: Compiled<
    readonly [meta: Params, batch: OuterBatch, current: CurrentPolicies, v: Tensor1D],
    Tensor1D
  >;
  /** The surrogate loss and the divergences of some tasks. */
  readonly values: Compiled<
    readonly [meta: Params, batch: OuterBatch, current: CurrentPolicies],
    ValuesElsewhere
  >;
}

/** Each policy's programs by what they depend on. */
const programsOf = perPolicy(() => new Map<string, MetaPrograms>());

/** Returns the programs of an objective; the same ones for the same policy and settings. */
export function metaPrograms(options: OuterObjectiveOptions): MetaPrograms {
  const { policy, ...settings } = options;
  const ofPolicy = programsOf(policy);
  const key = JSON.stringify(settings);
  const known = ofPolicy.get(key) ?? compilePrograms(options);
  ofPolicy.set(key, known);
  return known;
}

function compilePrograms(options: OuterObjectiveOptions): MetaPrograms {
  const { policy, inner } = options;
  const model = adaptiveModel(policy, inner);
  const loss = innerLoss(policy, inner);
  return {
    innerStep: compile("innerStep", (params, meta, data, learningRate) => {
      const tasks = data.weights.shape[0];
      return innerStep(loss, spreadParams(params, tasks), data, {
        learningRate,
        firstOrder: true,
        adapts: model.adapts,
        stepSizes: model.stepSizes(meta),
      });
    }),

    stepKl: compile("stepKl", (before, after, data) => {
      const at = (params: Params): ReturnType<Policy["apply"]> =>
        policy.apply(spreadParams(params, data.weights.shape[0]), data.observations);
      return meanKl(policy.distribution, at(after), at(before), data.weights);
    }),

    gradient: compile("gradient", (meta, batch) => {
      const current = currentPolicies(options, meta, batch);
      const objective = outerObjective(options, batch, current);
      return {
        loss: objective.surrogate(meta),
        gradient: surrogateGradient(objective, meta),
        current,
      };
    }),

    gradientElsewhere: compile("gradientElsewhere", (meta, batch, current) =>
      surrogateGradient(outerObjective(options, batch, current), meta),
    ),

    curvatureProduct: compile("curvatureProduct", (meta, batch, current, v) =>
      curvatureProduct(outerObjective(options, batch, current), meta, v),
    ),

    values: compile("values", (meta, batch, current) => {
      const objective = outerObjective(options, batch, current);
      return {
        loss: objective.surrogate(meta),
        kl: objective.divergence(meta),
        innerKls: objective.innerDivergences(meta),
      };
    }),
  };
}

/** Repeats a single set of parameters for all tasks. */
function spreadParams(params: Params, tasks: number): Params {
  return mapParams(params, (value) => tf.broadcastTo(value, [tasks, ...value.shape.slice(1)]));
}
