// Layer 5: how to make the same run again.

import { html } from "../html.ts";
import type { Html } from "../html.ts";
import type { ReportedRun } from "../report-data.ts";

/** Builds the section with the command and the whole configuration. */
export function configurationSection({ origin, config }: ReportedRun): Html {
  const command =
    origin &&
    html`<p>This run again:</p>
      <pre class="command"><code>${origin.command}</code></pre>`;
  return html`<section>
    <h2>Configuration</h2>
    ${command}
    <details>
      <summary>The whole configuration</summary>
      <pre><code>${JSON.stringify(config, null, 2)}</code></pre>
    </details>
  </section>`;
}
