import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConfigError } from "../src/errors.ts";
import { createRandom, restoreRandom, splitEach } from "../src/random.ts";
import type { Random, RandomState } from "../src/random.ts";

function draw(rng: Random, count: number): number[] {
  return Array.from({ length: count }, () => rng.uniform());
}

/** The mean of n draws lies within 5 standard errors of its expectation, whatever the seed, but once in 2 million. */
function expectMean(values: readonly number[], mean: number, std: number): void {
  const sum = values.reduce((total, value) => total + value, 0);
  expect(Math.abs(sum / values.length - mean)).toBeLessThan((5 * std) / Math.sqrt(values.length));
}

describe("createRandom", () => {
  it("yields the same numbers for the same seed and others for another", () => {
    expect(draw(createRandom(7), 5)).toEqual(draw(createRandom(7), 5));
    expect(draw(createRandom(7), 5)).not.toEqual(draw(createRandom(8), 5));
  });

  it("yields the numbers that it has always yielded", () => {
    const rng = createRandom(1).split("outer-step", 0);
    expect([rng.uniform(), rng.normal(), rng.integer(1000)]).toMatchInlineSnapshot(`
      [
        0.9294059489155345,
        -0.7800401007812893,
        315,
      ]
    `);
  });

  it.each([-1, 0.5, NaN])("rejects the seed %d", (seed) => {
    expect(() => createRandom(seed)).toThrow(
      new ConfigError(`createRandom: seed: must be an integer >= 0, got ${seed}`),
    );
  });
});

describe("Random.uniform", () => {
  it("is uniform on [0, 1) in its first two moments", () => {
    const values = draw(createRandom(1), 20_000);
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    expectMean(values, 1 / 2, Math.sqrt(1 / 12));
    expectMean(
      values.map((u) => u * u),
      1 / 3,
      Math.sqrt(4 / 45), // var u² = 1/5 - 1/9
    );
  });

  it("has more than 32 random bits", () => {
    expect(draw(createRandom(1), 20).every((u) => Number.isInteger(u * 2 ** 32))).toBe(false);
  });
});

describe("Random.normal", () => {
  it("has the moments 0, 1, 0 and 3 of N(0, 1)", () => {
    const rng = createRandom(2);
    const values = Array.from({ length: 20_000 }, () => rng.normal());
    // Standard deviations of z, z², z³, z⁴: sqrt of 1, 3 - 1, 15, 105 - 9.
    expectMean(values, 0, 1);
    expectMean(values.map((z) => z ** 2), 1, Math.sqrt(2)); // prettier-ignore
    expectMean(values.map((z) => z ** 3), 0, Math.sqrt(15)); // prettier-ignore
    expectMean(values.map((z) => z ** 4), 3, Math.sqrt(96)); // prettier-ignore
  });
});

describe("Random.integer", () => {
  it("draws 0 to n-1 equally often", () => {
    const rng = createRandom(3);
    const values = Array.from({ length: 10_000 }, () => rng.integer(5));
    expect(new Set(values)).toEqual(new Set([0, 1, 2, 3, 4]));
    for (let k = 0; k < 5; k++) {
      expectMean(values.map((value) => Number(value === k)), 0.2, 0.4); // prettier-ignore
    }
  });

  it("rejects an empty range", () => {
    expect(() => createRandom(0).integer(0)).toThrow(
      "Random.integer: n: must be an integer >= 1, got 0",
    );
  });
});

