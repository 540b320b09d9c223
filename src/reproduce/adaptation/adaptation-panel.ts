// Layer 5: one panel of a reproduction of adaptation as a value: methods that are compared on one experiment.

import { z } from "zod";
import { ConfigError } from "../../errors.ts";
import type { Experiment } from "../../train/experiment.ts";
import { checkExperiment } from "../../train/experiment.ts";
import { isFewShotExperiment } from "../../train/kind-of.ts";
import { areDistinct } from "./are-distinct.ts";
import { describeUnknownPlace, expectationSchema } from "./expectation.ts";
import type { Expectation } from "./expectation.ts";

/** A published mean, in the unit of what is measured: of accuracies a share of 1. */
export interface PublishedMean {
  readonly mean: number;
  /** Half-width of its 95 % interval over tasks; absent where it is not known. */
  readonly margin?: number;
}

/** One column: a preset that is trained with each seed and then adapts to held-out tasks. */
export interface AdaptationMethod {
  /** As the command line and the folders of its runs name it. */
  readonly name: string;
  /** A preset of the experiment. */
  readonly preset: string;
  /** What differs from the preset: `path=value` each, after those of the panel. @defaultValue nothing */
  readonly overrides?: readonly string[];
  /** Most inner steps; 0 for a method that does not adapt. @defaultValue those of the panel */
  readonly innerSteps?: number;
  /** What was published after 0, 1, … inner steps; absent, or shorter, where nothing was. */
  readonly published?: readonly PublishedMean[];
}

/** One table and one picture: methods that meet the same held-out tasks. */
export interface AdaptationPanel {
  /** As the command line, the folders of its runs and the file of its picture name it. */
  readonly name: string;
  /** What stands above its table and its picture. */
  readonly title: string;
  /** The address of the paper. @defaultValue that of the reproduction */
  readonly source?: string;
  readonly experiment: Experiment;
  /** The address of the experiment's file; absent for an experiment that comes with the package. */
  readonly experimentFile?: URL;
  /** Most inner steps; the rows are 0 to this number. */
  readonly innerSteps: number;
  /** What differs from the presets of all methods: `path=value` each. @defaultValue nothing */
  readonly overrides?: readonly string[];
  /** The columns. */
  readonly methods: readonly AdaptationMethod[];
  /** What must hold of our means for a claim to be reproduced. @defaultValue nothing */
  readonly expectations?: readonly Expectation[];
  /** A sentence below the table, such as what was published of other data. @defaultValue none */
  readonly note?: string;
}

/** Colours of a picture, each for a solid and a dotted line. */
const MOST_METHODS = 12;

const nameSchema = z.string().regex(/^[\w-]+$/, "must be letters, digits, - and _");

const innerSteps = z.int().min(0);

const methodSchema = z.object({
  name: nameSchema,
  preset: z.string(),
  overrides: z.array(z.string()).optional(),
  innerSteps: innerSteps.optional(),
  published: z
    .array(z.object({ mean: z.number(), margin: z.number().min(0).optional() }))
    .optional(),
});

/** The schema of an {@link AdaptationPanel}, but for what {@link checkAdaptationPanel} checks. */
export const panelSchema = z.object({
  name: nameSchema,
  title: z.string(),
  source: z.url("must be an address").optional(),
  experiment: z.unknown(),
  experimentFile: z.instanceof(URL).optional(),
  innerSteps,
  overrides: z.array(z.string()).optional(),
  methods: z
    .array(methodSchema)
    .min(1)
    .max(MOST_METHODS)
    .refine((methods) => areDistinct(methods.map(({ name }) => name)), "must have different names"),
  expectations: z.array(expectationSchema).optional(),
  note: z.string().optional(),
});

/**
 * Checks what the parts of a panel say of one another.
 * @param where - what the panel is, for the error
 * @throws {@link ConfigError} if its experiment is none, a method has more inner steps or published means than the panel has
 *   rows, or an expectation names what the table does not have
 */
export function checkAdaptationPanel(where: string, panel: AdaptationPanel): void {
  checkExperiment(`${where}.experiment`, panel.experiment);
  panel.methods.forEach((method, index) => {
    checkMethod(`${where}.methods.${index}`, panel, method);
  });
  const { expectations = [] } = panel;
  const unknown = describeUnknownPlace(expectations, (place) =>
    panel.methods.some(
      (method) => method.name === place.method && place.innerSteps <= innerStepsOf(panel, method),
    ),
  );
  if (unknown !== undefined) throw new ConfigError(`${where}.expectations: ${unknown}`);
  expectations.forEach(({ factor }, index) => {
    if (factor === undefined || isFewShotExperiment(panel.experiment)) return;
    throw new ConfigError(
      `${where}.expectations.${index}.factor: must be absent for returns, which may be negative, got ${factor}`,
    );
  });
}

function checkMethod(where: string, panel: AdaptationPanel, method: AdaptationMethod): void {
  const most = innerStepsOf(panel, method);
  const published = method.published?.length ?? 0;
  if (most > panel.innerSteps) {
    throw new ConfigError(
      `${where}.innerSteps: must be at most the ${panel.innerSteps} of the panel, got ${most}`,
    );
  }
  if (published > most + 1) {
    throw new ConfigError(
      `${where}.published: must have at most ${most + 1} means, after 0 to ${most} inner steps, got ${published}`,
    );
  }
}

/** The most inner steps of a method. */
export function innerStepsOf(
  panel: Pick<AdaptationPanel, "innerSteps">,
  method: Pick<AdaptationMethod, "innerSteps">,
): number {
  return method.innerSteps ?? panel.innerSteps;
}
