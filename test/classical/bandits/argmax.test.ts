import { describe, expect, it } from "vitest";
import { argmax } from "../../../src/classical/bandits/argmax.ts";

describe("argmax", () => {
  it("finds the greatest number, and the first of several", () => {
    expect(argmax(Float64Array.of(1, 3, 2))).toBe(1);
    expect(argmax(Float64Array.of(2, 1, 2, 2))).toBe(0);
    expect(argmax(Float64Array.of(-2, -1, -1))).toBe(1);
    expect(argmax(Float64Array.of(5))).toBe(0);
  });
});
