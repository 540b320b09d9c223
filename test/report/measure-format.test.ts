import { describe, expect, it } from "vitest";
import { measureFormat } from "../../src/report/measure-format.ts";

describe("measureFormat", () => {
  it("writes accuracies in per cent, and their differences in points", () => {
    const written = measureFormat("accuracy");
    expect(written.format(0.7134)).toBe("71.3 %");
    expect(written.formatInterval([0.7, 0.7249])).toBe("70.0 to 72.5 %");
    expect(written.formatMargin(0.0123)).toBe("1.2 %");
    expect([0.5, -0.012, -1e-9].map(written.formatChange)).toEqual(["+50.0", "−1.2", "0.0"]);
    expect([written.axis, written.scale, written.change, written.isBetterHigher]).toEqual([
      "accuracy in %",
      100,
      "change in points",
      true,
    ]);
  });

  it("writes errors with three digits, and says that less is better", () => {
    const written = measureFormat("squared error");
    expect(written.format(0.31)).toBe("0.310");
    expect(written.formatInterval([0.3, 3.145])).toBe("0.300 to 3.15");
    expect(written.formatMargin(0.00548)).toBe("0.0055");
    expect([1.5, -2.7].map(written.formatChange)).toEqual(["+1.50", "−2.70"]);
    expect([written.axis, written.scale, written.change, written.isBetterHigher]).toEqual([
      "squared error",
      1,
      "change",
      false,
    ]);
  });

  it("writes returns with two decimals", () => {
    const written = measureFormat("return");
    expect(written.format(-40.414)).toBe("−40.41");
    expect(written.formatInterval([-41, -40])).toBe("−41.00 to −40.00");
    expect([written.axis, written.change, written.isBetterHigher]).toEqual([
      "return",
      "gain",
      true,
    ]);
  });
});
