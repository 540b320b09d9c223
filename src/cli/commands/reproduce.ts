// Layer 6: `acclimate reproduce`.

import { availableParallelism } from "node:os";
import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { renderPublishedDifferences } from "../../report/figures/published-differences-figure.ts";
import { formatDuration } from "../../report/format.ts";
import { toMarkdown } from "../../reproduce/markdown.ts";
import { findNamed, settingOf } from "../../reproduce/measure.ts";
import { createTrialPool } from "../../reproduce/pool.ts";
import { reproduce } from "../../reproduce/reproduce.ts";
import type { Reproduction } from "../../reproduce/reproduction.ts";
import type { ReproducedTable } from "../../reproduce/table.ts";
import { checkFree, createRunFolder, writeJson } from "../../train/run-folder.ts";
import { exitCodes } from "../exit-codes.ts";
import { listenForInterrupts } from "../interrupt.ts";
import { loadReproduction } from "../load-reproduction.ts";
import { createOutput } from "../output.ts";
import { formatCellLine } from "../reproduced-cell.ts";

/** Options of `acclimate reproduce`. */
export interface ReproduceCommandOptions {
  readonly rows?: readonly string[] | undefined;
  readonly methods?: readonly string[] | undefined;
  readonly instances: number;
  readonly tuningInstances: number;
  readonly seed: number;
  readonly workers?: number | undefined;
  readonly out?: string | undefined;
  readonly json?: true | undefined;
  readonly quiet?: true | undefined;
}

/** The files that a reproduction leaves. */
const files = { table: "table.json", markdown: "table.md", picture: "table.svg" } as const;

/** Makes a published table again and compares it. @returns the exit code */
export async function runReproduce(
  name: string,
  options: ReproduceCommandOptions,
): Promise<number> {
  const { out, seed, instances, tuningInstances, quiet = false } = options;
  if (out !== undefined) checkFree(out);
  const { reproduction, file } = await loadReproduction(name);
  const rows = select("row", reproduction.rows, options.rows);
  const methods = select("method", reproduction.methods, options.methods);
  rows.forEach(settingOf); // an environment that does not fit is found before any work
  const folder = createRunFolder({ out, experiment: name });
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
      seed,
      instances,
      tuningInstances,
      onCell: (row, cell) => {
        if (!quiet) output.print(formatCellLine(row, cell));
      },
      onRow: (finished) => writeTable(folder, reproduction, finished),
    });
    if (!quiet)
      output.print(`${summarise(table)} in ${formatDuration(table.seconds)}\nwrote ${folder}`);
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

/** The rows or methods of those names, in their own order. @throws {@link ConfigError} if a name is unknown */
function select<Named extends { readonly name: string }>(
  what: "row" | "method",
  all: readonly Named[],
  names: readonly string[] | undefined,
): readonly Named[] {
  if (names === undefined) return all;
  const chosen = new Set(names.map((name) => findNamed(what, all, name)));
  return all.filter((one) => chosen.has(one));
}

/** Writes what is finished, each file whole. */
async function writeTable(
  folder: string,
  reproduction: Reproduction,
  table: ReproducedTable,
): Promise<void> {
  await writeJson(join(folder, files.table), table);
  await writeFileAtomic(join(folder, files.markdown), toMarkdown(reproduction, table));
  const differences = table.rows.flatMap(({ row, cells }) =>
    cells.flatMap(({ published, agrees, ...cell }) =>
      published === null || agrees === null ? [] : [{ row, published, agrees, ...cell }],
    ),
  );
  if (differences.length === 0) return;
  const { rowTitle, description } = reproduction;
  const svg = await renderPublishedDifferences(differences, { rowTitle, description });
  await writeFileAtomic(join(folder, files.picture), svg);
}

function summarise({ rows }: ReproducedTable): string {
  const compared = rows.flatMap(({ cells }) => cells).filter(({ agrees }) => agrees !== null);
  const agreeing = compared.filter(({ agrees }) => agrees);
  return `${agreeing.length} of ${compared.length} published cells agree`;
}
