// Layer 5: an ordering of two means that a reproduced table must show, as a value and as a sentence.

import { z } from "zod";
import { formatValue } from "../../errors.ts";
import { formatInnerSteps } from "../../report/format.ts";
import { isBetterHigher } from "../../train/evaluation-curve.ts";
import type { Measure } from "../../train/evaluation-curve.ts";

/** A method after a number of inner steps. */
export interface AdaptationPlace {
  /** Name of the method. */
  readonly method: string;
  readonly innerSteps: number;
}

/** One mean must be better than another: higher, or lower where errors are measured. */
export interface Expectation {
  readonly better: AdaptationPlace;
  readonly worse: AdaptationPlace;
  /**
   * How many times the lower mean the higher one must be, at least; of returns, which may be negative, there is none.
   * @defaultValue 1: higher is enough
   */
  readonly factor?: number;
  /**
   * Whether the 95 % intervals of the two means over seeds must not overlap, in place of that of the difference between runs
   * of one seed being above 0.
   * @defaultValue false
   */
  readonly separate?: boolean;
}

const placeSchema = z.object({ method: z.string(), innerSteps: z.int().min(0) });

/** The schema of an {@link Expectation}. */
export const expectationSchema = z.strictObject({
  better: placeSchema,
  worse: placeSchema,
  factor: z.number().gt(1).optional(),
  separate: z.boolean().optional(),
});

/** What the sentence of an expectation depends on. */
export interface ExpectationContext {
  readonly measure: Measure;
  /** Names of the methods that make inner steps; of others the number of inner steps is not said. */
  readonly adapting: ReadonlySet<string>;
}

/**
 * Writes an expectation as a sentence without a full stop: "MAML after 1 inner step has a squared error at least 5 times below
 * that of pretrained after 1 inner step".
 */
export function formatExpectation(
  { better, worse, factor, separate = false }: Expectation,
  { measure, adapting }: ExpectationContext,
): string {
  const place = ({ method, innerSteps }: AdaptationPlace): string =>
    adapting.has(method) ? formatPlace({ method, innerSteps }) : method;
  const end = separate ? ", with intervals that do not overlap" : "";
  const isHigher = isBetterHigher(measure);
  if (factor === undefined) {
    const comparative = isHigher ? "higher" : "lower";
    return `${place(better)} has a ${comparative} ${measure} than ${place(worse)}${end}`;
  }
  return isHigher
    ? `${place(better)} has at least ${factor} times the ${measure} of ${place(worse)}${end}`
    : `${place(better)} has a ${measure} at least ${factor} times below that of ${place(worse)}${end}`;
}

/** Says which place of expectations is not among those that a table has; undefined if all are. */
export function describeUnknownPlace(
  expectations: readonly Expectation[],
  has: (place: AdaptationPlace) => boolean,
): string | undefined {
  const places = expectations.flatMap(({ better, worse }) => [better, worse]);
  const unknown = places.find((place) => !has(place));
  if (unknown === undefined) return undefined;
  return `must name methods, and inner steps that they make, got ${formatValue(formatPlace(unknown))}`;
}

function formatPlace({ method, innerSteps }: AdaptationPlace): string {
  return `${method} ${formatInnerSteps(innerSteps)}`;
}
