// Tables of adaptation for tests: two panels of the fake experiment, which takes no time.

import type { AdaptationPanel } from "../../../src/reproduce/adaptation/adaptation-panel.ts";
import { defineAdaptationReproduction } from "../../../src/reproduce/adaptation/adaptation-reproduction.ts";
import type { AdaptationReproduction } from "../../../src/reproduce/adaptation/adaptation-reproduction.ts";
import fake from "../../train/fake-experiment.ts";

const experimentFile = new URL("../../train/fake-experiment.ts", import.meta.url);

/** Two methods, one of which does not adapt. */
export const hit: AdaptationPanel = {
  name: "hit",
  title: "Hit the target",
  experiment: fake,
  experimentFile,
  innerSteps: 1,
  methods: [
    { name: "noisy", preset: "small", published: [{ mean: 0.5, margin: 0.25 }, { mean: 100 }] },
    { name: "level", preset: "small", innerSteps: 0, overrides: ["outerSteps=30"] },
  ],
  expectations: [
    { better: { method: "noisy", innerSteps: 0 }, worse: { method: "level", innerSteps: 0 } },
  ],
};

/** One method, in another environment, on fewer tasks. */
export const pick: AdaptationPanel = {
  name: "pick",
  title: "Pick the target",
  source: "https://example.org/pick",
  experiment: fake,
  experimentFile,
  innerSteps: 1,
  overrides: ["evaluation.tasks=2", "outerSteps=9"],
  methods: [{ name: "noisy", preset: "discrete", overrides: ["outerSteps=4"] }],
  note: "Nothing was published.",
};

const reproduction: AdaptationReproduction = defineAdaptationReproduction({
  name: "fakes",
  description: "Figure 0 of nothing",
  source: "https://example.org",
  panels: [hit, pick],
  seeds: [1, 2],
});

export default reproduction;
