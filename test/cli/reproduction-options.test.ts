import { describe, expect, it } from "vitest";
import { checkReproductionOptions } from "../../src/cli/reproduction-options.ts";
import { ConfigError } from "../../src/errors.ts";

const both = { methods: ["a"], workers: 2, out: "out", json: true, quiet: true } as const;
const trials = { rows: ["1"], instances: 9, tuningInstances: 9, seed: 1 };
const adaptation = { panels: ["p"], seeds: [1, 2], outerSteps: 3, backend: "cpu" };

describe("checkReproductionOptions", () => {
  it("accepts what fits", () => {
    checkReproductionOptions("trials", { ...both, ...trials });
    checkReproductionOptions("adaptation", { ...both, ...adaptation, seed: undefined });
  });

  it.each([
    ["trials", { panels: ["p"] }, '--panels: must be absent for a table of trials, got ["p"]; '],
    ["trials", { seeds: [1, 2] }, "--seeds: must be absent for a table of trials, got [1, 2]; "],
    ["trials", { outerSteps: 3 }, "--outer-steps: must be absent for a table of trials, got 3; "],
    ["trials", { backend: "cpu" }, '--backend: must be absent for a table of trials, got "cpu"; '],
    [
      "adaptation",
      { rows: ["1"] },
      '--rows: must be absent for a table of adaptation, got ["1"]; ',
    ],
    [
      "adaptation",
      { instances: 9 },
      "--instances: must be absent for a table of adaptation, got 9",
    ],
    ["adaptation", { tuningInstances: 9 }, "--tuning-instances: must be absent for a table of"],
    ["adaptation", { seed: 0 }, "got 0; it has --panels, --seeds, --outer-steps, --backend"],
  ] as const)("rejects for %s: %j", (kind, options, message) => {
    expect(() => checkReproductionOptions(kind, options)).toThrow(ConfigError);
    expect(() => checkReproductionOptions(kind, options)).toThrow(message);
  });
});
