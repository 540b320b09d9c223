// Layer 5: from finished runs to the table: means over seeds beside what was published.

import { AcclimateError } from "../../errors.ts";
import type { AdaptationPoint } from "../../meta-rl/evaluation.ts";
import { studentInterval } from "../../student-interval.ts";
import { innerStepsOf } from "./adaptation-reproduction.ts";
import type { AdaptationMethod, AdaptationReproduction } from "./adaptation-reproduction.ts";
import type {
  AdaptationCell,
  AdaptationRow,
  AdaptationTable,
  CheckedExpectation,
} from "./adaptation-table.ts";
import { formatExpectation } from "./expectation.ts";
import type { AdaptationPlace, Expectation } from "./expectation.ts";

/** What one run of a method yields. */
export interface SeedResult {
  readonly seed: number;
  /** After 0, 1, … inner steps. */
  readonly returns: readonly AdaptationPoint[];
  /** Of all outer steps. */
  readonly seconds: number;
}

/** A method that was trained with each seed. */
export interface MethodResults {
  readonly method: AdaptationMethod;
  /** At least two. */
  readonly results: readonly SeedResult[];
}

/** What the table is made from. */
export interface AdaptationTableInput {
  readonly reproduction: AdaptationReproduction;
  readonly settings: Pick<AdaptationTable, "seeds" | "outerSteps" | "backend">;
  /** In the order of the columns. */
  readonly finished: readonly MethodResults[];
}

/** Makes the table of the methods that are finished. */
export function makeAdaptationTable(input: AdaptationTableInput): AdaptationTable {
  const { reproduction, settings, finished } = input;
  const { seeds, outerSteps, backend } = settings;
  const results = finished.flatMap((one) => one.results);
  return {
    kind: "adaptation",
    name: reproduction.name,
    seeds,
    outerSteps,
    backend,
    seconds: results.reduce((sum, { seconds }) => sum + seconds, 0),
    rows: makeRows(reproduction, finished),
    expectations: (reproduction.expectations ?? []).flatMap((expectation) =>
      checkExpectation(expectation, finished),
    ),
  };
}

function makeRows(
  reproduction: AdaptationReproduction,
  finished: readonly MethodResults[],
): readonly AdaptationRow[] {
  const steps = Array.from({ length: reproduction.innerSteps + 1 }, (_, step) => step);
  return steps.flatMap((innerSteps) => {
    const cells = finished
      .filter(({ method }) => innerSteps <= innerStepsOf(reproduction, method))
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
  const { mean, margin, ci95 } = summarise(seeds.map((one) => one.mean));
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
    ci95,
    tolerance,
    agrees: published === null ? null : Math.abs(mean - published) <= tolerance,
    parameters: {},
    seeds,
  };
}

/** Checks an expectation by differences between runs of one seed, which meet the same held-out tasks. */
function checkExpectation(
  expectation: Expectation,
  finished: readonly MethodResults[],
): readonly CheckedExpectation[] {
  const [above, below] = [expectation.above, expectation.below].map((place) =>
    meansAt(place, finished),
  );
  if (above === undefined || below === undefined) return [];
  const differences = above.map((value, seed) => value - (below[seed] ?? NaN));
  const { mean: difference, ci95 } = summarise(differences);
  return [{ text: formatExpectation(expectation), difference, ci95, holds: ci95[0] > 0 }];
}

/** The mean of each seed; undefined if the method is not finished. */
function meansAt(
  { method: name, innerSteps }: AdaptationPlace,
  finished: readonly MethodResults[],
): readonly number[] | undefined {
  const found = finished.find(({ method }) => method.name === name);
  return found?.results.map((result) => pointOf(result, innerSteps).mean);
}

function pointOf({ seed, returns }: SeedResult, innerSteps: number): AdaptationPoint {
  const point = returns[innerSteps];
  if (point !== undefined) return point;
  throw new AcclimateError(
    `makeAdaptationTable: the run of seed ${seed} must have ${innerSteps} inner steps, got ${returns.length - 1}`,
  );
}

interface SeedSummary {
  readonly mean: number;
  readonly margin: number;
  readonly ci95: readonly [number, number];
}

function summarise(values: readonly number[]): SeedSummary {
  const { mean, margin } = studentInterval(values);
  return { mean, margin, ci95: [mean - margin, mean + margin] };
}
