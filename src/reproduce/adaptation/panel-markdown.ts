// Layer 5: the table of one panel as Markdown.

import { formatNumberOf } from "../../report/format.ts";
import { markdownTable } from "../../report/markdown-table.ts";
import type { Measure } from "../../train/evaluation-curve.ts";
import { DIFFERS } from "../agreement.ts";
import type { AdaptationPanel } from "./adaptation-panel.ts";
import type {
  AdaptationCell,
  AdaptationPanelTable,
  CheckedExpectation,
  TakenBack,
} from "./adaptation-table.ts";
import { formatDifference, formatMean } from "./format-mean.ts";

const RATIO_DECIMALS = 2;

/** Writes means over seeds beside published ones, below them each seed, and which expectations hold. @returns paragraphs */
export function panelMarkdown(
  { source, note }: Pick<AdaptationPanel, "source" | "note">,
  table: AdaptationPanelTable,
): readonly string[] {
  const { title, measure, expectations, takenBack } = table;
  const cited = source === undefined ? "" : ` ([source](${source}))`;
  return [
    `## ${title}`,
    `Mean ${measure} over held-out tasks after each number of inner steps${cited}:`,
    tableOf(table, (cell) => formatCell(measure, cell)),
    ...(note === undefined ? [] : [note]),
    "Each seed, with the half-width of its 95 % interval over tasks:",
    tableOf(table, (cell) => formatSeeds(measure, cell)),
    ...(takenBack.length === 0
      ? []
      : [
          "Inner steps that led to numbers that are not finite were taken back: " +
            `${takenBack.map(describeTakenBack).join("; ")}.`,
        ]),
    ...(expectations.length === 0
      ? []
      : [
          "Expected:",
          markdownTable(
            ["expected", "difference", "holds"],
            expectations.map((one) => expectationRow(measure, one)),
          ),
        ]),
  ];
}

function describeTakenBack({ method, seed, tasks }: TakenBack): string {
  return `${method}, seed ${seed}, on ${formatNumberOf(tasks, "task")}`;
}

function tableOf({ rows }: AdaptationPanelTable, format: (cell: AdaptationCell) => string): string {
  const methods = [...new Set(rows.flatMap(({ cells }) => cells.map(({ method }) => method)))];
  return markdownTable(
    ["inner steps", ...methods],
    rows.map(({ row, cells }) => [
      row,
      ...methods.map((method) => {
        const cell = cells.find((one) => one.method === method);
        return cell === undefined ? "" : format(cell);
      }),
    ]),
  );
}

function formatCell(measure: Measure, cell: AdaptationCell): string {
  const { mean, ci95, published, publishedMargin, agrees } = cell;
  const ours = formatMean(measure, mean, halfWidth(ci95));
  if (published === null) return ours;
  const theirs = formatMean(measure, published, publishedMargin);
  return `${ours} (${theirs})${agrees === false ? DIFFERS : ""}`;
}

function formatSeeds(measure: Measure, { seeds }: AdaptationCell): string {
  return seeds.map(({ mean, ci95 }) => formatMean(measure, mean, halfWidth(ci95))).join(", ");
}

function expectationRow(
  measure: Measure,
  { text, difference, ci95, ratio, gap, holds }: CheckedExpectation,
): readonly string[] {
  const numbers = [
    formatDifference(measure, difference, halfWidth(ci95)),
    ...(ratio === undefined ? [] : [`ratio ${ratio.toFixed(RATIO_DECIMALS)}`]),
    ...(gap === undefined ? [] : [`gap ${formatDifference(measure, gap)}`]),
  ];
  return [text, numbers.join(", "), holds ? "yes" : "no"];
}

function halfWidth([low, high]: readonly [number, number]): number {
  return (high - low) / 2;
}
