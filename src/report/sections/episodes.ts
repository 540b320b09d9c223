// Layer 5: episodes of the same tasks before and after inner steps, as the environment draws them in text.

import type { Evaluation } from "../../meta-rl/evaluation.ts";
import { distinct } from "../distinct.ts";
import { formatInnerSteps } from "../format.ts";
import { html } from "../html.ts";
import type { Html } from "../html.ts";

/** Tasks that are shown without being unfolded. */
const OPEN_TASKS = 1;

/** Builds the section about episodes; nothing where the environment draws none. */
export function episodesSection({ pictures = [] }: Evaluation): Html | undefined {
  if (pictures.length === 0) return undefined;
  const tasks = distinct(pictures.map(({ task }) => task));
  const details = tasks.map((task, position) => {
    const stages = pictures
      .filter((picture) => picture.task === task)
      .map(
        ({ innerSteps, text }) =>
          html`<figure>
            <figcaption>${formatInnerSteps(innerSteps)}</figcaption>
            <pre>${text}</pre>
          </figure>`,
      );
    const summary = html`<summary>task ${task}</summary>`;
    return position < OPEN_TASKS
      ? html`<details open>${summary}${stages}</details>`
      : html`<details>${summary}${stages}</details>`;
  });
  return html`<section>
    <h2>Episodes</h2>
    <p>Episodes of the same tasks before and after adaptation, as the environment draws them.</p>
    ${details}
  </section>`;
}
