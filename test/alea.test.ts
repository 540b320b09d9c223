import fc from "fast-check";
import seedrandom from "seedrandom";
import { describe, expect, it } from "vitest";
import { drawUniforms, seedGenerators, STATE_SIZE } from "../src/alea.ts";

/** The first numbers of each generator. */
function drawEach(seeds: readonly string[], count: number): number[][] {
  const states = seedGenerators(seeds);
  return seeds.map((_, i) => {
    const out = new Float64Array(count);
    drawUniforms(states, i * STATE_SIZE, out, 0, count);
    return Array.from(out);
  });
}

describe("seedGenerators", () => {
  it("makes the generators of the library, whatever seeds are beside a seed", () => {
    const seed = fc.string({ unit: "grapheme", maxLength: 60 });
    fc.assert(
      fc.property(fc.array(seed, { maxLength: 20 }), (seeds) => {
        const expected = seeds.map((text) => {
          const generator = seedrandom.alea(text);
          return [generator.double(), generator.double(), generator.double()];
        });
        expect(drawEach(seeds, 3)).toEqual(expected);
      }),
    );
  });
});

describe("drawUniforms", () => {
  it("writes the given elements only and goes on where it stopped", () => {
    const [expected] = drawEach(["a"], 5);
    const states = seedGenerators(["b", "a"]);
    const untouched = states.slice(0, STATE_SIZE);
    const out = new Float64Array(7).fill(-1);
    drawUniforms(states, STATE_SIZE, out, 1, 3);
    drawUniforms(states, STATE_SIZE, out, 3, 6);
    expect(Array.from(out)).toEqual([-1, ...(expected ?? []), -1]);
    expect(states.slice(0, STATE_SIZE)).toEqual(untouched);
  });
});
