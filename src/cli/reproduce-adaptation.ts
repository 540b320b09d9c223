// Layer 6: `acclimate reproduce` for tables of adaptation: trains each method of each panel with each seed, and compares.

import { join } from "node:path";
import { useBackend } from "../backend/backend.ts";
import { ConfigError, formatValue } from "../errors.ts";
import { formatDuration } from "../report/format.ts";
import { describeLength } from "../reproduce/adaptation/adaptation-markdown.ts";
import type { AdaptationReproduction } from "../reproduce/adaptation/adaptation-reproduction.ts";
import type { AdaptationTable } from "../reproduce/adaptation/adaptation-table.ts";
import { collectResults } from "../reproduce/adaptation/collected-results.ts";
import { formatMean } from "../reproduce/adaptation/format-mean.ts";
import { planRuns } from "../reproduce/adaptation/plan-runs.ts";
import type { PlannedRun } from "../reproduce/adaptation/plan-runs.ts";
import { readResult } from "../reproduce/adaptation/read-result.ts";
import { openReproductionFolder } from "../reproduce/adaptation/reproduction-folder.ts";
import type { AdaptationSettings } from "../reproduce/adaptation/reproduction-folder.ts";
import type { SeedResult } from "../reproduce/adaptation/seed-result.ts";
import { summariseAgreement } from "../reproduce/agreement.ts";
import { exitCodes } from "./exit-codes.ts";
import { experimentArgument } from "./experiment-argument.ts";
import { listenForInterrupts } from "./interrupt.ts";
import { createOutput } from "./output.ts";
import { formatCellLine } from "./reproduced-cell.ts";
import type { ReproduceCommandOptions } from "./reproduction-options.ts";
import { selectPanels } from "./select-panels.ts";
import { trainRuns } from "./train-runs.ts";
import { writeAdaptationTable } from "./write-adaptation-table.ts";

/** Where the run folders lie, in the folder of the reproduction. */
const RUNS = "runs";

/** Fewest seeds whose mean has an interval. */
const LEAST_SEEDS = 2;

/** What is done with a run, by how far it has come. */
const DEEDS = { new: "training", interrupted: "resuming", completed: "was completed" } as const;

/** Trains each method of each panel with each seed, compares, and writes the tables. @returns the exit code */
export async function reproduceAdaptation(
  reproduction: AdaptationReproduction,
  options: ReproduceCommandOptions,
): Promise<number> {
  const { quiet = false } = options;
  const { runs, settings } = await plan(reproduction, options);
  const folder = await openReproductionFolder(options.out, settings);
  const output = createOutput(options);
  const print = (line: string): void => {
    if (!quiet) output.print(line);
  };
  print(`${reproduction.description}, in ${folder}`);
  describeLength(settings).forEach(print);
  const results = collectResults(settings, runs);
  const interrupts = listenForInterrupts(() =>
    output.print("interrupted: saving after the outer steps that are under way"),
  );
  try {
    const areCompleted = await trainRuns({
      folder: join(folder, RUNS),
      runs,
      backend: settings.backend,
      workers: options.workers ?? 1,
      signal: interrupts.signal,
      onBegin: (run, state) => print(`${run.name}: ${DEEDS[state]}`),
      onCompleted: async (run, runFolder) => {
        const result = readResult(runFolder);
        results.add(run, result);
        print(`${run.name}: ${formatResult(result)}`);
        if (!results.isFinished(run)) return;
        const table = results.table();
        cellLines(table, run).forEach(print);
        await writeAdaptationTable(folder, reproduction, table);
      },
    });
    if (!areCompleted) {
      output.print(`interrupted; go on with the same command and --out ${folder}`);
      return exitCodes.interrupted;
    }
  } finally {
    interrupts.stop();
  }
  const table = results.table();
  await writeAdaptationTable(folder, reproduction, table);
  summaryLines(table).forEach(print);
  print(`wrote ${folder}`);
  output.result(table);
  return exitCodes.done;
}

interface Plan {
  readonly runs: readonly PlannedRun[];
  readonly settings: AdaptationSettings;
}

/** Finds out all that can be wrong before anything is written. */
async function plan(
  reproduction: AdaptationReproduction,
  options: ReproduceCommandOptions,
): Promise<Plan> {
  const { seeds = reproduction.seeds, outerSteps = null } = options;
  checkSeeds(seeds);
  const panels = selectPanels(reproduction, options);
  const runs = await planRuns({ panels, seeds, outerSteps });
  panels.forEach(experimentArgument);
  const backend = await useBackend(options.backend ?? "onnx");
  return { runs, settings: { name: reproduction.name, seeds, outerSteps, backend } };
}

function checkSeeds(seeds: readonly number[]): void {
  if (seeds.length >= LEAST_SEEDS && new Set(seeds).size === seeds.length) return;
  throw new ConfigError(
    `--seeds: must be at least ${LEAST_SEEDS} that differ, got ${formatValue(seeds)}`,
  );
}

/** Writes what a run yields: "-39.09, -11.55 after 0 to 1 inner steps, 3 min 05 s of training". */
function formatResult({ measure, points, seconds }: SeedResult): string {
  const means = points.map(({ mean }) => formatMean(measure, mean)).join(", ");
  const steps = points.length === 1 ? "" : ` after 0 to ${points.length - 1} inner steps`;
  return `${means}${steps}, ${formatDuration(seconds)} of training`;
}

function cellLines({ panels }: AdaptationTable, { panel, method }: PlannedRun): readonly string[] {
  return panels
    .filter(({ name }) => name === panel.name)
    .flatMap(({ measure, rows }) => {
      const write = (value: number): string => formatMean(measure, value);
      return rows.flatMap(({ row, cells }) =>
        cells
          .filter((cell) => cell.method === method.name)
          .map((cell) => formatCellLine(row, cell, { published: write, ours: write })),
      );
    });
}

function summaryLines({ panels, seconds }: AdaptationTable): readonly string[] {
  const rows = panels.flatMap((panel) => panel.rows);
  const isPublished = rows.some(({ cells }) => cells.some(({ agrees }) => agrees !== null));
  const agreement = isPublished ? `${summariseAgreement(rows)}; ` : "";
  return [
    ...panels.flatMap(({ name, expectations }) =>
      expectations.map(
        ({ text, holds }) => `${name}: ${text}: ${holds ? "holds" : "does not hold"}`,
      ),
    ),
    `${agreement}${formatDuration(seconds)} of training`,
  ];
}
