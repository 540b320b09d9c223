import { describe, expect, it } from "vitest";
import { ConfigError } from "../../src/errors.ts";
import { createRandom } from "../../src/random.ts";
import { mixTaskSets } from "../../src/tasks/mix-task-sets.ts";
import type { SampleTasksOptions, TaskSet } from "../../src/tasks/task-set.ts";
import { sinusoid } from "../../task-sets/sinusoid.ts";
import { rowsOf, toyTaskSet } from "./toy-classes.ts";

const few = toyTaskSet({ sizes: { train: 3, validation: 2, test: 2 } });
const many: TaskSet = {
  ...toyTaskSet({ sizes: { train: 9, validation: 4, test: 5 }, texts: true }),
  picture: "text",
  inputShape: [1, 3],
};
const mixture = mixTaskSets({
  id: "mix@1",
  description: "Few and many",
  domains: [
    { name: "few", taskSet: few },
    { name: "many", taskSet: many },
  ],
});
const asked: SampleTasksOptions = {
  split: "train",
  count: 2000,
  ways: [2, 3],
  shots: 1,
  queries: 2,
};

describe("mixTaskSets", () => {
  it("draws each task from a domain, each equally often", () => {
    const tasks = mixture.sampleTasks(createRandom(1), asked);
    // 2000 tasks, half of each: 1000 with a standard deviation of sqrt(2000)/2 = 22.4.
    const share = tasks.filter(({ domain }) => domain === "few").length;
    expect(Math.abs(share - 1000)).toBeLessThan(4 * 22.4);
    for (const { domain, support, ways } of tasks) {
      expect(support.texts !== undefined).toBe(domain === "many");
      expect([2, 3]).toContain(ways);
    }
    // Domains take turns at random: what a task is drawn from does not fix its size.
    expect(new Set(tasks.map(({ domain, ways }) => `${domain} ${ways}`)).size).toBe(4);
    const classesOfMany = tasks
      .filter(({ domain }) => domain === "many")
      .flatMap(({ task }) => (task as { readonly classes: readonly string[] }).classes);
    expect(new Set(classesOfMany).size).toBe(9);
  });

  it("draws a task by the stream and its index alone", () => {
    const tasks = mixture.sampleTasks(createRandom(1), { ...asked, count: 6 });
    expect(mixture.sampleTasks(createRandom(1), { ...asked, count: 3 })).toEqual(tasks.slice(0, 3));
  });

  it("numbers the classes of all domains through", () => {
    expect(mixture.classes("train")).toBe(12);
    expect(mixture.classes("test")).toBe(7);
    const items = mixture.sampleItems?.(createRandom(2), { split: "train", count: 4000 });
    const rows = rowsOf(items?.inputs ?? new Float32Array(), 3);
    const targets = Array.from(items?.targets ?? []);
    expect([...new Set(targets)].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 12 }, (_, i) => i),
    );
    // The first three are those of the first domain, and have half of the items: 2000, standard deviation sqrt(4000)/2 = 31.6.
    targets.forEach((target, i) => {
      expect(rows[i]?.[1]).toBe(target < 3 ? target : target - 3);
    });
    expect(Math.abs(targets.filter((target) => target < 3).length - 2000)).toBeLessThan(4 * 31.6);
    expect(mixture.sampleItems?.(createRandom(2), { split: "train", count: 4000 })).toEqual(items);
  });

  it("has the shape of its first domain, and the pictures of each", () => {
    expect(mixture.inputShape).toEqual([3]);
    expect(mixture.pictures).toEqual({ many: "text" });
    expect(mixture).not.toHaveProperty("picture");
  });

  it("refuses what one of the domains cannot give, whichever would be drawn", () => {
    expect(() => mixture.sampleTasks(createRandom(1), { ...asked, count: 1, ways: 4 })).toThrow(
      new ConfigError("task set toy@1: ways must be at most 3, the classes of train, got 4"),
    );
  });

  it.each([
    [[], "domains must not be empty, got []"],
    [
      [
        { name: "a", taskSet: few },
        { name: "a", taskSet: many },
      ],
      'each domain must have a name of its own, got "a" twice',
    ],
    [[{ name: "a", taskSet: sinusoid }], "domains must be classifications, got sinusoid@1"],
    [
      [
        { name: "a", taskSet: few },
        { name: "b", taskSet: { ...few, inputShape: [2, 2] } },
      ],
      "inputs must be 3 numbers, as in a, got [2, 2] in b",
    ],
  ])("refuses domains that do not go together (%#)", (domains, rule) => {
    expect(() => mixTaskSets({ id: "mix@1", description: "", domains })).toThrow(
      new ConfigError(`task set mix@1: ${rule}`),
    );
  });
});
