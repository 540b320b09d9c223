import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConfigError } from "../src/errors.ts";
import { isPrepared, prepareSchedules, valueAt } from "../src/schedule.ts";

const start = { outerStep: 0, innerStep: 0 };

describe("valueAt", () => {
  it("is the number of a schedule that is a number", () => {
    fc.assert(fc.property(fc.double(), (x) => Object.is(valueAt(x, start), x)));
  });

  it.each([
    // 0.5 * 0.5^2 = 0.125
    ["0.5 * 0.5^innerStep", { outerStep: 7, innerStep: 2 }, 0.125],
    ["innerStep == 0 ? 0.5 : 0.25", { outerStep: 0, innerStep: 0 }, 0.5],
    ["innerStep == 0 ? 0.5 : 0.25", { outerStep: 0, innerStep: 1 }, 0.25],
    // 0.02 (1 - 30/40) = 0.005
    ["0.02 * max(0, 1 - outerStep / 40)", { outerStep: 30, innerStep: 0 }, 0.005],
    ["0 <= outerStep < 3 ? exp(0) : -(2)", { outerStep: 3, innerStep: 0 }, -2],
    ["log(e) + cos(pi)", start, 0],
  ])("evaluates %s at %o", async (expression, at, expected) => {
    await prepareSchedules([expression]);
    expect(valueAt(expression, at)).toBeAllClose(expected, { atol: 1e-12 });
  });

  it("gives the same value each time", async () => {
    await prepareSchedules(["sqrt(outerStep) / 3"]);
    const at = { outerStep: 5, innerStep: 0 };
    expect(valueAt("sqrt(outerStep) / 3", at)).toBe(valueAt("sqrt(outerStep) / 3", at));
  });

  it("rejects a value that is not a finite number, and says where it arises", async () => {
    await prepareSchedules(["1 / (outerStep - 3)", "innerStep < 3"]);
    expect(valueAt("1 / (outerStep - 3)", start)).toBeAllClose(-1 / 3);
    expect(() => valueAt("1 / (outerStep - 3)", { outerStep: 3, innerStep: 1 })).toThrow(
      new ConfigError(
        'schedule "1 / (outerStep - 3)": must be a finite number, got Infinity at outerStep 3, innerStep 1',
      ),
    );
    expect(() => valueAt("innerStep < 3", start)).toThrow(
      'schedule "innerStep < 3": must be a finite number, got true at outerStep 0, innerStep 0',
    );
  });

  it("finds it a bug that an expression was not prepared", () => {
    expect(() => valueAt("1 + 2 + 3", start)).toThrow(
      'internal: valueAt: a schedule must be prepared before it is evaluated, got "1 + 2 + 3"',
    );
  });
});

describe("prepareSchedules", () => {
  it("leaves numbers alone and makes expressions known", async () => {
    expect(isPrepared("innerStep + 41")).toBe(false);
    await prepareSchedules([1, "innerStep + 41"]);
    expect(isPrepared("innerStep + 41")).toBe(true);
  });

  it.each([
    ["0.5 *", 'must be an expression of outerStep and innerStep, got "0.5 *"'],
    ["lr / 2", 'may use only the names outerStep and innerStep, got "lr" in "lr / 2"'],
    ["innerstep", 'got "innerstep" (did you mean innerStep?) in "innerstep"'],
    ["random()", 'may use only functions like exp and min, got "random" in "random()"'],
    ["cosinus(1)", "may use only functions like exp and min"],
    ["mx(1, 2)", "(did you mean max?)"],
    ["import(1)", "may use only functions like exp and min"],
    ["outerStep = 3", "may use only arithmetic on numbers"],
    ["f(x) = x", "may use only arithmetic on numbers"],
    ["[1, 2]", 'may use only arithmetic on numbers, got "[1, 2]"'],
    ['"text"', "may use only arithmetic on numbers"],
    ["true", "may use only arithmetic on numbers"],
    ["cos.constructor", "may use only arithmetic on numbers"],
    ["1; 2", "may use only arithmetic on numbers"],
    ["", "may use only arithmetic on numbers"],
    ["5 cm", "may use only the names outerStep and innerStep"],
  ])("rejects %s", async (expression, message) => {
    const error: unknown = await prepareSchedules([expression]).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as Error).message).toContain("schedule: ");
    expect((error as Error).message).toContain(message);
    expect(isPrepared(expression)).toBe(false);
  });
});
