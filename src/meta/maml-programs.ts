// Layer 4: what MAML computes on tensors, compiled: each function is traced once for each size of its data.

import { compile } from "../backend/compile.ts";
import type { Compiled } from "../backend/compile.ts";
import { detach } from "../backend/detach.ts";
import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Tensor1D } from "@tensorflow/tfjs-core";
import { mapParams } from "../nn/params.ts";
import type { Params } from "../nn/params.ts";
import type { Policy } from "../nn/policy.ts";
import { policyGradientLoss } from "../rl/losses.ts";
import type { Trajectories } from "../rl/trajectories.ts";
import { curvatureProduct, surrogateGradient } from "./differentiable-objective.ts";
import { innerStep } from "./inner-step.ts";
import type { InnerStepOptions } from "./inner-step.ts";
import { currentPolicies, mamlObjective } from "./maml-objective.ts";
import type { CurrentPolicies, MamlBatch } from "./maml-objective.ts";

/** The batch of some tasks with the learning rate of each inner step. */
export interface MamlData extends MamlBatch {
  readonly learningRates: readonly Scalar[];
}

/** The loss and its gradient at the current parameters, and the policies there. */
export interface GradientAtCurrent {
  readonly loss: Scalar;
  /** `[params]` */
  readonly gradient: Tensor1D;
  readonly current: CurrentPolicies;
}

/** The compiled functions of MAML. The caller owns what they return. */
export interface MamlPrograms {
  /**
   * Takes one inner step by value: no gradient is kept through it.
   * @param params - `[tasks, ...shape]`, or `[1, ...shape]` to begin from one set for all tasks
   * @returns each `[tasks, ...shape]`
   */
  readonly innerStep: Compiled<
    readonly [params: Params, data: Trajectories, learningRate: Scalar],
    Params
  >;
  /** The surrogate loss of some tasks and its gradient. @param params - without a `tasks` axis */
  readonly gradient: Compiled<readonly [params: Params, data: MamlData], GradientAtCurrent>;
  /** The curvature of the divergence of some tasks, times v. @param v - `[params]` */
  readonly curvatureProduct: Compiled<
    readonly [params: Params, data: MamlData, current: CurrentPolicies, v: Tensor1D],
    Tensor1D
  >;
  /** The surrogate loss and the divergence of some tasks. */
  readonly values: Compiled<
    readonly [params: Params, data: MamlData, current: CurrentPolicies],
    { readonly loss: Scalar; readonly kl: Scalar }
  >;
}

/** A policy's programs, without and with second derivatives; they live as long as the policy does. */
const programs = new WeakMap<Policy, Record<"firstOrder" | "secondOrder", MamlPrograms>>();

/** Returns the programs for a policy. @param firstOrder - treats inner gradients as constants */
export function mamlPrograms(policy: Policy, firstOrder: boolean): MamlPrograms {
  let ofPolicy = programs.get(policy);
  if (ofPolicy === undefined) {
    ofPolicy = {
      firstOrder: compilePrograms(policy, true),
      secondOrder: compilePrograms(policy, false),
    };
    programs.set(policy, ofPolicy);
  }
  return firstOrder ? ofPolicy.firstOrder : ofPolicy.secondOrder;
}

function compilePrograms(policy: Policy, firstOrder: boolean): MamlPrograms {
  const stepsOf = ({ learningRates }: MamlData): InnerStepOptions[] =>
    learningRates.map((learningRate) => ({ learningRate, firstOrder }));
  return {
    innerStep: compile("innerStep", (params, data, learningRate) => {
      const tasks = data.weights.shape[0];
      return innerStep(
        (values, trajectories: Trajectories) => policyGradientLoss(policy, values, trajectories),
        mapParams(params, (value) => tf.broadcastTo(value, [tasks, ...value.shape.slice(1)])),
        data,
        { learningRate, firstOrder: true },
      );
    }),

    gradient: compile("gradient", (params, data) => {
      const steps = stepsOf(data);
      const { dist, logProb } = currentPolicies(policy, params, data, steps);
      const current = { dist: mapParams(dist, detach), logProb: detach(logProb) };
      const objective = mamlObjective(policy, data, steps, current);
      return {
        loss: objective.surrogate(params),
        gradient: surrogateGradient(objective, params),
        current,
      };
    }),

    curvatureProduct: compile("curvatureProduct", (params, data, current, v) =>
      curvatureProduct(mamlObjective(policy, data, stepsOf(data), current), params, v),
    ),

    values: compile("values", (params, data, current) => {
      const objective = mamlObjective(policy, data, stepsOf(data), current);
      return { loss: objective.surrogate(params), kl: objective.divergence(params) };
    }),
  };
}
