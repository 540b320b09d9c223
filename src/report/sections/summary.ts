// Layer 5: the head of a report: what was run and what came out, in a few numbers.

import {
  formatCount,
  formatDuration,
  formatInnerSteps,
  formatNumberOf,
  formatReturn,
} from "../format.ts";
import { html } from "../html.ts";
import type { Html } from "../html.ts";
import type { ReportData } from "../report-data.ts";
import { secondsOf } from "../../train/metrics.ts";

/** Builds the title, the returns on held-out tasks and the facts of the run. */
export function summarySection(data: ReportData): Html {
  const facts = factsOf(data).map(
    ([name, value]) =>
      html`<div>
        <dt>${name}</dt>
        <dd>${value}</dd>
      </div>`,
  );
  return html`<header>
    <h1>${data.title}</h1>
    <p class="lead">${data.description}</p>
    ${headline(data)}
    <dl class="facts">${facts}</dl>
  </header>`;
}

/** The mean returns on held-out tasks, large: before adaptation, after the first inner step, after the last. */
function headline({ evaluation: { returns, tasks } }: ReportData): Html | undefined {
  // One task says nothing about the spread over tasks.
  const hasIntervals = tasks > 1;
  const last = returns.length - 1;
  const shown = returns.filter((_, index) => index <= 1 || index === last);
  if (shown.length === 0) return undefined;
  const numbers = shown.map(
    ({ innerSteps, mean, ci95: [lo, hi] }) =>
      html`<div>
        <span class="number">${formatReturn(mean)}</span>
        ${hasIntervals ? html`<span class="spread">± ${formatReturn((hi - lo) / 2)}</span>` : undefined}
        <span class="meaning">${formatInnerSteps(innerSteps)}</span>
      </div>`,
  );
  const what =
    `Mean return on ${formatNumberOf(tasks, "held-out task")}` +
    (hasIntervals ? ", with 95 % intervals" : "");
  return html`<section class="headline" aria-label="${what}">
    <p>${what}</p>
    ${numbers}
  </section>`;
}

function factsOf({ origin, metrics, evaluation }: ReportData): [string, string][] {
  const seconds = secondsOf(metrics);
  const facts: [string, string | undefined][] = [
    ["Experiment", origin?.experiment],
    ["Preset", origin?.preset],
    ["Seed", origin && String(origin.seed)],
    ["Environment", evaluation.environment],
    ["Outer steps", formatCount(metrics.length)],
    ["Environment steps", formatCount(metrics.at(-1)?.environmentSteps ?? 0)],
    ["Training time", formatDuration(seconds)],
    ["Backend", origin?.backend],
  ];
  return facts.filter((fact): fact is [string, string] => fact[1] !== undefined);
}
