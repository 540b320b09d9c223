// Layer 5: learning curves of a comparison in numbers.

import { formatCount } from "../format.ts";
import { html } from "../html.ts";
import type { Html } from "../html.ts";
import { formatEstimate } from "./format-estimate.ts";
import { interpolate } from "./interpolate.ts";
import type { MethodCurve } from "./method-curves.ts";
import { pageTable, typeset } from "./page-table.ts";

/** Rows of the table. */
const ROWS = 10;

/** Builds the table of learning curves in numbers, for those who cannot tell the lines apart. */
export function curveNumbers(curves: readonly MethodCurve[], decimals: number): Html {
  const last = Math.max(...curves.flatMap(({ points }) => points.map(({ x }) => x)));
  const rows = Array.from({ length: ROWS }, (_, index) => {
    const x = (last * (index + 1)) / ROWS;
    const cells = curves.map(({ points }) => {
      const value = interpolate(
        points.map((point) => ({ x: point.x, y: point.mean })),
        x,
      );
      return html`<td>
        ${value === undefined ? "" : typeset(formatEstimate({ mean: value }, decimals))}
      </td>`;
    });
    return html`<tr>
      <th scope="row">${formatCount(x)}</th>
      ${cells}
    </tr>`;
  });
  return html`<details>
    <summary>The curves in numbers</summary>
    ${pageTable(["environment steps", ...curves.map(({ name }) => name)], rows)}
  </details>`;
}
