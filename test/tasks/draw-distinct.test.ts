import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/random.ts";
import { drawDistinct } from "../../src/tasks/draw-distinct.ts";

describe("drawDistinct", () => {
  it("draws different integers below n", () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(40), fc.nat(40), (seed, count, more) => {
        const n = count + more;
        const drawn = drawDistinct(createRandom(seed), n, count);
        expect(new Set(drawn).size).toBe(count);
        expect(drawn.every((x) => Number.isInteger(x) && x >= 0 && x < n)).toBe(true);
      }),
    );
  });

  it("draws the same as a shuffle that moves every element", () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 30 }), (seed, n) => {
        const rng = createRandom(seed);
        const all = Array.from({ length: n }, (_, i) => i);
        for (let i = 0; i < n; i++) {
          const from = i + rng.integer(n - i);
          [all[i], all[from]] = [all[from]!, all[i]!];
        }
        expect(drawDistinct(createRandom(seed), n, n)).toEqual(all);
      }),
    );
  });

  it("draws each ordered pair of 4 equally often", () => {
    // 12 pairs, 12,000 draws: 1000 each, with a standard deviation of sqrt(12000 * 1/12 * 11/12) = 30.3.
    const rng = createRandom(1);
    const counts = new Map<string, number>();
    for (let i = 0; i < 12_000; i++) {
      const pair = String(drawDistinct(rng, 4, 2));
      counts.set(pair, (counts.get(pair) ?? 0) + 1);
    }
    expect(counts.size).toBe(12);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(4 * 30.3);
  });
});
