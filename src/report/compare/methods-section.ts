// Layer 5: a table of a comparison as a section of its page.

import { html } from "../html.ts";
import type { Html, HtmlContent } from "../html.ts";
import type { Comparison } from "./comparison.ts";
import { signsOf } from "./methods-key.ts";
import { pageTable, typeset } from "./page-table.ts";
import type { ComparisonTable } from "./tables.ts";

/** Builds a section with a table, and what stands above that. */
export function methodsSection(
  comparison: Comparison,
  { title, note, head, rows }: ComparisonTable,
  above?: HtmlContent,
): Html {
  const signs = signsOf(comparison);
  const lines = rows.map(
    ([name = "", ...cells]) =>
      html`<tr>
        <th scope="row">${signs.get(name)}${name}</th>
        ${cells.map((cell) => html`<td>${typeset(cell)}</td>`)}
      </tr>`,
  );
  return html`<section>
    <h2>${title}</h2>
    <p>${typeset(note)}</p>
    ${above} ${pageTable(head.map(typeset), lines)}
  </section>`;
}
