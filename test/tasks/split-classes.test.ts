import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitClasses } from "../../src/tasks/split-classes.ts";

describe("splitClasses", () => {
  it("puts each value into one split: 70 %, 10 % and the rest", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat()), (values) => {
        const { train, validation, test } = splitClasses(values);
        const sort = (numbers: readonly number[]): number[] => [...numbers].sort((a, b) => a - b);
        expect(sort([...train, ...validation, ...test])).toEqual(sort(values));
        expect(train).toHaveLength(Math.round(0.7 * values.length));
        expect(validation).toHaveLength(Math.round(0.1 * values.length));
      }),
    );
  });

  it("takes as many values as it is asked for, and the rest for tests", () => {
    const values = Array.from({ length: 10 }, (_, i) => i);
    const { train, validation, test } = splitClasses(values, { train: 2, validation: 3 });
    expect([train, validation, test].map(({ length }) => length)).toEqual([2, 3, 5]);
    expect(new Set([...train, ...validation, ...test]).size).toBe(10);
  });

  it("rejects fewer values than are asked for", () => {
    expect(() => splitClasses([1, 2], { train: 2, validation: 1 })).toThrow(
      "splitClasses: number of values: must be an integer >= 3, got 2",
    );
  });

  it("shuffles, and always in the same way", () => {
    const values = Array.from({ length: 100 }, (_, i) => i);
    const { train } = splitClasses(values);
    expect(splitClasses(values).train).toEqual(train);
    expect(train).not.toEqual(values.slice(0, 70));
    // Computed with this code on 2026-11-25: another order would give other task sets the same name.
    expect(train.slice(0, 5)).toEqual([63, 95, 76, 92, 20]);
  });
});
