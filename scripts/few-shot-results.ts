// Makes the files of experiments/results/few-shot/ from a finished reproduction:
//
//   npm run results:few-shot -- FOLDER
//
// FOLDER is what `acclimate reproduce few-shot` wrote. Its tables and pictures are copied; sinusoid-curves.svg is figure 2 of
// Finn et al. 2017, as far as it goes: the same tasks by MAML and by a pretrained network, of the first seed.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { FewShotEvaluation } from "acclimate/few-shot";
import { renderFittedCurves } from "../src/report/figures/fitted-curves-figure.ts";
import { fittedPanel } from "../src/report/fitted-panel.ts";
import { writeResult } from "./results/runs.ts";

const METHODS = ["maml", "pretrained"] as const;
const DRAWN_TASKS = 3;

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error("usage: few-shot-results.ts FOLDER");
  process.exit(2);
}

for (const file of readdirSync(folder)) {
  if (!/^table[.](json|md)$|[.]svg$/.test(file)) continue;
  writeResult(`few-shot/${file}`, readFileSync(join(folder, file), "utf8"));
}

const evaluations = METHODS.map((method) => {
  const file = join(folder, `runs/sinusoid/${method}-seed-1/evaluation.json`);
  return { method, evaluation: JSON.parse(readFileSync(file, "utf8")) as FewShotEvaluation };
});
const panels = Array.from({ length: DRAWN_TASKS }, (_, task) =>
  evaluations.flatMap(({ method, evaluation }) => {
    const example = evaluation.examples?.[task];
    return example === undefined
      ? []
      : [fittedPanel(example, evaluation, `${method}, task ${task}`)];
  }),
).flat();
writeResult("few-shot/sinusoid-curves.svg", await renderFittedCurves(panels, METHODS.length));
