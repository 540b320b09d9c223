import { describe, expect, it } from "vitest";
import { interpolate } from "../../../src/report/compare/interpolate.ts";

describe("interpolate", () => {
  it("lies on the line between neighbours, and nowhere outside", () => {
    const curve = [
      { x: 10, y: 0 },
      { x: 20, y: 4 },
      { x: 40, y: 0 },
    ];
    expect([10, 15, 20, 35, 40].map((x) => interpolate(curve, x))).toEqual([0, 2, 4, 1, 0]);
    expect([9, 41].map((x) => interpolate(curve, x))).toEqual([undefined, undefined]);
  });
});
