import { describe, expect, it } from "vitest";
import { summariseAgreement, toleranceOf } from "../../src/reproduce/agreement.ts";

describe("toleranceOf", () => {
  it("adds half a unit of the last digit and 99 % of a mean's scatter", () => {
    const published = { publishedInstances: 100, publishedDecimals: 1 };
    // 0.05 + 2.576 · 2 / 10
    expect(toleranceOf(2, published)).toBeCloseTo(0.5652, 4);
    expect(toleranceOf(0, { ...published, publishedDecimals: 0 })).toBe(0.5);
  });
});

describe("summariseAgreement", () => {
  it("counts the cells that something was published for", () => {
    const cells = [true, false, null].map((agrees) => ({ agrees }));
    expect(summariseAgreement([{ cells }, { cells }])).toBe("2 of 4 published cells agree");
  });
});
