import { describe, expect, it } from "vitest";
import { z } from "zod";
import { ruleAndValueOf, ruleOf } from "../src/schema-rule.ts";

function issueOf(schema: z.ZodType, value: unknown): z.core.$ZodIssue {
  const [issue] = schema.safeParse(value).error?.issues ?? [];
  if (issue === undefined) throw new Error("the value must break a rule");
  return issue;
}

describe("ruleOf", () => {
  it.each([
    [z.number(), "a", "must be a number"],
    [z.int(), 1.5, "must be an integer"],
    [z.boolean(), 1, "must be true or false"],
    [z.strictObject({}), [], "must be an object"],
    [z.number().gt(0), 0, "must be > 0"],
    [z.number().min(0), -1, "must be >= 0"],
    [z.number().lt(1), 1, "must be < 1"],
    [z.number().max(1), 2, "must be <= 1"],
    [z.array(z.number()).min(2), [1], "must have a length >= 2"],
    [z.enum(["tanh", "relu"]), "elu", "must be one of tanh, relu"],
    [z.literal(3), 4, "must be 3"],
    [z.union([z.number().gt(0), z.string()]), -1, "must be > 0"],
    [z.union([z.number(), z.string()]), true, "must be a number or a string"],
    [z.number().refine((x) => x % 2 === 0, "must be even"), 3, "must be even"],
  ])("words the rule of %#", (schema, value, rule) => {
    expect(ruleOf(issueOf(schema, value))).toBe(rule);
  });
});

describe("ruleAndValueOf", () => {
  it("adds the value, unless the rule shows it already", () => {
    expect(ruleAndValueOf(issueOf(z.number().gt(0), -1), -1)).toBe("must be > 0, got -1");
    const own = z.number().refine(() => false, "must be even, got 3 of 4");
    expect(ruleAndValueOf(issueOf(own, 3), 3)).toBe("must be even, got 3 of 4");
  });
});
