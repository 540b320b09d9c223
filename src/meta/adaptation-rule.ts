// Layer 4: which parameters of a model adapt, from where and how far: what is meta-learned beside the model's own parameters.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { ConfigError } from "../errors.ts";
import { CONTEXT } from "../nn/context.ts";
import type { Model } from "../nn/model.ts";
import { pickParams } from "../nn/params.ts";
import type { Params } from "../nn/params.ts";
import type { Random } from "../random.ts";

/**
 * The names of the parts of a model that can adapt.
 *
 * - `all`: every parameter, as in MAML; with a context, it is a bias transformation
 * - `head`: the last layer only, as in ANIL (Raghu et al. 2020, https://arxiv.org/abs/1909.09157)
 * - `context`: the context vector only, from zeros, as in CAVIA (Zintgraf et al. 2019, https://arxiv.org/abs/1810.03642)
 */
export const adaptedParts = ["all", "head", "context"] as const;

/** The name of a part that can adapt. */
export type AdaptedPart = (typeof adaptedParts)[number];

/**
 * The names of the ways to choose step sizes, which the learning rate is multiplied by.
 *
 * - `fixed`: 1
 * - `per-layer`: meta-learned, one a layer
 * - `per-parameter`: meta-learned, one an element of each parameter, as in Meta-SGD (Li et al. 2017,
 *   https://arxiv.org/abs/1707.09835)
 */
export const stepSizeKinds = ["fixed", "per-layer", "per-parameter"] as const;

/** The name of a way to choose step sizes. */
export type StepSizeKind = (typeof stepSizeKinds)[number];

/** How a model adapts. */
export interface AdaptationRule {
  readonly adapts: AdaptedPart;
  readonly stepSizes: StepSizeKind;
  /** Treats inner gradients as constants. */
  readonly firstOrder: boolean;
}

/** A model under a rule. Meta-parameters are what the outer step changes: of the model, and step sizes. */
export interface AdaptiveModel {
  /** Names of the parameters that adapt. */
  readonly adapts: readonly string[];
  /** Draws meta-parameters; the caller owns them. */
  initialise(rng: Random): Params;
  /** The model's parameters before any adaptation, without a `tasks` axis. Differentiable. */
  start(meta: Params): Params;
  /** What {@link InnerStepOptions.stepSizes} takes. Differentiable. */
  stepSizes(meta: Params): Params;
}

/** What begins the name of a step size. */
const STEP_SIZE = "stepSize/";

/**
 * Puts a model under a rule. Step sizes begin at 1.
 *
 * Differs from Meta-SGD, which learns rates by themselves: these are factors of a rate that schedules may change.
 *
 * @throws {@link ConfigError} if a context is to adapt and the model has none
 */
export function adaptiveModel(model: Model, { adapts, stepSizes }: AdaptationRule): AdaptiveModel {
  const names = adaptedNames(model, adapts);
  const isContextOnly = adapts === "context";
  /** Under which name a parameter's step size is learned. */
  const stepSizeOf = new Map(
    model.layers.flatMap((layer, index) =>
      layer
        .filter((name) => names.includes(name))
        .map((name) => [name, `${STEP_SIZE}${stepSizes === "per-layer" ? `layer${index}` : name}`]),
    ),
  );
  return {
    adapts: names,
    initialise(rng) {
      const own = model.initialise(rng);
      // A context that is the only thing to adapt begins at zeros for ever: the first layer's biases can shift it.
      if (isContextOnly) own[CONTEXT]?.dispose();
      return {
        ...pickParams(
          own,
          Object.keys(own).filter((name) => !(isContextOnly && name === CONTEXT)),
        ),
        ...(stepSizes === "fixed" ? {} : initialStepSizes(model, stepSizes, stepSizeOf)),
      };
    },
    start(meta) {
      const own = Object.entries(model.shapes).map(([name, shape]): [string, Tensor] => [
        name,
        meta[name] ?? tf.zeros([...shape]),
      ]);
      return Object.fromEntries(own);
    },
    stepSizes(meta) {
      if (stepSizes === "fixed") return {};
      return Object.fromEntries(
        names.map((name) => [name, meta[stepSizeOf.get(name) as string] as Tensor]),
      );
    },
  };
}

function adaptedNames({ layers, shapes }: Model, adapts: AdaptedPart): readonly string[] {
  if (adapts === "all") return Object.keys(shapes);
  if (adapts === "head") return layers.at(-1) ?? [];
  if (CONTEXT in shapes) return [CONTEXT];
  throw new ConfigError(
    "config.inner.adapts: must be all or head where the policy has no context, got context; set policy.contextSize",
  );
}

function initialStepSizes(
  { shapes }: Model,
  kind: StepSizeKind,
  names: ReadonlyMap<string, string>,
): Params {
  const learned = new Map<string, readonly number[]>();
  for (const [name, stepSize] of names) {
    learned.set(stepSize, kind === "per-layer" ? [] : (shapes[name] as readonly number[]));
  }
  return Object.fromEntries(
    [...learned].map(([stepSize, shape]) => [stepSize, tf.ones([...shape])]),
  );
}
