import { describe, expect, it } from "vitest";
import { idNumber } from "../../../src/rl/wrappers/id-number.ts";

describe("idNumber", () => {
  it("writes numbers with letters, digits and dots", () => {
    const numbers = [-1, 0.25, -0, 1e-7, -2.5e21];
    expect(numbers.map(idNumber)).toEqual(["m1", "0.25", "0", "1em7", "m2.5e21"]);
  });
});
