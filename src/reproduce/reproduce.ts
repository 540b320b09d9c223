// Layer 5: makes a published table again, cell by cell: tunes where there is something to tune, measures, compares.

import type { ClassicalMethod, MethodParameters } from "../classical/method.ts";
import { summariseSample } from "../statistics.ts";
import { toleranceOf } from "./agreement.ts";
import type { TrialPool } from "./pool.ts";
import type { Reproduction, ReproductionRow } from "./reproduction.ts";
import type { ReproducedTable, TableCell, TableRow } from "./table.ts";

/** What to make again, and how thoroughly. */
export interface ReproduceOptions {
  readonly reproduction: Reproduction;
  /** Those to make. */
  readonly rows: readonly ReproductionRow[];
  /** Those to make. */
  readonly methods: readonly ClassicalMethod[];
  readonly pool: TrialPool;
  readonly seed: number;
  /** Trials of each cell. */
  readonly instances: number;
  /** Trials of each value of a parameter that is tried. */
  readonly tuningInstances: number;
  /** Called after each cell. */
  readonly onCell?: (row: string, cell: TableCell) => void;
  /** Called after each row with what is finished. */
  readonly onRow?: (table: ReproducedTable) => Promise<void>;
}

/** Makes the cells that are asked for. */
export async function reproduce(options: ReproduceOptions): Promise<ReproducedTable> {
  const { reproduction, seed, instances, tuningInstances } = options;
  const start = performance.now();
  const rows: TableRow[] = [];
  const table = (): ReproducedTable => ({
    name: reproduction.name,
    instances,
    tuningInstances,
    seed,
    seconds: (performance.now() - start) / 1000,
    rows: [...rows],
  });
  for (const row of options.rows) {
    const bounds = row.bounds?.();
    const cells: TableCell[] = [];
    for (const method of options.methods) {
      const cell = await makeCell(options, row, method);
      cells.push(cell);
      options.onCell?.(row.name, cell);
    }
    rows.push({ row: row.name, cells, ...(bounds && { bounds }) });
    await options.onRow?.(table());
  }
  return table();
}

async function makeCell(
  options: ReproduceOptions,
  row: ReproductionRow,
  method: ClassicalMethod,
): Promise<TableCell> {
  const { pool, seed, instances, reproduction } = options;
  const parameters = await tune(options, row, method);
  const job = { row: row.name, method: method.name, parameters, seed };
  const totals = await pool.play({ ...job, instances: "evaluation" }, instances);
  const { mean, std, ci95 } = summariseSample(totals);
  const published = row.published[method.name] ?? null;
  const tolerance = toleranceOf(std, reproduction);
  const agrees = published === null ? null : Math.abs(mean - published) <= tolerance;
  return { method: method.name, published, mean, ci95, tolerance, agrees, parameters };
}

/** Chooses the values of a method's grid with the best mean on trials of their own; the first where several are best. */
async function tune(
  { pool, seed, tuningInstances }: ReproduceOptions,
  row: ReproductionRow,
  { name: method, grid }: ClassicalMethod,
): Promise<MethodParameters> {
  const [only, ...others] = grid;
  if (only === undefined || others.length === 0) return only ?? {};
  let best = only;
  let bestMean = -Infinity;
  for (const parameters of grid) {
    const job = { row: row.name, method, parameters, seed, instances: "tuning" } as const;
    const { mean } = summariseSample(await pool.play(job, tuningInstances));
    if (mean <= bestMean) continue;
    bestMean = mean;
    best = parameters;
  }
  return best;
}
