// Layer 5: the HTML document around the content of a page: one file without scripts.

import { html, Html } from "./html.ts";
import type { HtmlContent } from "./html.ts";
import { STYLE_SHEET } from "./style-sheet.ts";

/** No script and no request, whatever the data say; the style sheet and the widths of bars are inline. */
const CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'unsafe-inline'";

/** Pictures as well, where their bytes are in the page. */
const WITH_PICTURES = `${CONTENT_SECURITY_POLICY}; img-src data:`;

/** What not every page has. */
export interface DocumentExtras {
  /** Styles after those of all pages. */
  readonly styles?: string;
  /** Whether pictures whose bytes are in the page are shown. @defaultValue false */
  readonly hasPictures?: boolean;
}

/** Puts content into a whole HTML document. */
export function renderDocument(
  title: string,
  content: HtmlContent,
  { styles = "", hasPictures = false }: DocumentExtras = {},
): string {
  const policy = hasPictures ? WITH_PICTURES : CONTENT_SECURITY_POLICY;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="generator" content="acclimate" />
        <title>${title}</title>
        <style>
          ${new Html(STYLE_SHEET + styles)}
        </style>
      </head>
      <body>
        ${content}
      </body>
    </html> `.markup;
}
