// Layer 6: the files of reproduced tables of adaptation.

import { join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { renderAdaptationCurves } from "../report/figures/adaptation-curves-figure.ts";
import { measureFormat } from "../report/measure-format.ts";
import { adaptationMarkdown } from "../reproduce/adaptation/adaptation-markdown.ts";
import type { AdaptationReproduction } from "../reproduce/adaptation/adaptation-reproduction.ts";
import { adaptationSeries } from "../reproduce/adaptation/adaptation-series.ts";
import type {
  AdaptationPanelTable,
  AdaptationTable,
} from "../reproduce/adaptation/adaptation-table.ts";
import { writeJson } from "../train/run-folder.ts";
import { reproducedFiles } from "./reproduced-files.ts";

/** Writes tables, and a picture `<panel>.svg` of each, into a folder, each file whole. */
export async function writeAdaptationTable(
  folder: string,
  reproduction: AdaptationReproduction,
  table: AdaptationTable,
): Promise<void> {
  await writeJson(join(folder, reproducedFiles.table), table);
  const markdown = adaptationMarkdown(reproduction, table);
  await writeFileAtomic(join(folder, reproducedFiles.markdown), markdown);
  for (const panel of table.panels) {
    await writeFileAtomic(join(folder, `${panel.name}.svg`), await drawPanel(panel));
  }
}

function drawPanel(panel: AdaptationPanelTable): Promise<string> {
  const { title, measure } = panel;
  const { axis, scale, format } = measureFormat(measure);
  const series = adaptationSeries(panel);
  const published = series.some(({ dashed }) => dashed) ? ", dashed as published" : "";
  return renderAdaptationCurves(series, {
    title,
    yTitle: axis,
    format: (value) => format(value / scale),
    // Errors before and after learning differ by orders of magnitude.
    logarithmic: measure === "squared error",
    description: `${title}: mean ${measure} after each number of inner steps${published}.`,
  });
}
