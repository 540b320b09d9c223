// Layer 0: the rules of a zod schema in words of this project's error messages. zod's own messages name no value.

import type { z } from "zod";
import { formatValue } from "./errors.ts";

/** The names of zod's types, as a reader of JSON knows them. */
const TYPES: Readonly<Record<string, string>> = {
  number: "a number",
  int: "an integer",
  string: "a string",
  boolean: "true or false",
  array: "a list",
  object: "an object",
};

/** Words the rule that an issue reports as broken: `must be > 0`, `must be one of tanh, relu`. */
export function ruleOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return `must be ${TYPES[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return `must be ${issue.values.length > 1 ? "one of " : ""}${issue.values.map(String).join(", ")}`;
    case "too_small":
      return `${subjectOf(issue.origin)} ${issue.inclusive === false ? ">" : ">="} ${issue.minimum}`;
    case "too_big":
      return `${subjectOf(issue.origin)} ${issue.inclusive === false ? "<" : "<="} ${issue.maximum}`;
    case "invalid_union":
      return ruleOfUnion(issue.errors);
    default:
      return issue.message;
  }
}

/** Words a broken rule and the value that broke it: `must be > 0, got -1`. */
export function ruleAndValueOf(issue: z.core.$ZodIssue, value: unknown): string {
  const rule = ruleOf(issue);
  // Rules of our own may show the value already, within what is wrong with it.
  return rule.includes(", got ") ? rule : `${rule}, got ${formatValue(value)}`;
}

/**
 * Says where a value first breaks a schema, which rule, and what is there; undefined if nowhere.
 * @param where - what the value is; the path inside it is added
 */
export function describeFirstIssue(
  where: string,
  schema: z.ZodType,
  value: unknown,
): string | undefined {
  const [issue] = schema.safeParse(value, { reportInput: true }).error?.issues ?? [];
  if (issue === undefined) return undefined;
  return `${[where, ...issue.path.map(String)].join(".")}: ${ruleAndValueOf(issue, issue.input)}`;
}

function subjectOf(origin: string): string {
  return ["string", "array"].includes(origin) ? "must have a length" : "must be";
}

/** The rule of the option that fits the type of the value, or the types of all options. */
function ruleOfUnion(options: readonly (readonly z.core.$ZodIssue[])[]): string {
  const firsts = options.flatMap((issues) => issues.slice(0, 1));
  const fitting = firsts.find((issue) => issue.code !== "invalid_type" || issue.path.length > 0);
  if (fitting !== undefined) return ruleOf(fitting);
  return firsts.map(ruleOf).join(" or ").replaceAll(" or must be", " or");
}
