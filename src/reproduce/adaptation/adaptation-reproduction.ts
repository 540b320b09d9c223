// Layer 5: tables of adaptation as a value: in each panel methods that are trained with several seeds, and what was published
// after 0, 1, … inner steps, if anything was.

import { z } from "zod";
import { ConfigError } from "../../errors.ts";
import { describeFirstIssue } from "../../schema-rule.ts";
import { checkAdaptationPanel, panelSchema } from "./adaptation-panel.ts";
import type { AdaptationPanel } from "./adaptation-panel.ts";
import { areDistinct } from "./are-distinct.ts";

/** Tables of adaptation that can be made again. A file of `experiments/reproductions/` has one as its default export. */
export interface AdaptationReproduction {
  readonly kind: "adaptation";
  readonly name: string;
  /** One sentence: what is compared, and which figure or table of which paper it is. */
  readonly description: string;
  /** The address of the paper. */
  readonly source: string;
  /** A table each. */
  readonly panels: readonly AdaptationPanel[];
  /** Those that each method is trained with, if no others are asked for; at least two. */
  readonly seeds: readonly number[];
}

const reproductionSchema = z.object({
  kind: z.literal("adaptation"),
  name: z.string().regex(/^[\w-]+$/, "must be letters, digits, - and _"),
  description: z.string(),
  source: z.url("must be an address"),
  panels: z
    .array(panelSchema)
    .min(1)
    .refine((panels) => areDistinct(panels.map(({ name }) => name)), "must have different names"),
  seeds: z.array(z.int().min(0)).min(2).refine(areDistinct, "must differ"),
});

/**
 * Defines a reproduction of adaptation.
 * @throws {@link ConfigError} if a field is missing or wrong, or an expectation names a point that the table does not have
 */
export function defineAdaptationReproduction(
  definition: Omit<AdaptationReproduction, "kind">,
): AdaptationReproduction {
  const reproduction = { kind: "adaptation", ...definition };
  checkAdaptationReproduction("defineAdaptationReproduction", reproduction);
  return reproduction;
}

/**
 * Checks that a value is a reproduction of adaptation.
 * @param where - what the value is, for the error
 * @throws {@link ConfigError} if it is not
 */
export function checkAdaptationReproduction(
  where: string,
  value: unknown,
): asserts value is AdaptationReproduction {
  const issue = describeFirstIssue(where, reproductionSchema, value);
  if (issue !== undefined) throw new ConfigError(issue);
  (value as AdaptationReproduction).panels.forEach((panel, index) => {
    checkAdaptationPanel(`${where}.panels.${index}`, panel);
  });
}
