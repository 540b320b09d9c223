// Layer 5: the head of every report: what was run and what came out, in a few numbers.

import type { AdaptationPoint } from "../../meta/adaptation-point.ts";
import { formatInnerSteps } from "../format.ts";
import { html } from "../html.ts";
import type { Html } from "../html.ts";
import type { ReportedRun } from "../report-data.ts";

/** What came out, and facts of the run. */
export interface Outcome {
  /** Means over held-out tasks. */
  readonly points: readonly AdaptationPoint[];
  /** Held-out tasks. */
  readonly tasks: number;
  /** What the means are of. */
  readonly what: string;
  /** Writes a mean. */
  readonly format: (value: number) => string;
  /** Writes half the width of an interval. @defaultValue format */
  readonly formatMargin?: (value: number) => string;
  /** Names and values; facts without a value are left out. */
  readonly facts: readonly (readonly [name: string, value: string | undefined])[];
}

/** Builds the title, the means on held-out tasks and the facts of the run. */
export function headSection({ title, description }: ReportedRun, outcome: Outcome): Html {
  const known = outcome.facts.filter(([, value]) => value !== undefined);
  const facts = known.map(
    ([name, value]) =>
      html`<div>
        <dt>${name}</dt>
        <dd>${value}</dd>
      </div>`,
  );
  return html`<header>
    <h1>${title}</h1>
    <p class="lead">${description}</p>
    ${headline(outcome)}
    <dl class="facts">${facts}</dl>
  </header>`;
}

/** The means on held-out tasks, large: before adaptation, after the first inner step, after the last. */
function headline({
  points,
  tasks,
  what,
  format,
  formatMargin = format,
}: Outcome): Html | undefined {
  // One task says nothing about the spread over tasks.
  const hasIntervals = tasks > 1;
  const last = points.length - 1;
  const shown = points.filter((_, index) => index <= 1 || index === last);
  if (shown.length === 0) return undefined;
  const numbers = shown.map(
    ({ innerSteps, mean, ci95: [lo, hi] }) =>
      html`<div>
        <span class="number">${format(mean)}</span>
        ${hasIntervals ? html`<span class="spread">± ${formatMargin((hi - lo) / 2)}</span>` : undefined}
        <span class="meaning">${formatInnerSteps(innerSteps)}</span>
      </div>`,
  );
  const label = hasIntervals ? `${what}, with 95 % intervals` : what;
  return html`<section class="headline" aria-label="${label}">
    <p>${label}</p>
    ${numbers}
  </section>`;
}
