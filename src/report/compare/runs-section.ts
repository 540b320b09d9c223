// Layer 5: where the runs of a comparison come from.

import { formatCount, formatDuration } from "../format.ts";
import { html } from "../html.ts";
import type { Html } from "../html.ts";
import type { Comparison } from "./comparison.ts";
import { pageTable } from "./page-table.ts";

/** Builds the section with every run and its command. */
export function runsSection({ methods }: Comparison): Html {
  const rows = methods.flatMap(({ name, runs }) =>
    runs.map(
      (run) =>
        html`<tr>
          <th scope="row">${name}</th>
          <td>${run.seed}</td>
          <td>${formatCount(run.outerSteps)}</td>
          <td>${formatCount(run.environmentSteps)}</td>
          <td>${formatDuration(run.seconds)}</td>
          <td>${run.backend}</td>
          <td>${run.folder}</td>
        </tr>`,
    ),
  );
  const head = [
    "method",
    "seed",
    "outer steps",
    "environment steps",
    "training time",
    "backend",
    "folder",
  ];
  const commands = methods.flatMap(({ runs }) => runs.map(({ command }) => command));
  return html`<section>
    <h2>Runs</h2>
    ${pageTable(head, rows)}
    <details>
      <summary>The commands that made them</summary>
      <pre class="command"><code>${commands.join("\n")}</code></pre>
    </details>
  </section>`;
}
