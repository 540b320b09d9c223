// A preset for each method of few-shot classification, all on the same tasks: what `acclimate reproduce few-shot` compares.

import {
  fromScratch,
  maml,
  nearestNeighbour,
  pretrained,
  prototypical,
  reptile,
} from "acclimate/few-shot";
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
type PrototypicalPreset = FewShotPreset<typeof prototypical.configShape>;

/** The fully connected network for Omniglot of Finn et al. 2017, section 5.2, with the small weights that their code draws. */
const omniglotNetwork = {
  hiddenSizes: [256, 128, 64, 64],
  activation: "relu",
  normalisation: "batch",
  initialisation: "truncated-normal",
} as const;

// Support and query items are embedded apart from each other; moments of few support items are not those of the query items,
// which costs prototypical networks more than normalisation gains.
const embedding = { hiddenSizes: [256, 64], activation: "relu" } as const;

/** That for pictures, with half of its filters, which learn as well here in half the time. */
const pictureNetwork = {
  kind: "convolutional",
  filters: [32, 32, 32, 32],
  activation: "relu",
  normalisation: "batch",
  initialisation: "truncated-normal",
} as const;

/** How a learner with inner steps is trained. */
export interface Adapting {
  readonly outerSteps: number;
  /**
   * Of inner steps. Tried on tasks of the validation split: 0.1 and 0.4 for MAML; for Reptile 0.03, 0.1 and 0.3 on digits, 0.1 and 0.3 on
   * characters, 0.1 alone elsewhere.
   */
  readonly learningRate: number;
}

/** What the presets of one task set share. */
export interface FewShotPresetsOptions {
  /** Fields of every preset. */
  readonly shared: Pick<MamlPreset, "ways" | "shots" | "evaluation">;
  /** Whether items are pictures, of which a convolutional network makes more. */
  readonly arePictures: boolean;
  /** MAML and its variants. */
  readonly maml: Adapting & Pick<NonNullable<MamlPreset["outer"]>, "maxGradientNorm">;
  /** Reptile, whose outer step takes as long as several of MAML's and moves further. */
  readonly reptile: Adapting;
  /** Prototypical networks: outer steps, and classes of a task in training, which are more than later (Snell et al., section 3.1). */
  readonly prototypical: Pick<PrototypicalPreset, "outerSteps" | "ways">;
  /**
   * Step sizes of what is fine-tuned without being trained for it: each the best of 0.01, 0.03, 0.1, 0.3 and 1 on tasks of the
   * validation split.
   */
  readonly fineTuning: {
    /** Of pretraining. */
    readonly outerSteps: number;
    readonly pretrained: number;
    readonly head: number;
    readonly fromScratch: number;
  };
}

/** Makes the presets. */
export function fewShotPresets({
  shared,
  arePictures,
  fineTuning,
  ...options
}: FewShotPresetsOptions): Readonly<Record<string, ClassPreset>> {
  const { evaluation = {}, ways } = shared;
  const adapting = { ...shared, network: omniglotNetwork, metaBatchSize: 16, queries: 3 };
  const { outerSteps, learningRate, maxGradientNorm } = options.maml;
  const inner = { steps: 1, learningRate };
  const base = {
    ...adapting,
    learner: "maml",
    outerSteps,
    inner,
    outer: {
      learningRate: `0.003 * 0.1^(outerStep / ${outerSteps})`,
      ...(maxGradientNorm !== undefined && { maxGradientNorm }),
    },
  };
  const transfer = {
    ...shared,
    network: omniglotNetwork,
    learner: "pretrained",
    outerSteps: fineTuning.outerSteps,
    outer: { learningRate: 3e-3 },
  };
  return {
    maml: base,
    ...(arePictures && { "maml-conv": { ...base, network: pictureNetwork } }),
    fomaml: { ...base, inner: { ...inner, firstOrder: true } },
    "meta-sgd": { ...base, inner: { ...inner, stepSizes: "per-parameter" } },
    anil: { ...base, inner: { ...inner, adapts: "head" } },
    reptile: {
      ...adapting,
      learner: "reptile",
      outerSteps: options.reptile.outerSteps,
      inner: { steps: 5, learningRate: options.reptile.learningRate },
      outer: { stepSize: 1 },
    },
    prototypical: {
      ...shared,
      network: embedding,
      learner: "prototypical",
      metaBatchSize: 8,
      queries: 5,
      ...options.prototypical,
      evaluation: { ...evaluation, ways },
    },
    pretrained: { ...transfer, inner: { learningRate: fineTuning.pretrained } },
    "pretrained-head": {
      ...transfer,
      inner: { learningRate: fineTuning.head, adapts: "head" },
    },
    "from-scratch": {
      ...shared,
      network: omniglotNetwork,
      learner: "from-scratch",
      outerSteps: 1,
      inner: { learningRate: fineTuning.fromScratch },
    },
    "nearest-neighbour": { ...shared, learner: "nearest-neighbour", outerSteps: 1 },
  };
}
