// Layer 5: a published table of trials as a value: what its rows and columns are, and what was published.

import { z } from "zod";
import { ConfigError } from "../errors.ts";
import type { ClassicalMethod } from "../classical/method.ts";
import type { EnvironmentFamily } from "../rl/environment.ts";
import { describeFirstIssue } from "../schema-rule.ts";

/** One row: trials of one length on one environment. */
export interface ReproductionRow {
  /** As the command line names it. */
  readonly name: string;
  /** With Discrete observations and actions. */
  readonly environment: EnvironmentFamily;
  /** Episodes of each trial. */
  readonly episodes: number;
  /** The published mean total reward of a trial, by method; a method that is not there was not published. */
  readonly published: Readonly<Record<string, number>>;
  /** Computes numbers that are known exactly, to stand beside the row, by name. */
  bounds?(): Readonly<Record<string, number>>;
}

/** A published table that can be made again. A file of `experiments/reproductions/` has one as its default export. */
export interface Reproduction {
  readonly name: string;
  /** One sentence: which table of which paper. */
  readonly description: string;
  /** The address of the paper. */
  readonly source: string;
  /** What the name of a row says, such as "pulls x arms". */
  readonly rowTitle: string;
  readonly rows: readonly ReproductionRow[];
  /** The columns. */
  readonly methods: readonly ClassicalMethod[];
  /** Trials behind each published mean. */
  readonly publishedInstances: number;
  /** Decimals of the published means. */
  readonly publishedDecimals: number;
}

const isFunction = z.custom<unknown>((value) => typeof value === "function", "must be a function");

const reproductionSchema = z.object({
  name: z.string().regex(/^[\w-]+$/, "must be letters, digits, - and _"),
  description: z.string(),
  source: z.url(),
  rowTitle: z.string(),
  rows: z
    .array(
      z.object({
        name: z.string(),
        environment: z.object({ id: z.string(), createEnvironment: isFunction }),
        episodes: z.int().min(1),
        published: z.record(z.string(), z.number()),
      }),
    )
    .min(1),
  methods: z.array(z.object({ name: z.string(), createAgents: isFunction })).min(1),
  publishedInstances: z.int().min(1),
  publishedDecimals: z.int().min(0),
});

/**
 * Defines a reproduction.
 * @throws {@link ConfigError} if a field is missing or wrong
 */
export function defineReproduction(definition: Reproduction): Reproduction {
  checkReproduction("defineReproduction", definition);
  return definition;
}

/**
 * Checks that a value is a reproduction.
 * @param where - what the value is, for the error
 * @throws {@link ConfigError} if it is not
 */
export function checkReproduction(where: string, value: unknown): asserts value is Reproduction {
  const issue = describeFirstIssue(where, reproductionSchema, value);
  if (issue !== undefined) throw new ConfigError(issue);
}
