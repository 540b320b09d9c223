// Supervised few-shot learning: what the meta-learners of policies make of tasks that are sets of labelled examples, beside
// prototypical networks, transfer, training from scratch and the nearest neighbour on raw inputs.
//
// docs/few-shot.md describes the methods, docs/task-sets.md the data. Published figures of MAML are those of other data.

import { defineAdaptationReproduction } from "acclimate";
import type { AdaptationMethod, AdaptationPanel, Expectation } from "acclimate";
import type { FewShotExperiment } from "acclimate/few-shot";
import characters from "../characters.ts";
import digits from "../digits.ts";
import languages from "../languages.ts";
import mixed from "../mixed.ts";
import sinusoid from "../sinusoid.ts";

const INNER_STEPS = 10;

/** What two kinds of learners are expected to be clearly better than. */
const FLOORS = ["from-scratch", "pretrained-head", "nearest-neighbour"] as const;

/** What differs from a preset, by method. */
type Overrides = Readonly<Record<string, readonly string[]>>;

/** A method by its preset; those without inner steps are a level. */
function method(name: string, overrides: Overrides = {}): AdaptationMethod {
  const withoutInnerSteps = name === "prototypical" || name === "nearest-neighbour";
  return {
    name,
    preset: name,
    ...(withoutInnerSteps && { innerSteps: 0 }),
    ...(overrides[name] && { overrides: overrides[name] }),
  };
}

/** What every panel of classes compares. */
const CORE = [
  "maml",
  "prototypical",
  "pretrained",
  "pretrained-head",
  "from-scratch",
  "nearest-neighbour",
];

/** With MAML's variants and relatives. */
const FAMILY = [...CORE, "fomaml", "meta-sgd", "anil", "reptile"];

/** MAML and prototypical networks are clearly better than each floor. */
const clearlyAbove: readonly Expectation[] = ["maml", "prototypical"].flatMap((name) =>
  FLOORS.map((floor) => ({
    better: { method: name, innerSteps: lastStepOf(name) },
    worse: { method: floor, innerSteps: lastStepOf(floor) },
    separate: true,
  })),
);

function lastStepOf(name: string): number {
  return method(name).innerSteps ?? INNER_STEPS;
}

/** Trains MAML for longer than its preset does. */
function trainedFor(outerSteps: number): readonly string[] {
  return [`outerSteps=${outerSteps}`, `outer.learningRate=0.003 * 0.1^(outerStep / ${outerSteps})`];
}

interface ClassPanelOptions {
  readonly experiment: FewShotExperiment;
  readonly title: string;
  readonly shots: number;
  readonly methods: readonly string[];
  readonly overrides?: Overrides;
}

const OMNIGLOT: Readonly<Record<number, string>> = { 1: "89.7 %", 5: "97.5 %" };

/** Five classes, and a number of examples of each. */
function fiveWay(options: ClassPanelOptions): AdaptationPanel {
  const { experiment, title, shots, methods, overrides } = options;
  return {
    name: `${experiment.name}-${shots}-shot`,
    title: `${title}, 5-way ${shots}-shot`,
    experiment,
    innerSteps: INNER_STEPS,
    overrides: [`shots=${shots}`],
    methods: methods.map((name) => method(name, overrides)),
    expectations: clearlyAbove,
    note:
      `For context, of another data set: on Omniglot, 5-way ${shots}-shot, MAML's fully connected network has ` +
      `${OMNIGLOT[shots]} (Finn et al. 2017, table 1).`,
  };
}

export default defineAdaptationReproduction({
  name: "few-shot",
  description:
    "Few-shot regression and classification: section 5.1 and 5.2 of Finn et al. 2017 on data of npm packages",
  source: "https://arxiv.org/abs/1703.03400",
  seeds: [1, 2, 3],
  panels: [
    {
      name: "sinusoid",
      title: "Sinusoids, K = 10",
      experiment: sinusoid,
      innerSteps: INNER_STEPS,
      methods: [
        ...["maml", "fomaml", "anil", "reptile", "pretrained", "from-scratch"].map((name) =>
          method(name),
        ),
        // More steps than it was trained for diverge on some tasks.
        {
          ...method("meta-sgd", { "meta-sgd": ["evaluation.innerSteps=1"] }),
          innerSteps: 1,
        },
      ],
      expectations: [
        {
          better: { method: "maml", innerSteps: 1 },
          worse: { method: "pretrained", innerSteps: 1 },
          factor: 5,
        },
        {
          better: { method: "maml", innerSteps: 10 },
          worse: { method: "pretrained", innerSteps: 10 },
          factor: 5,
        },
      ],
    },
    fiveWay({ experiment: digits, title: "Digits", shots: 1, methods: FAMILY }),
    fiveWay({ experiment: digits, title: "Digits", shots: 5, methods: CORE }),
    fiveWay({
      experiment: characters,
      title: "Characters",
      shots: 1,
      methods: FAMILY,
      overrides: { maml: trainedFor(5000) },
    }),
    fiveWay({
      experiment: characters,
      title: "Characters",
      shots: 5,
      methods: CORE,
      overrides: { maml: trainedFor(6000) },
    }),
    fiveWay({ experiment: languages, title: "Languages", shots: 1, methods: FAMILY }),
    fiveWay({ experiment: languages, title: "Languages", shots: 5, methods: CORE }),
    {
      name: "mixed",
      title: "Digits, characters and languages in turn, 3- to 8-way, 1- to 5-shot",
      experiment: mixed,
      innerSteps: INNER_STEPS,
      methods: CORE.map((name) => method(name)),
      expectations: clearlyAbove,
    },
  ],
});
