import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { ConfigError } from "../../src/errors.ts";
import { createRandom } from "../../src/random.ts";
import { classTaskSet } from "../../src/tasks/class-task-set.ts";
import type { ClassSplits } from "../../src/tasks/class-splits.ts";
import { splits } from "../../src/tasks/task-set.ts";
import type { IntegerRange, SampleTasksOptions } from "../../src/tasks/task-set.ts";
import { rowsOf, toyClass, toyTaskSet } from "./toy-classes.ts";

const asked: SampleTasksOptions = { split: "train", count: 4, ways: 3, shots: 2, queries: 3 };

/** Ranges that no toy split is too small for. */
const range = (most: number): fc.Arbitrary<IntegerRange> =>
  fc.tuple(fc.integer({ min: 1, max: most }), fc.integer({ min: 1, max: most })).map(([a, b]) => {
    return [Math.min(a, b), Math.max(a, b)] as const;
  });

const shapes = fc.record({
  split: fc.constantFrom(...splits),
  count: fc.integer({ min: 0, max: 5 }),
  ways: range(3),
  shots: range(4),
  queries: fc.integer({ min: 1, max: 4 }),
});

describe("classTaskSet", () => {
  it("draws tasks of the size that is asked for, each item of its split, in one place only", () => {
    const toy = toyTaskSet();
    fc.assert(
      fc.property(fc.nat(), shapes, (seed, options) => {
        const tasks = toy.sampleTasks(createRandom(seed), options);
        expect(tasks).toHaveLength(options.count);
        for (const { ways, shots, support, query } of tasks) {
          expect(ways).toBeGreaterThanOrEqual(options.ways[0]);
          expect(ways).toBeLessThanOrEqual(options.ways[1]);
          expect(shots).toBeGreaterThanOrEqual(options.shots[0]);
          expect(shots).toBeLessThanOrEqual(options.shots[1]);
          expect([support.count, query.count]).toEqual([ways * shots, ways * options.queries]);
          const rows = [...rowsOf(support.inputs, 3), ...rowsOf(query.inputs, 3)];
          expect(new Set(rows.map(String)).size).toBe(ways * (shots + options.queries));
          expect(new Set(rows.map(([split]) => split))).toEqual(
            new Set([splits.indexOf(options.split)]),
          );
        }
      }),
    );
  });

  it("labels items by class, and gives each class as many of each kind", () => {
    const toy = toyTaskSet();
    for (const { task, ways, shots, support, query } of toy.sampleTasks(createRandom(3), asked)) {
      const { classes } = task as { readonly classes: readonly string[] };
      expect(new Set(classes).size).toBe(ways);
      for (const [items, each] of [
        [support, shots],
        [query, 3],
      ] as const) {
        const labels = Array.from({ length: ways }, (_, label) => Array<number>(each).fill(label));
        expect(Array.from(items.targets)).toEqual(labels.flat());
        rowsOf(items.inputs, 3).forEach(([, index], i) => {
          expect(classes[items.targets[i] ?? -1]).toBe(`train ${index}`);
        });
      }
    }
  });

  it("draws each class under each label, and each item for each part, equally often", () => {
    // 6 classes, 3 ways: a class has a given label in 1 of 6 tasks. Of 12,000 tasks that is 2000, with a standard deviation of
    // sqrt(12000 * 1/6 * 5/6) = 40.8; of 18 counts each is within 4 of them.
    const counts = new Map<string, number>();
    const firstItems = new Float64Array(8);
    const count = 12_000;
    for (const { task, support } of toyTaskSet().sampleTasks(createRandom(5), {
      ...asked,
      count,
      shots: 1,
      queries: 1,
    })) {
      (task as { readonly classes: readonly string[] }).classes.forEach((name, label) => {
        const key = `${name} as ${label}`;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      });
      for (const [, , item = -1] of rowsOf(support.inputs, 3)) firstItems[item]! += 1;
    }
    expect(counts.size).toBe(18);
    for (const n of counts.values()) expect(Math.abs(n - count / 6)).toBeLessThan(4 * 40.8);
    // 36,000 items to adapt on, each of 8 equally often: 4500 with a standard deviation of sqrt(36000 * 1/8 * 7/8) = 62.7.
    for (const n of firstItems) expect(Math.abs(n - 4500)).toBeLessThan(4 * 62.7);
  });

  it("draws a task by the stream and its index alone", () => {
    const toy = toyTaskSet();
    const rng = createRandom(7);
    const four = toy.sampleTasks(rng, asked);
    rng.uniform();
    toy.sampleTasks(createRandom(8), asked);
    expect(toy.sampleTasks(rng, { ...asked, count: 2 })).toEqual(four.slice(0, 2));
    expect(toyTaskSet().sampleTasks(createRandom(7), asked)).toEqual(four);
    expect(toy.sampleTasks(createRandom(8), asked)).not.toEqual(four);
  });

  it("gives items their texts if all classes of the task have some", () => {
    const [task] = toyTaskSet({ texts: true }).sampleTasks(createRandom(1), asked);
    const { classes } = task?.task as { readonly classes: readonly string[] };
    const expected = rowsOf(task?.support.inputs ?? new Float32Array(), 3).map(
      ([, , item = -1], i) => `${classes[Math.floor(i / 2)]} ${item}`,
    );
    expect(task?.support.texts).toEqual(expected);
    const [mute] = toyTaskSet().sampleTasks(createRandom(1), asked);
    expect(mute?.support).not.toHaveProperty("texts");
  });

  it("draws items of all classes, labelled by the index in the split", () => {
    const toy = toyTaskSet();
    const items = toy.sampleItems?.(createRandom(1), { split: "test", count: 400 });
    expect(items?.count).toBe(400);
    const rows = rowsOf(items?.inputs ?? new Float32Array(), 3);
    expect(rows.map(([, index]) => index)).toEqual(Array.from(items?.targets ?? []));
    expect(new Set(rows.map(String)).size).toBe(4 * 8); // all items of all classes
    expect(rows.every(([split]) => split === 2)).toBe(true);
    expect(toy.sampleItems?.(createRandom(1), { split: "test", count: 400 })).toEqual(items);
  });

  it("counts classes, and makes them when they are first needed", () => {
    expect(splits.map((split) => toyTaskSet().classes(split))).toEqual([6, 3, 4]);
    const classes = vi.fn((): ClassSplits => {
      return { train: [toyClass("a", [0, 0])], validation: [], test: [] };
    });
    const lazy = classTaskSet({ id: "lazy@1", description: "", inputShape: [3], classes });
    expect(classes).toHaveBeenCalledTimes(0);
    expect(splits.map((split) => lazy.classes(split))).toEqual([1, 0, 0]);
    lazy.sampleTasks(createRandom(1), { ...asked, ways: 1 });
    expect(classes).toHaveBeenCalledTimes(1);
    expect(() => lazy.sampleItems?.(createRandom(1), { split: "test", count: 1 })).toThrow(
      new ConfigError("task set lazy@1: test must have classes, got none"),
    );
  });

  it("refuses a name that stands for two classes, in one split or in two", () => {
    const make = (classes: ClassSplits) => () =>
      classTaskSet({ id: "toy@1", description: "", inputShape: [3], classes });
    const [a, b] = [toyClass("a", [0, 0]), toyClass("b", [0, 1])];
    expect(make({ train: [a], validation: [b], test: [a] })).toThrow(
      new ConfigError(
        'task set toy@1: each class must have a name of its own, got "a" in train and in test',
      ),
    );
    expect(make({ train: [b, b], validation: [], test: [] })).toThrow(
      new ConfigError(
        'task set toy@1: each class must have a name of its own, got "b" in train and in train',
      ),
    );
  });

  it("refuses a class without items, and a split that it does not know", () => {
    expect(() => toyTaskSet({ items: 0 })).toThrow(
      new ConfigError('task set toy@1: items of "train 0": must be an integer >= 1, got 0'),
    );
    expect(() =>
      toyTaskSet().sampleItems?.(createRandom(1), { split: "all" as "test", count: 1 }),
    ).toThrow(
      new ConfigError('task set toy@1: split must be one of train, validation, test, got "all"'),
    );
  });

  it.each([
    [{ ways: 7 }, "ways must be at most 6, the classes of train, got 7"],
    [{ ways: [2, 7] as const }, "ways must be at most 6, the classes of train, got 7"],
    [
      { shots: [1, 6] as const },
      'shots + queries must be at most 8, the items of "train 0", got 9',
    ],
    [{ queries: 7 }, 'shots + queries must be at most 8, the items of "train 0", got 9'],
    [{ ways: 0 }, "ways: must be an integer >= 1, got 0"],
  ])("refuses %j", (change, rule) => {
    expect(() => toyTaskSet().sampleTasks(createRandom(1), { ...asked, ...change })).toThrow(
      new ConfigError(`task set toy@1: ${rule}`),
    );
  });
});
