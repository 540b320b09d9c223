// Layer 5: a few held-out tasks, with what is predicted of them before and after inner steps.

import type { FewShotEvaluation } from "../../few-shot/evaluation.ts";
import { html } from "../html.ts";
import type { Html } from "../html.ts";
import { exampleCurves } from "./example-curves.ts";
import { exampleGrids } from "./example-grids.ts";

/** Builds the section about example tasks; nothing where there are none. */
export async function examplesSection(evaluation: FewShotEvaluation): Promise<Html | undefined> {
  const { examples = [] } = evaluation;
  if (examples.length === 0) return undefined;
  const curves = examples.filter(({ picture }) => picture === "curve");
  const items = examples.filter(({ picture }) => picture !== "curve");
  return html`<section>
    <h2>Examples</h2>
    ${curves.length > 0 ? await exampleCurves(curves, evaluation) : undefined}
    ${items.length > 0 ? exampleGrids(items, evaluation) : undefined}
  </section>`;
}
