// Makes the files of experiments/results/few-shot/ from a finished reproduction:
//
//   npm run results:few-shot -- FOLDER
//
// FOLDER is what `acclimate reproduce few-shot` wrote. Its tables and pictures are copied; sinusoid-curves.svg is figure 2 of
// Finn et al. 2017, as far as it goes: the same tasks by MAML and by a pretrained network, of the first seed. mixed-domains.md
// has the panel `mixed` domain by domain.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { AdaptationTable } from "acclimate";
import type { FewShotEvaluation } from "acclimate/few-shot";
import { renderFittedCurves } from "../src/report/figures/fitted-curves-figure.ts";
import { fittedPanel } from "../src/report/fitted-panel.ts";
import { markdownTable } from "../src/report/markdown-table.ts";
import { formatMean } from "../src/reproduce/adaptation/format-mean.ts";
import { studentInterval } from "../src/student-interval.ts";
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

const evaluations = METHODS.map((method) => ({
  method,
  evaluation: readEvaluation(folder, `sinusoid/${method}-seed-1`),
}));
const panels = Array.from({ length: DRAWN_TASKS }, (_, task) =>
  evaluations.flatMap(({ method, evaluation }) => {
    const example = evaluation.examples?.[task];
    return example === undefined
      ? []
      : [fittedPanel(example, evaluation, `${method}, task ${task}`)];
  }),
).flat();
writeResult("few-shot/sinusoid-curves.svg", await renderFittedCurves(panels, METHODS.length));
writeResult("few-shot/mixed-domains.md", tableOfDomains(folder));

/** Means over seeds after the last inner step, for the tasks of each domain of the panel `mixed`. */
function tableOfDomains(folder: string): string {
  const { seeds, panels } = JSON.parse(
    readFileSync(join(folder, "table.json"), "utf8"),
  ) as AdaptationTable;
  const rows = panels.find(({ name }) => name === "mixed")?.rows ?? [];
  const methods = [...new Set(rows.flatMap(({ cells }) => cells.map(({ method }) => method)))];
  const ofMethods = methods.map((method) => ({
    method,
    domains: seeds.map(
      (seed) => readEvaluation(folder, `mixed/${method}-seed-${seed}`).domains ?? [],
    ),
  }));
  const names = ofMethods[0]?.domains[0]?.map(({ domain }) => domain) ?? [];
  const table = markdownTable(
    ["accuracy", ...names],
    ofMethods.map(({ method, domains }) => [
      method,
      ...names.map((name) => {
        const last = domains.map(
          (ofSeed) => ofSeed.find(({ domain }) => domain === name)?.scores.at(-1)?.mean as number,
        );
        const { mean, margin } = studentInterval(last);
        return formatMean("accuracy", mean, margin);
      }),
    ]),
  );
  return `Means over seeds after the last inner step, with 95 % intervals by Student's t.\n\n${table}\n`;
}

function readEvaluation(folder: string, run: string): FewShotEvaluation {
  const file = join(folder, "runs", run, "evaluation.json");
  return JSON.parse(readFileSync(file, "utf8")) as FewShotEvaluation;
}
