// Layer 5: what happens to the SVG that vega writes before it goes into a page. Text in it is escaped by vega, also in
// attributes, so that `<`, `>` and `"` only ever stand for markup here.

import { escapeHtml } from "./html.ts";

/** What a picture is called. */
export interface SvgLabel {
  /** Prefix of the ids inside the picture; unique in the page. */
  readonly id: string;
  /** What a person who does not see the picture should know. */
  readonly description: string;
}

/** An element without content whose mark has a description, as vega writes it. */
const DESCRIBED_ELEMENT = /<(path|line) aria-label="([^"]*)"([^>]*?)\/>/g;

/** Descriptions of single marks and axes; the picture as a whole has the only one. */
const ARIA_ATTRIBUTES = / (?:role|aria-[a-z]+)="[^"]*"/g;

/** Group outlines that draw nothing. */
const EMPTY_OUTLINES = /<path class="(?:background|foreground)"[^>]* d="(?:M0,0h0v0h0Z)?"[^>]*\/>/g;

const ROOT_ATTRIBUTES =
  /^<svg xmlns="([^"]*)"[^>]* width="([\d.]+)" height="([\d.]+)" viewBox="([^"]*)">/;

/**
 * Makes an SVG of vega fit for a page: one description for the whole, tooltips as `<title>` (they need no script), and
 * ids that no other picture of the page has.
 */
export function tidySvg(svg: string, { id, description }: SvgLabel): string {
  return uniqueIds(svg, id)
    .replace(EMPTY_OUTLINES, "")
    .replace(DESCRIBED_ELEMENT, "<$1$3><title>$2</title></$1>")
    .replace(ARIA_ATTRIBUTES, "")
    .replace(
      ROOT_ATTRIBUTES,
      (_, namespace: string, width: string, height: string, viewBox: string) =>
        `<svg xmlns="${namespace}" role="img" aria-label="${escapeHtml(description)}" ` +
        `width="${width}" height="${height}" viewBox="${viewBox}">`,
    );
}

/** Clip paths are the only ids of our charts. Vega counts them over the whole process, so two pages would differ. */
function uniqueIds(svg: string, prefix: string): string {
  const names = new Map<string, string>();
  return svg.replace(/((?:id="|url\(#))(clip\d+)/g, (_, before: string, found: string) => {
    const name = names.get(found) ?? `${prefix}-clip${names.size + 1}`;
    names.set(found, name);
    return before + name;
  });
}
