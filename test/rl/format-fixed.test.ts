import { describe, expect, it } from "vitest";
import { formatFixed } from "../../src/rl/format-fixed.ts";

describe("formatFixed", () => {
  it.each([
    { value: 1.25, decimals: 1, text: "1.3" },
    { value: -1.04, decimals: 1, text: "-1.0" },
    { value: 7, decimals: 0, text: "7" },
    { value: -0.04, decimals: 1, text: "0.0" },
    { value: -0.4, decimals: 0, text: "0" },
    { value: 0, decimals: 2, text: "0.00" },
    { value: NaN, decimals: 1, text: "NaN" },
  ])("writes $value with $decimals decimals as $text", ({ value, decimals, text }) => {
    expect(formatFixed(value, decimals)).toBe(text);
  });
});
