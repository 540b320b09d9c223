// Figure 4 of MAML (Finn et al. 2017): returns on 2D navigation after 0 to 3 inner steps, of MAML and of what the paper
// compares it with. Published means, and intervals of 1.96 standard errors over 40 tasks where they are known, are those
// of table 4 and of the released data of the figure.
//
// docs/environments/navigation.md describes the environment, docs/reproductions.md what is compared and how.

import { defineAdaptationReproduction } from "acclimate";
import navigation from "../navigation.ts";

export default defineAdaptationReproduction({
  name: "maml-navigation",
  description: "MAML on 2D navigation: figure 4 and table 4 of Finn et al. 2017",
  source: "https://arxiv.org/abs/1703.03400",
  panels: [
    {
      name: "navigation",
      title: "2D navigation",
      experiment: navigation,
      innerSteps: 3,
      methods: [
        {
          name: "MAML",
          preset: "paper",
          published: [
            { mean: -40.41, margin: 4.0 },
            { mean: -11.68, margin: 2.2 },
            { mean: -3.33, margin: 0.55 },
            { mean: -3.23, margin: 0.58 },
          ],
        },
        {
          name: "pretrained",
          preset: "paper-pretrained",
          published: [{ mean: -40.81 }, { mean: -19.73 }, { mean: -11.72 }, { mean: -8.47 }],
        },
        {
          name: "random",
          preset: "paper-random",
          published: [{ mean: -82.66 }, { mean: -57.96 }, { mean: -53.84 }, { mean: -46.81 }],
        },
        // Observes the goal, and does not adapt.
        {
          name: "oracle",
          preset: "paper-oracle",
          innerSteps: 0,
          published: [{ mean: -2.29, margin: 0.14 }],
        },
      ],
      expectations: [
        {
          better: { method: "MAML", innerSteps: 1 },
          worse: { method: "MAML", innerSteps: 0 },
        },
        {
          better: { method: "MAML", innerSteps: 1 },
          worse: { method: "pretrained", innerSteps: 1 },
        },
        {
          better: { method: "MAML", innerSteps: 3 },
          worse: { method: "pretrained", innerSteps: 3 },
        },
        {
          better: { method: "pretrained", innerSteps: 1 },
          worse: { method: "random", innerSteps: 1 },
        },
        {
          better: { method: "oracle", innerSteps: 0 },
          worse: { method: "MAML", innerSteps: 1 },
        },
      ],
    },
  ],
  seeds: [1, 2, 3],
});
