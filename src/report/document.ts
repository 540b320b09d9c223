// Layer 5: the HTML document around the content of a page: one file without scripts.

import { html, Html } from "./html.ts";
import type { HtmlContent } from "./html.ts";
import { STYLE_SHEET } from "./style-sheet.ts";

/** No script and no request, whatever the data say; the style sheet and the widths of bars are inline. */
const CONTENT_SECURITY_POLICY = "default-src 'none'; style-src 'unsafe-inline'";

/** Puts content into a whole HTML document. */
export function renderDocument(title: string, content: HtmlContent): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="${CONTENT_SECURITY_POLICY}" />
        <meta name="generator" content="acclimate" />
        <title>${title}</title>
        <style>
          ${new Html(STYLE_SHEET)}
        </style>
      </head>
      <body>
        ${content}
      </body>
    </html> `.markup;
}
