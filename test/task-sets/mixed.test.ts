import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/random.ts";
import { splits } from "../../src/tasks/task-set.ts";
import { characters } from "../../task-sets/characters.ts";
import { digits } from "../../task-sets/digits.ts";
import { languages } from "../../task-sets/languages.ts";
import { mixed } from "../../task-sets/mixed.ts";
import { nearestNeighbourAccuracy } from "./nearest-neighbour.ts";

describe("mixed", () => {
  it("draws from all three domains, with classes of each", () => {
    const tasks = mixed.sampleTasks(createRandom(1), {
      ...{ split: "validation", count: 120, ways: [2, 8], shots: [1, 5], queries: 5 },
    });
    for (const domain of ["digits", "characters", "languages"]) {
      const of = tasks.filter((task) => task.domain === domain);
      // 120 tasks, a third of each: 40 with a standard deviation of sqrt(120 * 1/3 * 2/3) = 5.2.
      expect(Math.abs(of.length - 40)).toBeLessThan(4 * 5.2);
      expect(new Set(of.map(({ ways }) => ways)).size).toBe(7);
      expect(new Set(of.map(({ shots }) => shots)).size).toBe(5);
      expect(
        of.every(({ support: { texts } }) => (texts !== undefined) === (domain === "languages")),
      ).toBe(true);
    }
    expect(mixed.pictures).toEqual({ digits: "image", characters: "image", languages: "text" });
    expect(mixed.inputShape).toEqual([28, 28]);
  });

  it("has the classes of all three", () => {
    for (const split of splits) {
      expect(mixed.classes(split)).toBe(
        digits.classes(split) + characters.classes(split) + languages.classes(split),
      );
    }
  });

  it("is neither trivial nor hopeless for the nearest neighbour", () => {
    const tasks = mixed.sampleTasks(createRandom(5), {
      ...{ split: "test", count: 60, ways: 5, shots: 1, queries: 15 },
    });
    // 58.5 % over 600 tasks, with a standard deviation of 15.5 % from task to task: 60 tasks have a standard error of 2.0 %.
    expect(Math.abs(nearestNeighbourAccuracy(tasks) - 0.585)).toBeLessThan(4 * 0.02);
  });
});
