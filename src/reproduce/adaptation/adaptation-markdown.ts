// Layer 5: a reproduced table of adaptation as Markdown.

import { markdownTable } from "../../report/markdown-table.ts";
import { DIFFERS } from "../agreement.ts";
import type { AdaptationReproduction } from "./adaptation-reproduction.ts";
import type { AdaptationCell, AdaptationTable, CheckedExpectation } from "./adaptation-table.ts";

const INNER_STEPS = "inner steps";

/** Writes means over seeds beside published ones, below them each seed, and which expectations hold. */
export function adaptationMarkdown(
  reproduction: AdaptationReproduction,
  table: AdaptationTable,
): string {
  const { description, source } = reproduction;
  const { seeds, expectations } = table;
  return [
    `${description} ([source](${source})).`,
    ...describeLength(table),
    `Mean return over held-out tasks after each number of inner steps, averaged over the seeds ${seeds.join(", ")}, with the ` +
      "half-width of its 95 % interval over seeds (Student's t); the published mean in brackets, with that of its own, over " +
      "tasks, where it is known. " +
      `${DIFFERS.trim()} marks a mean whose interval does not overlap the published one or, where there is none, a published ` +
      "mean outside the 95 % interval of one more run.",
    tableOf(table, formatCell),
    "Each seed, with the half-width of its 95 % interval over tasks:",
    tableOf(table, formatSeeds),
    ...(expectations.length === 0
      ? []
      : [
          "Expected, with the difference of the means of one seed, averaged over seeds. It holds if the whole 95 % interval " +
            "is above 0.",
          markdownTable(["expected", "difference", "holds"], expectations.map(expectationRow)),
        ]),
  ]
    .map((paragraph) => `${paragraph}\n`)
    .join("\n");
}

/** Says that the numbers cannot be compared, if the runs are shorter than those that were published. */
export function describeLength({ outerSteps }: Pick<AdaptationTable, "outerSteps">): string[] {
  if (outerSteps === null) return [];
  return [
    `At most ${outerSteps} outer steps a run: a quick look, not comparable with the published numbers.`,
  ];
}

/** Writes an interval: `-11.68 ± 2.20`. */
function formatMean(mean: number, margin: number): string {
  return `${mean.toFixed(2)} ± ${margin.toFixed(2)}`;
}

function halfWidth([low, high]: readonly [number, number]): number {
  return (high - low) / 2;
}

function tableOf({ rows }: AdaptationTable, format: (cell: AdaptationCell) => string): string {
  const methods = [...new Set(rows.flatMap(({ cells }) => cells.map(({ method }) => method)))];
  return markdownTable(
    [INNER_STEPS, ...methods],
    rows.map(({ row, cells }) => [
      row,
      ...methods.map((method) => {
        const cell = cells.find((one) => one.method === method);
        return cell === undefined ? "" : format(cell);
      }),
    ]),
  );
}

function formatCell(cell: AdaptationCell): string {
  const { mean, ci95, published, publishedMargin, agrees } = cell;
  const ours = formatMean(mean, halfWidth(ci95));
  if (published === null) return ours;
  const theirs =
    publishedMargin === undefined ? published.toFixed(2) : formatMean(published, publishedMargin);
  return `${ours} (${theirs})${agrees === false ? DIFFERS : ""}`;
}

function formatSeeds({ seeds }: AdaptationCell): string {
  return seeds.map(({ mean, ci95 }) => formatMean(mean, halfWidth(ci95))).join(", ");
}

function expectationRow({ text, difference, ci95, holds }: CheckedExpectation): readonly string[] {
  return [text, formatMean(difference, halfWidth(ci95)), holds ? "yes" : "no"];
}
