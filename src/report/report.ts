// Layer 5: report.html: one page that shows a run, without scripts and without any other file.

import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { renderDocument } from "./document.ts";
import { checkReportData } from "./report-data.ts";
import type { ReportData } from "./report-data.ts";
import { configurationSection } from "./sections/configuration.ts";
import { episodesSection } from "./sections/episodes.ts";
import { evaluationSection } from "./sections/evaluation.ts";
import { healthSection } from "./sections/health.ts";
import { learningSection } from "./sections/learning.ts";
import { outerStepsSection } from "./sections/outer-steps.ts";
import { summarySection } from "./sections/summary.ts";
import { timeSection } from "./sections/time.ts";
import { trajectoriesSection } from "./sections/trajectories.ts";

/** The name of a report in a run folder. */
export const REPORT_FILE = "report.html";

const PHASE_NAMES = {
  rollout: "rollouts",
  adapt: "adaptation",
  gradient: "meta-gradient",
  direction: "step direction",
  lineSearch: "line search",
} as const;

/**
 * Writes `report.html` into a run folder, whole or not at all.
 * @throws {@link NumericalError} if a number of `data` is not finite; nothing is written then
 */
export async function writeReport(folder: string, data: ReportData): Promise<void> {
  await writeFileAtomic(join(folder, REPORT_FILE), await renderReport(data));
}

/**
 * Renders a report: the same data give the same page.
 * @returns a whole HTML document
 * @throws {@link NumericalError} if a number of `data` is not finite
 */
export async function renderReport(data: ReportData): Promise<string> {
  checkReportData(data);
  const sections = [
    summarySection(data),
    await evaluationSection(data.evaluation),
    healthSection(data.evaluation),
    await learningSection(data.metrics),
    await trajectoriesSection(data.evaluation, data.plane),
    episodesSection(data.evaluation),
    await outerStepsSection(data),
    timeSection(data.metrics, PHASE_NAMES),
    configurationSection(data),
  ];
  return renderDocument(data.title, sections);
}
