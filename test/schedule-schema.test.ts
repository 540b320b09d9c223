import { describe, expect, it } from "vitest";
import { z } from "zod";
import { scheduleSchema } from "../src/schedule-schema.ts";
import { ruleOf } from "../src/schema-rule.ts";
import { valueAt } from "../src/schedule.ts";

const schema = scheduleSchema(z.number().gt(0));

async function problemOf(value: unknown): Promise<string | undefined> {
  const [issue] = (await schema.safeParseAsync(value)).error?.issues ?? [];
  return issue && ruleOf(issue);
}

describe("scheduleSchema", () => {
  it("takes numbers that obey the rule, without waiting", () => {
    expect(schema.parse(0.1)).toBe(0.1);
    expect(schema.default(2).parse(undefined)).toBe(2);
  });

  it("takes an expression as it is, and prepares it", async () => {
    expect(await schema.parseAsync("1 / 8 * 2^outerStep")).toBe("1 / 8 * 2^outerStep");
    expect(valueAt("1 / 8 * 2^outerStep", { outerStep: 2, innerStep: 0 })).toBe(0.5);
  });

  it.each([
    [-1, "must be > 0"],
    [NaN, "must be a number or a string"],
    [true, "must be a number or a string"],
    ["0 * outerStep", 'must be > 0, got 0 from "0 * outerStep" at outerStep 0, innerStep 0'],
    ["1 / outerStep", "must be a finite number, got Infinity at outerStep 0, innerStep 0"],
    ["lr", 'may use only the names outerStep and innerStep, got "lr"'],
  ])("rejects %s", async (value, message) => {
    expect(await problemOf(value)).toContain(message);
  });
});
