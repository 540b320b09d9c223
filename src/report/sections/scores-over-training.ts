// Layer 5: the learning curves of a run on supervised tasks in numbers, for those who cannot point at them.

import type { FewShotMeasure } from "../../few-shot/evaluation.ts";
import type { FewShotReport, Score } from "../../few-shot/learner.ts";
import type { MetricsLine } from "../../train/metrics.ts";
import { binScores } from "../bin-scores.ts";
import { formatCount, formatError, formatRange, formatShare } from "../format.ts";
import { html } from "../html.ts";
import type { Html } from "../html.ts";

/** Rows of the table at most. */
const MOST_ROWS = 20;

interface Column {
  readonly title: string;
  readonly text: (score: Score) => string;
}

/** Builds the table, folded. */
export function scoresOverTraining(
  metrics: readonly MetricsLine<FewShotReport>[],
  measure: FewShotMeasure,
): Html {
  const columns: readonly Column[] =
    measure === "squared error"
      ? [{ title: "squared error", text: ({ loss }) => formatError(loss) }]
      : [
          {
            title: "accuracy",
            text: ({ accuracy }) => (accuracy === undefined ? "" : formatShare(accuracy)),
          },
          { title: "cross-entropy", text: ({ loss }) => formatError(loss) },
        ];
  const heads = columns.flatMap(({ title }) =>
    ["before", "after"].map((stage) => html`<th scope="col">${title} ${stage} adaptation</th>`),
  );
  const rows = binScores(metrics, MOST_ROWS).map(
    ({ outerSteps, preAdaptation, postAdaptation, tasks }) => {
      const cells = columns.flatMap(({ text }) =>
        [preAdaptation, postAdaptation].map((score) => html`<td>${score && text(score)}</td>`),
      );
      return html`<tr>
        <th scope="row">${formatRange(outerSteps)}</th>
        ${cells}
        <td>${formatCount(tasks)}</td>
      </tr>`;
    },
  );
  return html`<details>
    <summary>The curves in numbers</summary>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">outer steps</th>
            ${heads}
            <th scope="col">tasks so far</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
  </details>`;
}
