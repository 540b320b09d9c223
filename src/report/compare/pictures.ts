// Layer 5: the pictures of a comparison as files that stand alone, for pages of results.

import { renderChart } from "../render-chart.ts";
import { printTheme } from "../theme.ts";
import type { Comparison } from "./comparison.ts";
import { adaptationCurvesOf, learningCurvesOf } from "./curves.ts";
import { methodCurvesSpec } from "./method-curves.ts";

/** Names of the files. */
export const PICTURE_FILES = {
  learning: "learning-curves.svg",
  adaptation: "adaptation-curves.svg",
} as const;

const SIZE = { width: 800, height: 420 } as const;

/** Draws the learning curves after adaptation and the adaptation curves. @returns SVG by the name of its file */
export async function renderPictures(
  comparison: Comparison,
): Promise<Readonly<Record<string, string>>> {
  const style = { ...SIZE, theme: printTheme, hasLegend: true };
  const names = comparison.methods.map(({ name }) => name).join("; ");
  const learning = methodCurvesSpec(learningCurvesOf(comparison, "postAdaptation"), {
    ...style,
    over: "environmentSteps",
  });
  const adaptation = methodCurvesSpec(adaptationCurvesOf(comparison), {
    ...style,
    over: "innerSteps",
  });
  return {
    [PICTURE_FILES.learning]: await renderChart(learning, printTheme, {
      id: "learning-curves",
      description: `Return after adaptation over environment steps: ${names}.`,
    }),
    [PICTURE_FILES.adaptation]: await renderChart(adaptation, printTheme, {
      id: "adaptation-curves",
      description: `Return on held-out tasks over inner steps: ${names}.`,
    }),
  };
}
