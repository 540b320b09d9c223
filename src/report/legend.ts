// Layer 5: the keys of pictures in a report, as lists beside them: they wrap on narrow screens, where a key inside the
// picture would not.

import { html } from "./html.ts";
import type { Html } from "./html.ts";
import { DASHES, pageTheme } from "./theme.ts";

/** One entry of a key. */
export interface LegendEntry {
  readonly sign: "line" | "dashed" | "dotted" | "dot" | "cross" | "triangle";
  readonly color: "ink" | "before" | "after" | "goal";
  readonly text: string;
}

const SHAPES = {
  line: (color: string) => html`<path d="M1 6h22" stroke="${color}" stroke-width="2.5" />`,
  dashed: (color: string) => strokes(color, DASHES.dashed),
  dotted: (color: string) => strokes(color, DASHES.dotted),
  dot: (color: string) => html`<circle cx="12" cy="6" r="3" fill="${color}" />`,
  cross: (color: string) =>
    html`<path d="M8 2l8 8m0 -8l-8 8" stroke="${color}" stroke-width="3" />`,
  triangle: (color: string) => html`<path d="M12 1l6 10h-12z" fill="${color}" />`,
} as const;

function strokes(color: string, lengths: readonly number[]): Html {
  return html`<path
    d="M1 6h22"
    stroke="${color}"
    stroke-width="2.5"
    stroke-dasharray="${lengths.join(" ")}"
  />`;
}

/** Builds the key of a picture. */
export function legend(entries: readonly LegendEntry[]): Html {
  const items = entries.map(
    ({ sign, color, text }) =>
      html`<li>
        <svg viewBox="0 0 24 12" width="24" height="12" aria-hidden="true">
          ${SHAPES[sign](pageTheme[color])}
        </svg>
        <span>${text}</span>
      </li>`,
  );
  return html`<ul class="legend">
    ${items}
  </ul>`;
}
