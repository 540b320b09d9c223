import { describe, expect, it } from "vitest";
import { ConfigError } from "../../src/errors.ts";
import { createRandom } from "../../src/random.ts";
import { checkTaskShape, drawSize, largestSize } from "../../src/tasks/task-shape.ts";
import type { SampleTasksOptions } from "../../src/tasks/task-set.ts";

const right: SampleTasksOptions = { split: "train", count: 0, ways: 5, shots: [1, 5], queries: 15 };

describe("checkTaskShape", () => {
  it("accepts numbers, ranges and no tasks", () => {
    expect(() => {
      checkTaskShape("here", right);
    }).not.toThrow();
  });

  it.each([
    [{ split: "tests" as "test" }, 'split must be one of train, validation, test, got "tests"'],
    [{ count: -1 }, "count: must be an integer >= 0, got -1"],
    [{ ways: 1.5 }, "ways: must be an integer >= 1, got 1.5"],
    [{ shots: [0, 2] as const }, "shots[0]: must be an integer >= 1, got 0"],
    [{ shots: [3, 2] as const }, "shots[1]: must be an integer >= 3, got 2"],
    [{ queries: 0 }, "queries: must be an integer >= 1, got 0"],
  ])("refuses %j", (change, rule) => {
    expect(() => {
      checkTaskShape("here", { ...right, ...change });
    }).toThrow(new ConfigError(`here: ${rule}`));
  });
});

describe("drawSize", () => {
  it("draws each size of a range equally often", () => {
    // 6000 draws of 3 sizes: 2000 each, with a standard deviation of sqrt(6000 * 1/3 * 2/3) = 36.5.
    const rng = createRandom(2);
    const counts = [0, 0, 0];
    for (let i = 0; i < 6000; i++) counts[drawSize(rng, [4, 6]) - 4]! += 1;
    for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(4 * 36.5);
  });

  it("returns a number without drawing", () => {
    const rng = createRandom(2);
    const before = rng.state();
    expect(drawSize(rng, 7)).toBe(7);
    expect(rng.state()).toEqual(before);
  });
});

describe("largestSize", () => {
  it("is a number itself, or the end of a range", () => {
    expect([largestSize(7), largestSize([2, 9])]).toEqual([7, 9]);
  });
});
