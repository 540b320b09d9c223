import { describe, expect, it } from "vitest";
import { drawBest } from "../../../src/classical/mdps/draw-best.ts";
import { createRandom } from "../../../src/random.ts";

describe("drawBest", () => {
  it("finds the greatest of a part of the numbers, and draws nothing for that", () => {
    const rng = createRandom(1);
    const before = rng.state();
    expect(drawBest(rng, Float64Array.of(9, -3, -1, -2, 9), 1, 3)).toBe(1);
    expect(drawBest(rng, Float64Array.of(-Infinity, 0), 0, 2)).toBe(1);
    expect(rng.state()).toEqual(before);
  });

  it("draws from the greatest, each as often", () => {
    const rng = createRandom(1);
    const values = Float64Array.of(2, 7, 1, 7, 7);
    const draws = 30_000;
    const counts = [0, 0, 0, 0, 0];
    for (let i = 0; i < draws; i++) counts[drawBest(rng, values, 0, 5)]!++;
    expect([counts[0], counts[2]]).toEqual([0, 0]);
    // Binomial with p = 1/3: the variance of a share is 2/9 / draws.
    for (const place of [1, 3, 4]) {
      const share = (counts[place] ?? NaN) / draws;
      expect(Math.abs(share - 1 / 3)).toBeLessThan(5 * Math.sqrt(2 / 9 / draws));
    }
  });
});
