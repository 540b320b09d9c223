import { describe, expect, it } from "vitest";
import { madeWorse } from "../../src/meta-rl/made-worse.ts";
import { createRandom } from "../../src/random.ts";

describe("madeWorse", () => {
  it("counts falls of any size, and those beyond the scatter of the episodes", () => {
    // Differences of episodes are d + 2, d, d - 2: standard deviation 2, so that the interval of their mean is
    // d ± 4.3027 · 2 / √3 = d ± 4.968. A fall of 4.9 may be chance, one of 5 may not.
    const before = Float64Array.of(9, 10, 11, 9, 10, 11, 9, 10, 11, 9, 10, 11);
    const falls = [4.9, 5, 0, -3];
    const after = Float64Array.from(falls.flatMap((fall) => [11 - fall, 10 - fall, 9 - fall]));
    expect(madeWorse(before, after, 4)).toEqual({ any: 2 / 4, clear: 1 / 4 });
  });

  it("cannot tell chance with one episode a task", () => {
    expect(madeWorse(Float64Array.of(1, 1), Float64Array.of(-9, 2), 2)).toEqual({ any: 0.5 });
  });

  it("finds every fall clear where episodes do not vary", () => {
    expect(madeWorse(Float64Array.of(1, 1, 1, 1), Float64Array.of(0.9, 0.9, 1, 1), 2)).toEqual({
      any: 0.5,
      clear: 0.5,
    });
  });

  it("finds half of the tasks worse and one in 40 clearly worse where nothing changed", () => {
    const rng = createRandom(5);
    const tasks = 4000;
    const draw = (): Float64Array => Float64Array.from({ length: tasks * 5 }, () => rng.normal());
    const { any, clear = NaN } = madeWorse(draw(), draw(), tasks);
    // Binomial: four standard deviations of sqrt(p (1 - p) / 4000).
    expect(Math.abs(any - 0.5)).toBeLessThan(4 * 0.0079);
    expect(Math.abs(clear - 0.025)).toBeLessThan(4 * 0.00247);
  });
});
