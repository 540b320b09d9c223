// Layer 6: `acclimate reproduce` for tables of trials: plays them in worker threads, and compares.

import { availableParallelism } from "node:os";
import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { renderPublishedDifferences } from "../report/figures/published-differences-figure.ts";
import { formatDuration } from "../report/format.ts";
import { summariseAgreement } from "../reproduce/agreement.ts";
import { toMarkdown } from "../reproduce/markdown.ts";
import { settingOf } from "../reproduce/measure.ts";
import { createTrialPool } from "../reproduce/pool.ts";
import { reproduce } from "../reproduce/reproduce.ts";
import type { Reproduction } from "../reproduce/reproduction.ts";
import type { ReproducedTable } from "../reproduce/table.ts";
import { checkFree, createRunFolder, writeJson } from "../train/run-folder.ts";
import { exitCodes } from "./exit-codes.ts";
import { listenForInterrupts } from "./interrupt.ts";
import { createOutput } from "./output.ts";
import { formatCellLine } from "./reproduced-cell.ts";
import { reproducedFiles } from "./reproduced-files.ts";
import type { ReproduceCommandOptions } from "./reproduction-options.ts";
import { selectNamed } from "./select-named.ts";

/** Trials of each cell, if no other number is asked for. */
const INSTANCES = 10_000;

/** Trials of each value of a parameter that is tried, if no other number is asked for. */
const TUNING_INSTANCES = 2000;

/** A reproduction, and the address of its file, which worker threads import. */
export interface TrialsToReproduce {
  readonly reproduction: Reproduction;
  readonly file: URL;
}

/** Makes a published table of trials again and compares it. @returns the exit code */
export async function reproduceTrials(
  { reproduction, file }: TrialsToReproduce,
  options: ReproduceCommandOptions,
): Promise<number> {
  const { out, quiet = false } = options;
  if (out !== undefined) checkFree(out);
  const rows = selectNamed("row", reproduction.rows, options.rows);
  const methods = selectNamed("method", reproduction.methods, options.methods);
  rows.forEach(settingOf); // an environment that does not fit is found before any work
  const folder = createRunFolder({ out, experiment: reproduction.name });
  const workers = options.workers ?? availableParallelism();
  const output = createOutput(options);
  const interrupts = listenForInterrupts(() =>
    output.print(`interrupted; rows that are finished are in ${folder}`),
  );
  const pool = createTrialPool({ file, workers, signal: interrupts.signal });
  if (!quiet) output.print(`${reproduction.description}, ${workers} workers, in ${folder}`);
  try {
    const table = await reproduce({
      reproduction,
      rows,
      methods,
      pool,
      seed: options.seed ?? 1,
      instances: options.instances ?? INSTANCES,
      tuningInstances: options.tuningInstances ?? TUNING_INSTANCES,
      onCell: (row, cell) => {
        if (!quiet) output.print(formatCellLine(row, cell));
      },
      onRow: (finished) => writeTable(folder, reproduction, finished),
    });
    if (!quiet) {
      const { rows: made, seconds } = table;
      output.print(`${summariseAgreement(made)} in ${formatDuration(seconds)}\nwrote ${folder}`);
    }
    output.result(table);
    return exitCodes.done;
  } catch (error) {
    if (!interrupts.signal.aborted) throw error;
    return exitCodes.interrupted;
  } finally {
    interrupts.stop();
    await pool.close();
  }
}

/** Writes what is finished, each file whole. */
async function writeTable(
  folder: string,
  reproduction: Reproduction,
  table: ReproducedTable,
): Promise<void> {
  await writeJson(join(folder, reproducedFiles.table), table);
  await writeFileAtomic(join(folder, reproducedFiles.markdown), toMarkdown(reproduction, table));
  const differences = table.rows.flatMap(({ row, cells }) =>
    cells.flatMap(({ published, agrees, ...cell }) =>
      published === null || agrees === null ? [] : [{ row, published, agrees, ...cell }],
    ),
  );
  if (differences.length === 0) return;
  const { rowTitle, description } = reproduction;
  const svg = await renderPublishedDifferences(differences, { rowTitle, description });
  await writeFileAtomic(join(folder, reproducedFiles.picture), svg);
}
