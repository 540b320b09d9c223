// A preset for each learner and each variant of MAML, all on the same tasks and episodes: what experiments/results/learners.md
// compares. An experiment gives what its environment needs.

import {
  contextFree,
  fromScratch,
  maml,
  mamlAdam,
  mamlPpo,
  oracle,
  pretrained,
  promp,
  randomInitialisation,
  reptile,
} from "acclimate";
import type { CommonConfig, Preset, PresetFor, Schedule } from "acclimate";

/** All learners; the first is the default. */
export const learners = [
  maml,
  mamlAdam,
  mamlPpo,
  promp,
  reptile,
  pretrained,
  contextFree,
  oracle,
  randomInitialisation,
  fromScratch,
] as const;

/** A preset for one of them. */
export type LearnerPreset = PresetFor<(typeof learners)[number]>;

type MamlPreset = Preset<typeof maml.configShape>;

/** What the presets of one environment share. */
export interface LearnerPresetsOptions {
  /** Fields of every preset. */
  readonly shared: Pick<MamlPreset, "metaBatchSize" | "weighting" | "evaluation"> & {
    readonly outerSteps: number;
    readonly policy: Partial<CommonConfig["policy"]>;
  };
  /** Step size of the inner gradient. */
  readonly innerLearningRate: number;
  readonly episodesPerTask: number;
  /** Of the trust region. */
  readonly trustRegion: NonNullable<MamlPreset["outer"]>;
  /** Step size of Adam, where it makes a single step on the data of an outer step. */
  readonly adam: Schedule;
  /** Step size of Adam, where it makes several. */
  readonly adamOfSeveral: Schedule;
  /** E-MAML's share of credit. */
  readonly exploration: number;
  /**
   * Step sizes that policies are fine-tuned by which were not trained for it: each the best of a grid of factors of 2, by the
   * mean return after one to three steps on tasks of another seed.
   */
  readonly fineTuning: { readonly pretrained: Schedule; readonly random: Schedule };
}

/** Makes the presets. Learners without inner steps in training get twice the outer steps, which are as many environment steps. */
export function learnerPresets(
  options: LearnerPresetsOptions,
): Readonly<Record<string, LearnerPreset>> {
  const { shared, innerLearningRate: learningRate, episodesPerTask, trustRegion } = options;
  const inner = { learningRate, episodesPerTask };
  const trpo = { ...shared, learner: "maml", inner, outer: trustRegion };
  const adam = { ...shared, learner: "maml-adam", inner, outer: { learningRate: options.adam } };
  const several = { learningRate: options.adamOfSeveral };
  const withContext = { ...shared.policy, contextSize: 5 };
  const withoutAdaptation = {
    ...shared,
    outerSteps: 2 * shared.outerSteps,
    inner,
    outer: trustRegion,
  };
  return {
    maml: trpo,
    fomaml: { ...trpo, inner: { ...inner, firstOrder: true } },
    "e-maml": { ...trpo, outer: { ...trustRegion, exploration: options.exploration } },
    "maml-lvc": { ...trpo, inner: { ...inner, estimator: "likelihood-ratio" } },
    "maml-dice": { ...trpo, inner: { ...inner, estimator: "dice" } },
    "maml-loaded-dice": {
      ...trpo,
      inner: { ...inner, estimator: "loaded-dice", diceLambda: 0.9 },
    },
    "meta-sgd": { ...trpo, inner: { ...inner, stepSizes: "per-parameter" } },
    "per-layer": { ...trpo, inner: { ...inner, stepSizes: "per-layer" } },
    anil: { ...trpo, inner: { ...inner, adapts: "head" } },
    cavia: { ...trpo, policy: withContext, inner: { ...inner, adapts: "context" } },
    "bias-transformation": { ...trpo, policy: withContext },
    "maml-adam": adam,
    "maml-ppo": { ...adam, learner: "maml-ppo", outer: several },
    promp: { ...adam, learner: "promp", outer: several },
    reptile: { ...shared, learner: "reptile", inner, outer: { stepSize: 1 } },
    "zero-baseline": { ...trpo, baseline: { kind: "zero" } },
    "value-network": { ...trpo, baseline: { kind: "network", metaLearned: true } },
    pretrained: {
      ...withoutAdaptation,
      learner: "pretrained",
      evaluation: { ...shared.evaluation, learningRate: options.fineTuning.pretrained },
    },
    "context-free": { ...withoutAdaptation, learner: "context-free" },
    oracle: { ...withoutAdaptation, learner: "oracle" },
    random: {
      ...shared,
      outerSteps: 1,
      learner: "random",
      inner,
      evaluation: { ...shared.evaluation, learningRate: options.fineTuning.random },
    },
    "from-scratch": {
      ...shared,
      outerSteps: 1,
      learner: "from-scratch",
      inner: { episodesPerTask },
      // That of inner steps is none of Adam's.
      evaluation: { ...shared.evaluation, learningRate: 0.01 },
    },
  };
}
