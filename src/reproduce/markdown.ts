// Layer 5: a reproduced table as Markdown.

import type { MethodParameters } from "../classical/method.ts";
import { markdownTable } from "../report/markdown-table.ts";
import { DIFFERS } from "./agreement.ts";
import type { Reproduction } from "./reproduction.ts";
import type { ReproducedTable, TableCell } from "./table.ts";

/** Writes the means beside the published ones, and below them the parameters that were chosen. */
export function toMarkdown(reproduction: Reproduction, table: ReproducedTable): string {
  const { rowTitle, source, description, publishedInstances } = reproduction;
  const { rows, instances, tuningInstances, seed } = table;
  const methods = rows[0]?.cells.map(({ method }) => method) ?? [];
  const bounds = [...new Set(rows.flatMap((row) => Object.keys(row.bounds ?? {})))];
  const head = [rowTitle, ...methods, ...bounds];
  const means = rows.map((row) => [
    row.row,
    ...row.cells.map(formatCell),
    ...bounds.map((name) => row.bounds?.[name]?.toFixed(2) ?? ""),
  ]);
  const tuned = methods.filter((method) =>
    rows.some((row) => row.cells.some((cell) => cell.method === method && isTuned(cell))),
  );
  const parameters = rows.map(({ row, cells }) => [
    row,
    ...tuned.map((method) =>
      formatParameters(cells.find((cell) => cell.method === method)?.parameters ?? {}),
    ),
  ]);
  return [
    `${description} ([source](${source})).`,
    `Mean total reward of ${instances} trials, seed ${seed}, with the half-width of its 95 % interval; the published mean of ${publishedInstances} trials in brackets. ` +
      `${DIFFERS.trim()} marks a mean that is further from the published one than the rounding of that and the 99 % interval of a mean of ${publishedInstances} trials.`,
    markdownTable(head, means),
    ...(tuned.length === 0
      ? []
      : [
          `Parameters, each the best of its grid on ${tuningInstances} other trials:`,
          markdownTable([rowTitle, ...tuned], parameters),
        ]),
  ]
    .map((paragraph) => `${paragraph}\n`)
    .join("\n");
}

/** Writes parameters: `c = 0.2, samples = 4`. */
export function formatParameters(parameters: MethodParameters): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name} = ${value}`)
    .join(", ");
}

function formatCell({ mean, ci95, published, agrees }: TableCell): string {
  const ours = `${mean.toFixed(2)} ± ${((ci95[1] - ci95[0]) / 2).toFixed(2)}`;
  if (published === null) return ours;
  return `${ours} (${published})${agrees === false ? DIFFERS : ""}`;
}

function isTuned({ parameters }: TableCell): boolean {
  return Object.keys(parameters).length > 0;
}
