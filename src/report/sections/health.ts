// Layer 5: the health of adaptation: whom it made worse, how far each inner step went, and what to do about it.

import type { Evaluation } from "../../meta-rl/evaluation.ts";
import type { AdaptationHealth, Spread, WorseShare } from "../../meta-rl/health.ts";
import { formatNumberOf, formatReturn, formatShare, formatSignificant } from "../format.ts";
import { html } from "../html.ts";
import type { Html } from "../html.ts";

/** Places of numbers that are not finite that are listed, at most. */
const MOST_PLACES = 10;

/** Builds the section about the health of adaptation; nothing where inner steps were not diagnosed. */
export function healthSection({ health }: Evaluation): Html | undefined {
  if (health === undefined) return undefined;
  return html`<section>
    <h2>Health of adaptation</h2>
    <ul>
      ${health.findings.map(({ text }) => html`<li>${text}</li>`)}
    </ul>
    <p>
      A task is clearly worse if its return fell by more than the scatter of its episodes explains.
      KL: how far an inner step moved the policy, in nats, and step: how far it moved the
      parameters; medians over tasks, with the 10th and 90th percentile of the KL.
    </p>
    ${stepsTable(health)} ${places(health)}
  </section>`;
}

function stepsTable({ steps }: AdaptationHealth): Html {
  const rows = steps.map(
    ({ innerSteps, worse, worseThanPrevious, gain, kl, largestKl, stepNorm }) =>
      html`<tr>
        <th scope="row">${innerSteps}</th>
        <td>
          ${formatReturn(gain.mean)}${gain.ci95 && ` (${gain.ci95.map(formatReturn).join(" to ")})`}
        </td>
        <td>${share(worse)}</td>
        <td>${share(worseThanPrevious)}</td>
        <td>${spread(kl)}</td>
        <td>${largestKl && `${formatSignificant(largestKl.kl)} (task ${largestKl.task})`}</td>
        <td>${stepNorm && formatSignificant(stepNorm.median)}</td>
      </tr>`,
  );
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          <th scope="col">inner steps</th>
          <th scope="col">gain (95 % interval)</th>
          <th scope="col">clearly worse than before adaptation (at all)</th>
          <th scope="col">than one step before (at all)</th>
          <th scope="col">KL of the step</th>
          <th scope="col">largest KL</th>
          <th scope="col">step</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

function share({ any, clear }: WorseShare): string {
  return `${clear === undefined ? "unknown" : formatShare(clear)} (${formatShare(any)})`;
}

function spread(values: Spread | undefined): string | undefined {
  if (values === undefined) return undefined;
  const [median, low, high] = [values.median, values.p10, values.p90].map(formatSignificant);
  return `${median} (${low} to ${high})`;
}

/** Where numbers that are not finite began. */
function places({ nonFinite }: AdaptationHealth): Html | undefined {
  if (nonFinite.length === 0) return undefined;
  const items = nonFinite
    .slice(0, MOST_PLACES)
    .map(
      ({ task, innerStep, parameter }) =>
        html`<li>task ${task}, inner step ${innerStep + 1}: ${parameter}</li>`,
    );
  const more = nonFinite.length - items.length;
  return html`<p>Inner steps that led to numbers that are not finite, and were taken back:</p>
    <ul>
      ${items}${more > 0 ? html`<li>and ${formatNumberOf(more, "more place")}</li>` : undefined}
    </ul>`;
}
