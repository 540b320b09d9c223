import { describe, expect, it } from "vitest";
import { NoiseBlocks } from "../../src/nn/noise.ts";
import type { NoiseLaw } from "../../src/nn/noise.ts";
import { createRandom } from "../../src/random.ts";
import type { Random } from "../../src/random.ts";

function createStreams(): Random[] {
  return [0, 1, 2].map((row) => createRandom(1).split(row));
}

describe("NoiseBlocks", () => {
  it.each<[NoiseLaw, (rng: Random) => number]>([
    ["normal", (rng) => rng.normal()],
    ["uniform", (rng) => rng.uniform()],
  ])("gives each row the %s numbers of its stream, in their order", (law, draw) => {
    // 40 steps are more than one block.
    const noise = new NoiseBlocks({ law, rngs: createStreams(), width: 2, steps: 40 });
    const streams = createStreams();
    for (let step = 0; step < 40; step++) {
      const expected = streams.flatMap((stream) => [draw(stream), draw(stream)]);
      expect(Array.from(noise.next())).toEqual(expected);
    }
  });

  it("draws no more for one step than it takes", () => {
    const rngs = createStreams();
    new NoiseBlocks({ law: "uniform", rngs, width: 1, steps: 1 }).next();
    const used = createStreams();
    for (const stream of used) stream.uniform();
    expect(rngs.map((rng) => rng.state())).toEqual(used.map((rng) => rng.state()));
  });
});
