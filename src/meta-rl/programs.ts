// Layer 4: what policy-gradient meta-learning computes on tensors, compiled: each function is traced once for each size of
// its data.

import { compile } from "../backend/compile.ts";
import type { Compiled } from "../backend/compile.ts";
import type { Scalar, Tensor1D } from "@tensorflow/tfjs-core";
import type { Params } from "../nn/params.ts";
import type { Policy } from "../nn/policy.ts";
import { meanKl } from "../rl/losses.ts";
import type { Trajectories } from "../rl/trajectories.ts";
import { adaptiveModel } from "../meta/adaptation-rule.ts";
import type { GradientAtCurrent, OuterPrograms } from "../meta/outer-problem.ts";
import { tensorsOf } from "./current-policies.ts";
import type { CurrentPolicies } from "./current-policies.ts";
import { curvatureProduct, surrogateGradient } from "../meta/differentiable-objective.ts";
import { innerLoss } from "./policy-inner-loop.ts";
import { compileInnerStep, spreadParams } from "../meta/inner-loop.ts";
import type { InnerStepProgram } from "../meta/inner-loop.ts";
import { currentPolicies, outerObjective, tasksOf } from "./outer-objective.ts";
import type { OuterBatch, OuterObjectiveOptions } from "./outer-objective.ts";
import { perModel } from "../meta/per-model.ts";

/** Values of an objective away from the current meta-parameters. */
export interface ValuesElsewhere {
  readonly loss: Scalar;
  /** Mean KL of the adapted policies from the current ones. */
  readonly kl: Scalar;
  /** Mean KL of the current policies from those before each inner step; empty where the objective does not need them. */
  readonly innerKls: readonly Scalar[];
}

/** Compiled functions. The caller owns what they return. */
export interface MetaPrograms extends OuterPrograms<OuterBatch, CurrentPolicies> {
  readonly innerStep: InnerStepProgram<Trajectories>;
  /** Mean KL of the policy at `after` from that at `before`, on some trajectories. @returns `[tasks]` */
  readonly stepKl: Compiled<readonly [before: Params, after: Params, data: Trajectories], Tensor1D>;
  /** The surrogate loss of some tasks and its gradient at the current meta-parameters. */
  readonly gradient: Compiled<
    readonly [meta: Params, batch: OuterBatch],
    GradientAtCurrent<CurrentPolicies>
  >;
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
const programsOf = perModel((_: Policy) => new Map<string, MetaPrograms>());

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
  return {
    tasksOf,
    tensorsOf,

    innerStep: compileInnerStep(
      { model: adaptiveModel(policy, inner), loss: innerLoss(policy, inner) },
      ({ weights }: Trajectories) => weights.shape[0],
    ),

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
