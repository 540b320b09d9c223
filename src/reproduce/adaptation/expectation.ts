// Layer 5: an ordering of two means that a reproduced table must show, and whether it does.

import { z } from "zod";
import { formatValue } from "../../errors.ts";
import { formatInnerSteps } from "../../report/format.ts";

/** A method after a number of inner steps. */
export interface AdaptationPlace {
  /** Name of the method. */
  readonly method: string;
  readonly innerSteps: number;
}

/** One mean return must be above another. */
export interface Expectation {
  readonly above: AdaptationPlace;
  readonly below: AdaptationPlace;
}

const placeSchema = z.object({ method: z.string(), innerSteps: z.int().min(0) });

/** The schema of an {@link Expectation}. */
export const expectationSchema = z.object({ above: placeSchema, below: placeSchema });

/** Writes an expectation: "MAML after 1 inner step is above pretrained after 1 inner step". */
export function formatExpectation({ above, below }: Expectation): string {
  return `${formatPlace(above)} is above ${formatPlace(below)}`;
}

/** Says which place of expectations is not among those that a table has; undefined if all are. */
export function describeUnknownPlace(
  expectations: readonly Expectation[],
  has: (place: AdaptationPlace) => boolean,
): string | undefined {
  const places = expectations.flatMap(({ above, below }) => [above, below]);
  const unknown = places.find((place) => !has(place));
  if (unknown === undefined) return undefined;
  return `must name methods, and inner steps that they make, got ${formatValue(formatPlace(unknown))}`;
}

function formatPlace({ method, innerSteps }: AdaptationPlace): string {
  return `${method} ${formatInnerSteps(innerSteps)}`;
}
