// Layer 5: the methods of a comparison with the look that each has in pictures.

import { html } from "../html.ts";
import type { Html } from "../html.ts";
import { pageTheme } from "../theme.ts";
import type { Comparison } from "./comparison.ts";
import { methodLooks } from "./method-looks.ts";
import type { MethodLook } from "./method-looks.ts";

/** Builds the list of methods with the look of each. */
export function methodsKey(comparison: Comparison): Html {
  const signs = signsOf(comparison);
  const items = [...signs].map(([name, sign]) => html`<li>${sign}<span>${name}</span></li>`);
  return html`<ul class="legend">
    ${items}
  </ul>`;
}

/** Draws a short line for each method, as it looks in the pictures. @returns pictures by name */
export function signsOf({ methods }: Comparison): ReadonlyMap<string, Html> {
  const looks = methodLooks(methods.length, pageTheme);
  return new Map(methods.map(({ name }, index) => [name, sign(looks[index] as MethodLook)]));
}

function sign({ color, dash }: MethodLook): Html {
  return html`<svg viewBox="0 0 24 12" width="24" height="12" aria-hidden="true">
    <path d="M1 6h22" stroke="${color}" stroke-width="2.5" stroke-dasharray="${dash.join(" ")}" />
  </svg>`;
}
