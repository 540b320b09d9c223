import { describe, expect, it } from "vitest";
import { formatDifference, formatMean } from "../../../src/reproduce/adaptation/format-mean.ts";

describe("formatMean", () => {
  it.each([
    ["return", -11.678, 2.2, "-11.68 ± 2.20"],
    ["return", -11.678, undefined, "-11.68"],
    ["accuracy", 0.97549, 0.00251, "97.5 ± 0.3 %"],
    ["accuracy", 1, undefined, "100.0 %"],
    ["squared error", 0.31, 0.0214, "0.310 ± 0.021"],
    ["squared error", 4.018, 0.1, "4.02 ± 0.10"],
    ["squared error", 0.005234, 0.00041, "0.00523 ± 0.00041"],
    ["squared error", 0.9996, undefined, "1.00"],
    ["squared error", 1234.5, 10, "1235 ± 10"],
    ["squared error", 0, 0, "0.00 ± 0.00"],
  ] as const)("writes a %s of %d ± %s as %s", (measure, mean, margin, text) => {
    expect(formatMean(measure, mean, margin)).toBe(text);
  });
});

describe("formatDifference", () => {
  it("calls differences of accuracies points", () => {
    expect(formatDifference("accuracy", 0.12, 0.009)).toBe("12.0 ± 0.9 points");
    expect(formatDifference("return", 7.317)).toBe("7.32");
    expect(formatDifference("squared error", -0.0513, 0.01)).toBe("-0.0513 ± 0.0100");
  });
});
