// Layer 5: example tasks of classification: what is adapted on and what is judged by, class by class, with the classes that
// are predicted.

import type { ExampleTask, FewShotEvaluation } from "../../few-shot/evaluation.ts";
import { distinct } from "../distinct.ts";
import { html } from "../html.ts";
import type { Html } from "../html.ts";
import { measureFormat } from "../measure-format.ts";
import { classesOfTask } from "./class-names.ts";
import type { TaskClass } from "./class-names.ts";
import { exampleItem } from "./example-item.ts";
import { exampleVerdicts, shownPredictions } from "./example-verdicts.ts";
import type { ShownPrediction } from "./example-verdicts.ts";

/** Builds a table for each task; the first of each domain is unfolded. */
export function exampleGrids(
  examples: readonly ExampleTask[],
  evaluation: FewShotEvaluation,
): Html {
  const { perTask, measure } = evaluation;
  const { format } = measureFormat(measure);
  const shown = shownPredictions(examples);
  const opened = new Set<string | undefined>();
  const tables = examples.map((example) => {
    const { domain, scores = [] } = perTask[example.task] ?? {};
    const known = shown.map(({ innerSteps }) => scores[innerSteps]).filter((x) => x !== undefined);
    const of = domain === undefined ? "" : ` of ${domain}`;
    const summary = html`<summary>
      task ${example.task}${of}, ${measure} ${known.map(format).join(" → ")}
    </summary>`;
    const table = exampleTable(example, classesOfTask(example, evaluation), shown);
    const isFirst = !opened.has(domain);
    opened.add(domain);
    return isFirst
      ? html`<details open>${summary}${table}</details>`
      : html`<details>${summary}${table}</details>`;
  });
  const stages = shown.map(({ name }) => name).join(" and ");
  return html`<p>
      Held-out tasks: items to adapt on, and some of the query items with the class that is
      predicted ${stages}: ✓ where it is the right one, ✗ where it is not.
    </p>
    ${tables}`;
}

function exampleTable(
  example: ExampleTask,
  classes: readonly TaskClass[],
  shown: readonly ShownPrediction[],
): Html {
  const { support, query } = example;
  const rows = distinct([...support.targets, ...query.targets]).map((label) => {
    const { sign, name } = classes[label] ?? { sign: String(label), name: undefined };
    const alt = `item of class ${sign}`;
    const items = indicesOf(support.targets, label).map((index) =>
      exampleItem(example, support, { index, alt }),
    );
    const judged = indicesOf(query.targets, label).map(
      (index) =>
        html`<div class="judged">
          ${exampleItem(example, query, { index, alt })}
          ${exampleVerdicts({ example, index, classes, shown })}
        </div>`,
    );
    return html`<tr>
      <th scope="row">
        <b>${sign}</b>${name === undefined ? undefined : html` <bdi>${name}</bdi>`}
      </th>
      <td data-label="to adapt on"><div class="items">${items}</div></td>
      <td data-label="to be judged by"><div class="items">${judged}</div></td>
    </tr>`;
  });
  return html`<div class="scroll">
    <table class="examples">
      <thead>
        <tr>
          <th scope="col">class</th>
          <th scope="col">to adapt on</th>
          <th scope="col">to be judged by</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

function indicesOf(targets: readonly number[], label: number): readonly number[] {
  return targets.flatMap((target, index) => (target === label ? index : []));
}
