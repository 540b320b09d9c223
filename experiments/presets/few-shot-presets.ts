// A preset for each method of few-shot classification, all on the same tasks: what `acclimate reproduce few-shot` compares.

import { fromScratch, maml, nearestNeighbour, pretrained, prototypical, reptile } from "acclimate/few-shot";
import type { FewShotPreset, FewShotPresetFor } from "acclimate/few-shot";

/** All learners of classes; the first is the default. */
export const classLearners = [
  maml,
  reptile,
  prototypical,
  nearestNeighbour,
  pretrained,
  fromScratch,
] as const;

/** A preset for one of them. */
export type ClassPreset = FewShotPresetFor<(typeof classLearners)[number]>;

type MamlPreset = FewShotPreset<typeof maml.configShape>;

/** The fully connected network for Omniglot of Finn et al. 2017, section 5.2. */
export const omniglotNetwork = {
  hiddenSizes: [256, 128, 64, 64],
  activation: "relu",
  normalisation: "batch",
} as const;

/** What the presets of one task set share. */
export interface FewShotPresetsOptions {
  /** Fields of every preset. */
  readonly shared: Pick<MamlPreset, "ways" | "shots" | "network" | "evaluation">;
  /** Outer steps of learners that adapt in them, of prototypical networks, and of pretraining. */
  readonly outerSteps: {
    readonly adapting: number;
    readonly prototypical: number;
    readonly pretrained: number;
  };
  /** Step sizes of the inner gradient: of MAML, of Reptile, and of what is fine-tuned without being trained for it. */
  readonly innerLearningRates: {
    readonly maml: number;
    readonly reptile: number;
    readonly pretrained: number;
    readonly head: number;
    readonly fromScratch: number;
  };
}

/** Makes the presets. */
export function fewShotPresets({
  shared,
  outerSteps,
  innerLearningRates,
}: FewShotPresetsOptions): Readonly<Record<string, ClassPreset>> {
  const adapting = { ...shared, outerSteps: outerSteps.adapting, metaBatchSize: 16, queries: 5 };
  const inner = { steps: 3, learningRate: innerLearningRates.maml };
  const base = { ...adapting, learner: "maml", inner };
  const transfer = {
    ...shared,
    learner: "pretrained",
    outerSteps: outerSteps.pretrained,
  };
  return {
    maml: base,
    fomaml: { ...base, inner: { ...inner, firstOrder: true } },
    "meta-sgd": { ...base, inner: { ...inner, stepSizes: "per-parameter" } },
    anil: { ...base, inner: { ...inner, adapts: "head" } },
    reptile: {
      ...adapting,
      learner: "reptile",
      inner: { steps: 5, learningRate: innerLearningRates.reptile },
      outer: { stepSize: 1 },
    },
    prototypical: {
      ...shared,
      learner: "prototypical",
      outerSteps: outerSteps.prototypical,
      metaBatchSize: 16,
      queries: 5,
    },
    pretrained: { ...transfer, inner: { learningRate: innerLearningRates.pretrained } },
    "pretrained-head": {
      ...transfer,
      inner: { learningRate: innerLearningRates.head, adapts: "head" },
    },
    "from-scratch": {
      ...shared,
      learner: "from-scratch",
      outerSteps: 1,
      inner: { learningRate: innerLearningRates.fromScratch },
    },
    "nearest-neighbour": { ...shared, learner: "nearest-neighbour", outerSteps: 1 },
  };
}
