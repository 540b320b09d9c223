// A table of adaptation for tests: two methods of the fake experiment, which takes no time.

import { defineAdaptationReproduction } from "../../../src/reproduce/adaptation/adaptation-reproduction.ts";
import type { AdaptationReproduction } from "../../../src/reproduce/adaptation/adaptation-reproduction.ts";
import fake from "../../train/fake-experiment.ts";

const reproduction: AdaptationReproduction = defineAdaptationReproduction({
  name: "fakes",
  description: "Figure 0 of nothing",
  source: "https://example.org",
  experiment: fake,
  experimentFile: new URL("../../train/fake-experiment.ts", import.meta.url),
  innerSteps: 1,
  methods: [
    {
      name: "continuous",
      preset: "small",
      published: [{ mean: 0.5, margin: 0.25 }, { mean: 100 }],
    },
    { name: "discrete", preset: "discrete", innerSteps: 0, overrides: ["outerSteps=30"] },
  ],
  seeds: [1, 2],
  expectations: [
    {
      above: { method: "continuous", innerSteps: 0 },
      below: { method: "discrete", innerSteps: 0 },
    },
  ],
});

export default reproduction;
