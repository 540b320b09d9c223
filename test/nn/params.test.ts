import * as tf from "@tensorflow/tfjs-core";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import {
  countElements,
  flattenParams,
  gradParams,
  mapParams,
  shapesOf,
  tileParams,
  unflattenParams,
} from "../../src/nn/params.ts";
import type { Params } from "../../src/nn/params.ts";

beforeAll(() => useBackend("onnx"));

/** Reads every tensor of a parameter set. */
function read(params: Params): Record<string, number[]> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, Array.from(value.dataSync())]),
  );
}

describe("flattenParams and unflattenParams", () => {
  it("are inverse to one another for any shapes", () => {
    const shape = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 3 });
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[a-z]{1,4}$/), shape, { minKeys: 1 }),
        (shapes) => {
          tf.tidy(() => {
            let next = 0;
            const params = Object.fromEntries(
              Object.entries(shapes).map(([name, extents]) => {
                const size = extents.reduce((product, extent) => product * extent, 1);
                return [
                  name,
                  tf.tensor(
                    Array.from({ length: size }, () => next++),
                    extents,
                  ),
                ];
              }),
            );
            const flat = flattenParams(params);
            expect(flat.shape).toEqual([countElements(shapes)]);
            expect(Array.from(flat.dataSync())).toEqual(Array.from({ length: next }, (_, i) => i));
            const back = unflattenParams(flat, shapes);
            expect(read(back)).toEqual(read(params));
            expect(shapesOf(back)).toEqual({ ...shapes });
          });
        },
      ),
      { numRuns: 30 },
    );
  });

  it("rejects a vector of another length", () => {
    tf.tidy(() => {
      expect(() => unflattenParams(tf.zeros([5]), { a: [2], b: [2] })).toThrow(
        "unflattenParams: flat must be [params] = [4], got [5]",
      );
    });
  });
});

describe("gradParams", () => {
  it("returns the gradient under the names of the parameters", () => {
    tf.tidy(() => {
      const params = { a: tf.tensor1d([1, 2]), b: tf.scalar(3) };
      // f = b Σ a², so ∂f/∂a = 2 b a and ∂f/∂b = Σ a².
      const gradient = gradParams(
        ({ a, b }) => tf.mul<tf.Scalar>(tf.sum(tf.square(a as tf.Tensor)), b as tf.Tensor),
        params,
      );
      expect(read(gradient)).toEqual({ a: [6, 12], b: [5] });
    });
  });
});

describe("tileParams", () => {
  it("repeats each tensor along a new leading axis", () => {
    tf.tidy(() => {
      const tiled = tileParams({ a: tf.tensor1d([1, 2]), b: tf.scalar(3) }, 3);
      expect(shapesOf(tiled)).toEqual({ a: [3, 2], b: [3] });
      expect(read(tiled)).toEqual({ a: [1, 2, 1, 2, 1, 2], b: [3, 3, 3] });
    });
  });
});

describe("mapParams", () => {
  it("keeps names and order", () => {
    tf.tidy(() => {
      const mapped = mapParams({ z: tf.scalar(1), a: tf.scalar(2) }, (value, name) =>
        name === "z" ? tf.neg(value) : value,
      );
      expect(Object.entries(read(mapped))).toEqual([
        ["z", [-1]],
        ["a", [2]],
      ]);
    });
  });
});