describe("Random.split", () => {
  it("depends on the names only, not on what was drawn from the parent", () => {
    const fresh = createRandom(1);
    const used = createRandom(1);
    draw(used, 17);
    expect(draw(used.split("task", 3), 5)).toEqual(draw(fresh.split("task", 3), 5));
  });

  it("joins path elements as successive splits do", () => {
    const rng = createRandom(1);
    expect(rng.split("a", 2).name).toBe("1/a/2");
    expect(draw(rng.split("a", 2), 5)).toEqual(draw(rng.split("a").split(2), 5));
  });

  it("gives different streams for different paths", () => {
    const rng = createRandom(1);
    const firsts = Array.from({ length: 20_000 }, (_, i) => rng.split("task", i).uniform());
    expect(new Set(firsts).size).toBe(20_000);
    // First draws of neighbouring names are as good as draws of one stream.
    expectMean(firsts, 1 / 2, Math.sqrt(1 / 12));
    const centred = firsts.map((u) => u - 1 / 2);
    expectMean(
      centred.slice(1).map((u, i) => u * (centred[i] ?? NaN)),
      0,
      1 / 12, // std of the product of two independent centred uniforms
    );
  });

  it("rejects names that could be taken for other paths", () => {
    const rng = createRandom(1);
    for (const [element, text] of [
      ["a/b", '"a/b"'],
      ["", '""'],
      [0.5, "0.5"],
      [NaN, "NaN"],
    ] as const) {
      expect(() => rng.split("task", element)).toThrow(
        `Random.split: path elements must be integers or non-empty strings without "/", got ${text}`,
      );
    }
    expect(() => rng.split()).toThrow("Random.split: path must not be empty, got []");
  });
});

describe("splitEach", () => {
  it("gives the streams that splitting each gives, in whatever order they are drawn from", () => {
    const parents = Array.from({ length: 20 }, (_, i) => createRandom(1).split("task", i));
    const children = splitEach(parents, "episode", 3);
    for (const i of [7, 0, 19, 7]) {
      expect(children[i]?.state()).toEqual(parents[i]?.split("episode", 3).state());
    }
    expect(children.map((child) => draw(child, 3))).toEqual(
      parents.map((parent) => draw(parent.split("episode", 3), 3)),
    );
  });

  it("checks the path as split does", () => {
    expect(() => splitEach([createRandom(1)], "a/b")).toThrow(
      "Random.split: path elements must be",
    );
  });
});

describe("Random.uniforms and Random.normals", () => {
  it("fill with what single draws return, elements outside of the range excepted", () => {
    for (const [fill, single] of [
      ["uniforms", "uniform"],
      ["normals", "normal"],
    ] as const) {
      const block = createRandom(4);
      const one = createRandom(4);
      const out = new Float64Array(103).fill(9);
      block[fill](out, 1, 102);
      const expected = Array.from({ length: 101 }, () => one[single]());
      expect(Array.from(out)).toEqual([9, ...expected, 9]);
      expect(block.state()).toEqual(one.state());
    }
  });
});

describe("restoreRandom", () => {
  it("continues bit for bit after a round trip through JSON, whatever was drawn", () => {
    const kind = fc.constantFrom("uniform", "normal", "integer");
    const call = (rng: Random, name: string): number =>
      name === "uniform" ? rng.uniform() : name === "normal" ? rng.normal() : rng.integer(10);
    fc.assert(
      fc.property(fc.array(kind), fc.array(kind, { minLength: 1 }), (before, after) => {
        const rng = createRandom(5).split("x");
        before.forEach((name) => call(rng, name));
        const restored = restoreRandom(JSON.parse(JSON.stringify(rng.state())) as RandomState);
        expect(restored.name).toBe(rng.name);
        expect(after.map((name) => call(restored, name))).toEqual(
          after.map((name) => call(rng, name)),
        );
        expect(restored.split("y").uniform()).toBe(rng.split("y").uniform());
      }),
      { numRuns: 50 },
    );
  });

  it("takes a snapshot that later draws do not change", () => {
    const rng = createRandom(5);
    const state = rng.state();
    const drawn = draw(rng, 3);
    expect(draw(restoreRandom(state), 3)).toEqual(drawn);
    expect(draw(restoreRandom(state), 3)).toEqual(drawn);
  });

  it("rejects a damaged snapshot", () => {
    const state = { name: "x", generator: { c: 1, s0: 0.5, s1: NaN, s2: 0.25 } };
    expect(() => restoreRandom(state)).toThrow(
      "restoreRandom: generator must have finite c, s0, s1 and s2, got { c: 1, s0: 0.5, s1: NaN, s2: 0.25 }",
    );
  });
});
