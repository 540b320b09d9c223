// Layer 6: the files of a reproduced table of adaptation.

import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { renderAdaptationCurves } from "../report/figures/adaptation-curves-figure.ts";
import { adaptationMarkdown } from "../reproduce/adaptation/adaptation-markdown.ts";
import type { AdaptationReproduction } from "../reproduce/adaptation/adaptation-reproduction.ts";
import { adaptationSeries } from "../reproduce/adaptation/adaptation-series.ts";
import type { AdaptationTable } from "../reproduce/adaptation/adaptation-table.ts";
import { writeJson } from "../train/run-folder.ts";
import { reproducedFiles } from "./reproduced-files.ts";

/** Writes a table with at least one method into a folder, each file whole. */
export async function writeAdaptationTable(
  folder: string,
  reproduction: AdaptationReproduction,
  table: AdaptationTable,
): Promise<void> {
  await writeJson(join(folder, reproducedFiles.table), table);
  const markdown = adaptationMarkdown(reproduction, table);
  await writeFileAtomic(join(folder, reproducedFiles.markdown), markdown);
  const svg = await renderAdaptationCurves(adaptationSeries(table), {
    description: `${reproduction.description}: returns after each number of inner steps, dashed as published.`,
  });
  await writeFileAtomic(join(folder, reproducedFiles.picture), svg);
}
