import { describe, expect, it } from "vitest";
import * as format from "../../src/report/format.ts";

describe("formatReturn", () => {
  it("writes two decimals with a real minus sign, and no negative zero", () => {
    expect([-40.414, 3, 0, -0.004, -0.006].map(format.formatReturn)).toEqual([
      "−40.41",
      "3.00",
      "0.00",
      "0.00",
      "−0.01",
    ]);
  });
});

describe("formatCount", () => {
  it("separates thousands", () => {
    expect([0, 999, 1000, 1_594_660].map(format.formatCount)).toEqual([
      "0",
      "999",
      "1,000",
      "1,594,660",
    ]);
  });
});

describe("formatNumberOf", () => {
  it("uses the plural except for one", () => {
    expect([0, 1, 2000].map((count) => format.formatNumberOf(count, "task"))).toEqual([
      "0 tasks",
      "1 task",
      "2,000 tasks",
    ]);
  });
});

describe("formatSignificant", () => {
  it("writes three digits without trailing zeros", () => {
    expect([0.0098765, 12, -1.5, 3.14159e-9].map(format.formatSignificant)).toEqual([
      "0.00988",
      "12",
      "−1.5",
      "3.14e−9",
    ]);
  });
});

describe("formatError", () => {
  it("keeps trailing zeros, and has an exponent where there would be many others", () => {
    expect([0, 3.1, 0.0289, 999.4, 1234, 5.2e-5, -0.5].map(format.formatError)).toEqual([
      "0",
      "3.10",
      "0.0289",
      "999",
      "1.23e+3",
      "5.20e−5",
      "−0.500",
    ]);
  });
});

describe("formatErrorMargin", () => {
  it("keeps two digits", () => {
    expect([0.00548, 0.5, 12].map(format.formatErrorMargin)).toEqual(["0.0055", "0.50", "12"]);
  });
});

describe("formatDuration", () => {
  it("uses the units that say something", () => {
    expect([0, 0.42, 12.34, 59.97, 185, 3599.7, 7620].map(format.formatDuration)).toEqual([
      "0.00 s",
      "0.42 s",
      "12.3 s",
      "1 min 00 s",
      "3 min 05 s",
      "1 h 00 min",
      "2 h 07 min",
    ]);
  });
});

describe("formatInnerSteps", () => {
  it("names the stages of adaptation", () => {
    expect([0, 1, 3].map(format.formatInnerSteps)).toEqual([
      "before adaptation",
      "after 1 inner step",
      "after 3 inner steps",
    ]);
  });
});

describe("formatOuterSteps", () => {
  it("writes one step or a range", () => {
    expect(format.formatOuterSteps([3, 3])).toBe("outer step 3");
    expect(format.formatOuterSteps([3, 7])).toBe("outer steps 3–7");
  });
});

describe("formatShare", () => {
  it("writes a percentage", () => {
    expect(format.formatShare(0.0749)).toBe("7.5 %");
  });
});
