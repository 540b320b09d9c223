import { describe, expect, it } from "vitest";
import { episodeShape, finalValuesOf } from "../../src/rl/episodes.ts";

describe("episodeShape", () => {
  it("derives the padded number of steps", () => {
    expect(episodeShape("f", new Float32Array(6), [3, 1])).toEqual({ episodes: 2, steps: 3 });
  });

  it.each([0, 4, 1.5, NaN])("rejects an episode of %d steps among three", (length) => {
    expect(() => episodeShape("f", new Float32Array(6), [3, length])).toThrow(
      `f: lengths must be integers from 1 to 3, got ${length} at episode 1`,
    );
  });

  it("rejects an empty batch", () => {
    expect(() => episodeShape("f", [], [])).toThrow(
      "f: the number of elements must be a multiple of the number of episodes 0, got 0",
    );
  });
});

describe("finalValuesOf", () => {
  it("is zeros where nothing is given", () => {
    expect(Array.from(finalValuesOf("f", undefined, 2))).toEqual([0, 0]);
    expect(finalValuesOf("f", [1, 2], 2)).toEqual([1, 2]);
  });
});
