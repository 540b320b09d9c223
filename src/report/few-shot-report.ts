// Layer 5: report.html of a run on supervised tasks: one page, without scripts and without any other file.

import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { renderDocument } from "./document.ts";
import { EXAMPLE_STYLES } from "./example-styles.ts";
import { checkFewShotReportData } from "./few-shot-report-data.ts";
import type { FewShotReportData } from "./few-shot-report-data.ts";
import { REPORT_FILE } from "./report.ts";
import { configurationSection } from "./sections/configuration.ts";
import { examplesSection } from "./sections/examples.ts";
import { fewShotLearningSection } from "./sections/few-shot-learning.ts";
import { fewShotSummarySection } from "./sections/few-shot-summary.ts";
import { scoresSection } from "./sections/scores.ts";
import { timeSection } from "./sections/time.ts";

const PHASE_NAMES = {
  sample: "drawing tasks",
  adapt: "adaptation",
  gradient: "meta-gradient",
} as const;

/**
 * Writes `report.html` into a run folder, whole or not at all.
 * @throws {@link NumericalError} if a number of `data` is not finite; nothing is written then
 */
export async function writeFewShotReport(folder: string, data: FewShotReportData): Promise<void> {
  await writeFileAtomic(join(folder, REPORT_FILE), await renderFewShotReport(data));
}

/**
 * Renders a report: the same data give the same page.
 * @returns a whole HTML document
 * @throws {@link NumericalError} if a number of `data` is not finite
 * @throws {@link ShapeError} if an example's picture has not as many bytes as its shape says
 */
export async function renderFewShotReport(data: FewShotReportData): Promise<string> {
  checkFewShotReportData(data);
  const { evaluation, metrics } = data;
  const sections = [
    fewShotSummarySection(data),
    await scoresSection(evaluation),
    await examplesSection(evaluation),
    await fewShotLearningSection(metrics, evaluation.measure),
    timeSection(metrics, PHASE_NAMES),
    configurationSection(data),
  ];
  const examples = evaluation.examples ?? [];
  return renderDocument(data.title, sections, {
    styles: examples.length > 0 ? EXAMPLE_STYLES : "",
    hasPictures: examples.some(({ picture }) => picture === "image"),
  });
}
