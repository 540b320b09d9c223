// Layer 6: `acclimate reproduce` for tables of adaptation: trains each method with each seed, and compares.

import { join } from "node:path";
import { useBackend } from "../backend/backend.ts";
import { ConfigError, formatValue } from "../errors.ts";
import { formatDuration } from "../report/format.ts";
import { describeLength } from "../reproduce/adaptation/adaptation-markdown.ts";
import type { AdaptationReproduction } from "../reproduce/adaptation/adaptation-reproduction.ts";
import type { AdaptationTable } from "../reproduce/adaptation/adaptation-table.ts";
import { collectResults } from "../reproduce/adaptation/collected-results.ts";
import type { SeedResult } from "../reproduce/adaptation/make-adaptation-table.ts";
import { planRuns } from "../reproduce/adaptation/plan-runs.ts";
import type { PlannedRun } from "../reproduce/adaptation/plan-runs.ts";
import { readResult } from "../reproduce/adaptation/read-result.ts";
import { openReproductionFolder } from "../reproduce/adaptation/reproduction-folder.ts";
import type { AdaptationSettings } from "../reproduce/adaptation/reproduction-folder.ts";
import { summariseAgreement } from "../reproduce/agreement.ts";
import { exitCodes } from "./exit-codes.ts";
import { experimentArgument } from "./experiment-argument.ts";
import { listenForInterrupts } from "./interrupt.ts";
import { createOutput } from "./output.ts";
import { formatCellLine } from "./reproduced-cell.ts";
import type { ReproduceCommandOptions } from "./reproduction-options.ts";
import { selectNamed } from "./select-named.ts";
import { trainRuns } from "./train-runs.ts";
import { writeAdaptationTable } from "./write-adaptation-table.ts";

/** Where the run folders lie, in the folder of the reproduction. */
const RUNS = "runs";

/** Fewest seeds whose mean has an interval. */
const LEAST_SEEDS = 2;

/** Decimals of published returns. */
const DECIMALS = 2;

/** What is done with a run, by how far it has come. */
const DEEDS = { new: "training", interrupted: "resuming", completed: "was completed" } as const;

/** Trains each method with each seed, compares, and writes the table. @returns the exit code */
export async function reproduceAdaptation(
  reproduction: AdaptationReproduction,
  options: ReproduceCommandOptions,
): Promise<number> {
  const { quiet = false } = options;
  const { experiment, runs, settings } = await plan(reproduction, options);
  const folder = await openReproductionFolder(options.out, settings);
  const output = createOutput(options);
  const print = (line: string): void => {
    if (!quiet) output.print(line);
  };
  print(`${reproduction.description}, in ${folder}`);
  describeLength(settings).forEach(print);
  const results = collectResults({ reproduction, settings, runs });
  const interrupts = listenForInterrupts(() =>
    output.print("interrupted: saving after the outer steps that are under way"),
  );
  try {
    const areCompleted = await trainRuns({
      experiment,
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
        if (!results.isFinished(run.method)) return;
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
  readonly experiment: string;
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
  const methods = selectNamed("method", reproduction.methods, options.methods);
  const runs = await planRuns({ reproduction, methods, seeds, outerSteps });
  const experiment = experimentArgument(reproduction);
  const backend = await useBackend(options.backend ?? "onnx");
  const names = methods.map(({ name }) => name);
  const settings = { name: reproduction.name, methods: names, seeds, outerSteps, backend };
  return { experiment, runs, settings };
}

function checkSeeds(seeds: readonly number[]): void {
  if (seeds.length >= LEAST_SEEDS && new Set(seeds).size === seeds.length) return;
  throw new ConfigError(
    `--seeds: must be at least ${LEAST_SEEDS} that differ, got ${formatValue(seeds)}`,
  );
}

/** Writes what a run yields: "-39.09, -11.55 after 0 to 1 inner steps, 3 min 05 s of training". */
function formatResult({ returns, seconds }: SeedResult): string {
  const means = returns.map(({ mean }) => mean.toFixed(2)).join(", ");
  return `${means} after 0 to ${returns.length - 1} inner steps, ${formatDuration(seconds)} of training`;
}

function cellLines({ rows }: AdaptationTable, { method }: PlannedRun): readonly string[] {
  return rows.flatMap(({ row, cells }) =>
    cells
      .filter((cell) => cell.method === method.name)
      .map((cell) => formatCellLine(row, cell, DECIMALS)),
  );
}

function summaryLines({ rows, expectations, seconds }: AdaptationTable): readonly string[] {
  return [
    ...expectations.map(({ text, holds }) => `${text}: ${holds ? "holds" : "does not hold"}`),
    `${summariseAgreement(rows)}; ${formatDuration(seconds)} of training`,
  ];
}
