// Tables of accuracies for tests: supervised methods at one shot and at two, in a panel each.

import { defineAdaptationReproduction } from "../../../src/reproduce/adaptation/adaptation-reproduction.ts";
import type { AdaptationPanel } from "../../../src/reproduce/adaptation/adaptation-panel.ts";
import type { AdaptationReproduction } from "../../../src/reproduce/adaptation/adaptation-reproduction.ts";
import experiment from "./few-shot-experiment.ts";

const maml = { method: "MAML", innerSteps: 2 };
const scratch = { method: "from-scratch", innerSteps: 2 };

function panelOf(shots: number): AdaptationPanel {
  return {
    name: `toy-${shots}-shot`,
    title: `Toy classes, 2-way ${shots}-shot`,
    experiment,
    experimentFile: new URL("./few-shot-experiment.ts", import.meta.url),
    innerSteps: 2,
    overrides: [`shots=${shots}`],
    methods: [
      { name: "MAML", preset: "maml" },
      { name: "prototypical", preset: "prototypical", innerSteps: 0 },
      { name: "from-scratch", preset: "scratch" },
    ],
    expectations: [
      { better: maml, worse: scratch, separate: true },
      { better: { method: "prototypical", innerSteps: 0 }, worse: scratch, factor: 1.5 },
    ],
    note: "Published of other data: 89.7 %.",
  };
}

const reproduction: AdaptationReproduction = defineAdaptationReproduction({
  name: "toys",
  description: "Few-shot learning of toy classes",
  source: "https://example.org",
  panels: [panelOf(1), panelOf(2)],
  seeds: [1, 2],
});

export default reproduction;
