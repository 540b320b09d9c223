// Layer 5: from a preset and what the command line changes to a complete, valid configuration.

import { z } from "zod";
import { ConfigError, formatValue } from "../errors.ts";
import type { MetaLearner } from "../meta/learner.ts";
import { didYouMean } from "../nearest-name.ts";
import { ruleAndValueOf } from "../schema-rule.ts";
import { checkSchedules } from "./check-schedules.ts";
import { configSchema } from "./config-schema.ts";
import type { Config } from "./base-config.ts";
import type { Experiment } from "./experiment.ts";
import type { ConfigOf } from "./experiment-types.ts";
import { learnerOf } from "./learner-of.ts";

/** What differs from a preset. */
export interface ConfigChanges {
  /** @defaultValue the experiment's first preset */
  readonly preset?: string | undefined;
  /** `path=value` each, the later ones winning; a value is JSON or else a string. */
  readonly overrides?: readonly string[] | undefined;
  /** Wins over any override. */
  readonly seed?: number | undefined;
  /** Wins over any override. */
  readonly outerSteps?: number | undefined;
}

/** Returns the name of the preset to use. @throws {@link ConfigError} if there is no preset of that name */
export function choosePreset({ name, presets }: Experiment, preset?: string): string {
  const names = Object.keys(presets);
  const [first = ""] = names;
  const chosen = preset ?? first;
  if (Object.hasOwn(presets, chosen)) return chosen;
  throw new ConfigError(
    `preset of ${name}: must be one of ${names.join(", ")}, got ${formatValue(chosen)}${didYouMean(chosen, names)}`,
  );
}

/**
 * Completes a preset with changes and defaults, and checks the whole, schedules at every outer step included.
 *
 * @throws {@link ConfigError} naming the path, the rule and the value of each field that is wrong
 */
export async function resolveConfig<E extends Experiment>(
  experiment: E,
  changes: ConfigChanges = {},
): Promise<ConfigOf<E>> {
  const preset = experiment.presets[choosePreset(experiment, changes.preset)];
  const draft = structuredClone(preset) as Record<string, unknown>;
  const overrides = (changes.overrides ?? []).map(parseOverride);
  const learner = overrides.findLast(({ path }) => path === "learner")?.value ?? draft["learner"];
  const schema = schemaFor(experiment, learner);
  const fields = listFields(schema);
  for (const { path, value } of overrides) {
    if (!fields.includes(path)) throw new ConfigError(`--set: ${unknownField(path, fields)}`);
    setField(draft, path.split("."), value);
  }
  if (changes.seed !== undefined) draft["seed"] = changes.seed;
  if (changes.outerSteps !== undefined) draft["outerSteps"] = changes.outerSteps;
  return (await parseConfig(schema, draft)) as ConfigOf<E>;
}

/**
 * Checks a configuration that was written down, such as that of a run folder, and compiles its schedules.
 * @throws {@link ConfigError} naming the path, the rule and the value of each field that is wrong
 */
export async function checkConfig(experiment: Experiment, config: unknown): Promise<Config> {
  const learner = (config as { readonly learner?: unknown } | undefined)?.learner;
  return parseConfig(schemaFor(experiment, learner), config);
}

/** The schema for a learner by its name. */
function schemaFor(experiment: Experiment, learner: unknown): z.ZodType<Config> {
  const { learners }: { readonly learners: readonly MetaLearner[] } = experiment;
  return configSchema(experiment, learnerOf(learners, learner ?? learners[0]?.name));
}

async function parseConfig(schema: z.ZodType<Config>, draft: unknown): Promise<Config> {
  const result = await schema.safeParseAsync(draft, { reportInput: true });
  if (!result.success) {
    const fields = listFields(schema);
    const lines = result.error.issues.flatMap((issue) => describeIssue(issue, fields));
    throw new ConfigError(lines.join("\n"));
  }
  checkSchedules(schema, result.data);
  return result.data;
}

function describeIssue(issue: z.core.$ZodIssue, fields: readonly string[]): string[] {
  const path = issue.path.map(String);
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => `config: ${unknownField([...path, key].join("."), fields)}`);
  }
  return [`${["config", ...path].join(".")}: ${ruleAndValueOf(issue, issue.input)}`];
}

function unknownField(path: string, fields: readonly string[]): string {
  return `must name fields that exist, got ${formatValue(path)}${didYouMean(path, fields)}`;
}

function parseOverride(override: string): { path: string; value: unknown } {
  const split = override.indexOf("=");
  if (split < 1) {
    throw new ConfigError(`--set: must be path=value, got ${formatValue(override)}`);
  }
  const text = override.slice(split + 1);
  const path = override.slice(0, split);
  try {
    return { path, value: JSON.parse(text) as unknown };
  } catch {
    return { path, value: text };
  }
}

/** Writes one field; `draft` is changed. A value in the way that is no object gives way to one. */
function setField(draft: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [name, ...rest] = path as [string, ...string[]];
  if (rest.length === 0) {
    draft[name] = value;
    return;
  }
  const inner = draft[name];
  const isObject = typeof inner === "object" && inner !== null && !Array.isArray(inner);
  const field = (isObject ? inner : {}) as Record<string, unknown>;
  draft[name] = field;
  setField(field, rest, value);
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
}

/** The paths of all fields, objects of fields included. */
function listFields(schema: z.ZodType): string[] {
  const root = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as JsonSchema;
  const list = ({ properties = {} }: JsonSchema, prefix: string): string[] =>
    Object.entries(properties).flatMap(([name, field]) => [
      prefix + name,
      ...list(field, `${prefix}${name}.`),
    ]);
  return list(root, "");
}
