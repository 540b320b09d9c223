// Layer 5: tables of a comparison's page.

import { html } from "../html.ts";
import type { Html } from "../html.ts";

/** Builds a table that scrolls sideways where it does not fit. @param rows - one `<tr>` each */
export function pageTable(head: readonly string[], rows: readonly Html[]): Html {
  return html`<div class="scroll">
    <table class="methods">
      <thead>
        <tr>
          ${head.map((name) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

/** Gives numbers real minus signs, but not names of methods, and keeps `95 %` on one line. */
export function typeset(text: string): string {
  return text.replace(/(?<=^| )-(?=\d|$)/g, "−").replace(/(?<=\d) %/g, "\u00a0%");
}
