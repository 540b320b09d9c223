// Layer 5: reproduced tables of adaptation as Markdown: what the numbers mean, then a section for each panel.

import { DIFFERS } from "../agreement.ts";
import type { AdaptationReproduction } from "./adaptation-reproduction.ts";
import type { AdaptationTable, CheckedExpectation } from "./adaptation-table.ts";
import { panelMarkdown } from "./panel-markdown.ts";

const PUBLISHED =
  "The published mean stands in brackets, with the half-width of its own interval, over tasks, where it is known. " +
  `${DIFFERS.trim()} marks a mean whose interval does not overlap the published one or, where there is none, a published ` +
  "mean outside the 95 % interval of one more run.";

const EXPECTED =
  "What is expected stands beside the difference of the higher and the lower mean of one seed, averaged over seeds. It holds if " +
  "the whole 95 % interval of the difference is above 0.";

const WITH_FACTOR =
  "Where a mean must be several times another, that many times the lower one is subtracted, and the ratio of the two stands " +
  "beside it.";

const WITH_GAP =
  "Where intervals must not overlap, it holds if the gap between those of the two means is above 0.";

/** Writes what the numbers of all panels mean, and the tables of each. */
export function adaptationMarkdown(
  { description, source, panels }: AdaptationReproduction,
  table: AdaptationTable,
): string {
  const { seeds } = table;
  const cells = table.panels.flatMap(({ rows }) => rows.flatMap((row) => row.cells));
  return [
    `${description} ([source](${source})).`,
    ...describeLength(table),
    `Each mean over held-out tasks is averaged over the seeds ${seeds.join(", ")}, with the half-width of its 95 % interval over ` +
      "seeds (Student's t).",
    ...(cells.some(({ published }) => published !== null) ? [PUBLISHED] : []),
    ...describeExpectations(table.panels.flatMap(({ expectations }) => expectations)),
    ...table.panels.flatMap((made) =>
      panelMarkdown(panels.find(({ name }) => name === made.name) ?? {}, made),
    ),
  ]
    .map((paragraph) => `${paragraph}\n`)
    .join("\n");
}

function describeExpectations(expectations: readonly CheckedExpectation[]): readonly string[] {
  if (expectations.length === 0) return [];
  const hasFactor = expectations.some(({ ratio }) => ratio !== undefined);
  const hasGap = expectations.some(({ gap }) => gap !== undefined);
  const sentences = [EXPECTED, ...(hasFactor ? [WITH_FACTOR] : []), ...(hasGap ? [WITH_GAP] : [])];
  return [sentences.join(" ")];
}

/** Says that the numbers cannot be compared, if runs end early. */
export function describeLength({ outerSteps }: Pick<AdaptationTable, "outerSteps">): string[] {
  if (outerSteps === null) return [];
  return [
    `At most ${outerSteps} outer steps a run: a quick look, not comparable with runs of full length.`,
  ];
}
