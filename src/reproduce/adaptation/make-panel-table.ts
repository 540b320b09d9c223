// Layer 5: from finished runs to the table of a panel: means over seeds beside what was published.

import { AcclimateError } from "../../errors.ts";
import type { AdaptationPoint } from "../../meta/adaptation-point.ts";
import { studentInterval } from "../../student-interval.ts";
import { innerStepsOf } from "./adaptation-panel.ts";
import type { AdaptationMethod, AdaptationPanel } from "./adaptation-panel.ts";
import type {
  AdaptationCell,
  AdaptationPanelTable,
  AdaptationRow,
  CheckedExpectation,
} from "./adaptation-table.ts";
import { checkExpectation } from "./check-expectation.ts";
import { formatExpectation } from "./expectation.ts";
import type { AdaptationPlace, ExpectationContext } from "./expectation.ts";
import type { SeedResult } from "./seed-result.ts";

/** A method that was trained with each seed. */
export interface MethodResults {
  readonly method: AdaptationMethod;
  /** At least two. */
  readonly results: readonly SeedResult[];
}

/**
 * Makes the table of the methods that are finished.
 * @param finished - in the order of the columns; all of one measure, and their runs of one seed on the same held-out tasks
 * @returns undefined if none is finished
 */
export function makePanelTable(
  panel: AdaptationPanel,
  finished: readonly MethodResults[],
): AdaptationPanelTable | undefined {
  const measure = finished[0]?.results[0]?.measure;
  if (measure === undefined) return undefined;
  const adapting = panel.methods.filter((method) => innerStepsOf(panel, method) > 0);
  const context = { measure, adapting: new Set(adapting.map(({ name }) => name)) };
  return {
    name: panel.name,
    title: panel.title,
    measure,
    rows: makeRows(panel, finished),
    expectations: checkExpectations(panel, context, finished),
    takenBack: finished.flatMap(({ method, results }) =>
      results
        .filter(({ takenBack }) => takenBack > 0)
        .map(({ seed, takenBack }) => ({ method: method.name, seed, tasks: takenBack })),
    ),
  };
}

function makeRows(
  panel: AdaptationPanel,
  finished: readonly MethodResults[],
): readonly AdaptationRow[] {
  const steps = Array.from({ length: panel.innerSteps + 1 }, (_, step) => step);
  return steps.flatMap((innerSteps) => {
    const cells = finished
      .filter(({ method }) => innerSteps <= innerStepsOf(panel, method))
      .map((one) => makeCell(one, innerSteps));
    return cells.length === 0 ? [] : [{ row: String(innerSteps), cells }];
  });
}

/**
 * Compares a mean over seeds with a published one, which is that of one run. Where the interval of that is known, the two
 * intervals must overlap. Where it is not, it must lie where one more run of ours would: `mean ± t · std · sqrt(1 + 1/n)`.
 */
function makeCell({ method, results }: MethodResults, innerSteps: number): AdaptationCell {
  const seeds = results.map((result) => {
    const { mean, ci95 } = pointOf(result, innerSteps);
    return { seed: result.seed, mean, ci95 };
  });
  const { mean, margin } = studentInterval(seeds.map((one) => one.mean));
  const { mean: published = null, margin: publishedMargin } = method.published?.[innerSteps] ?? {};
  const tolerance =
    publishedMargin === undefined
      ? margin * Math.sqrt(seeds.length + 1) // the margin is t · std / sqrt(n)
      : margin + publishedMargin;
  return {
    method: method.name,
    published,
    ...(publishedMargin !== undefined && { publishedMargin }),
    mean,
    ci95: [mean - margin, mean + margin],
    tolerance,
    agrees: published === null ? null : Math.abs(mean - published) <= tolerance,
    parameters: {},
    seeds,
  };
}

/** Checks the expectations of methods that are finished. */
function checkExpectations(
  { expectations = [] }: AdaptationPanel,
  context: ExpectationContext,
  finished: readonly MethodResults[],
): readonly CheckedExpectation[] {
  return expectations.flatMap((expectation) => {
    const better = meansAt(expectation.better, finished);
    const worse = meansAt(expectation.worse, finished);
    if (better === undefined || worse === undefined) return [];
    const text = formatExpectation(expectation, context);
    return [{ text, ...checkExpectation(expectation, context.measure, { better, worse }) }];
  });
}

/** The mean of each seed; undefined if the method is not finished. */
function meansAt(
  { method: name, innerSteps }: AdaptationPlace,
  finished: readonly MethodResults[],
): readonly number[] | undefined {
  const found = finished.find(({ method }) => method.name === name);
  return found?.results.map((result) => pointOf(result, innerSteps).mean);
}

function pointOf({ seed, points }: SeedResult, innerSteps: number): AdaptationPoint {
  const point = points[innerSteps];
  if (point !== undefined) return point;
  throw new AcclimateError(
    `makePanelTable: the run of seed ${seed} must have ${innerSteps} inner steps, got ${points.length - 1}`,
  );
}
