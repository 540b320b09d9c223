import { describe, expect, it } from "vitest";
import { ConfigError } from "../../src/errors.ts";
import { createRandom } from "../../src/random.ts";
import type { SampleTasksOptions } from "../../src/tasks/task-set.ts";
import { sinusoid } from "../../task-sets/sinusoid.ts";
import type { SinusoidTask } from "../../task-sets/sinusoid.ts";

const asked: SampleTasksOptions = { split: "train", count: 4000, ways: 1, shots: 10, queries: 5 };
const tasks = sinusoid.sampleTasks(createRandom(1), asked);

/** Checks that numbers look drawn from U[low, high]: range, mean and variance, the last two within 4 standard errors. */
function expectUniform(values: readonly number[], [low, high]: readonly [number, number]): void {
  const n = values.length;
  const width = high - low;
  const mean = values.reduce((sum, x) => sum + x, 0) / n;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / n;
  expect(values.every((x) => x >= low && x <= high)).toBe(true);
  expect(Math.abs(mean - (low + high) / 2)).toBeLessThan((4 * width) / Math.sqrt(12 * n));
  // The fourth central moment is width^4 / 80, so the variance of (x - mean)^2 is width^4 (1/80 - 1/144) = width^4 / 180.
  expect(Math.abs(variance - width ** 2 / 12)).toBeLessThan((4 * width ** 2) / Math.sqrt(180 * n));
}

describe("sinusoid", () => {
  it("draws amplitudes, phases and inputs as the paper does", () => {
    expectUniform(
      tasks.map(({ task }) => (task as SinusoidTask).amplitude),
      [0.1, 5],
    );
    expectUniform(
      tasks.map(({ task }) => (task as SinusoidTask).phase),
      [0, Math.PI],
    );
    for (const part of ["support", "query"] as const) {
      expectUniform(
        tasks.flatMap((task) => Array.from(task[part].inputs)),
        [-5, 5],
      );
    }
  });

  it("has targets on the wave", () => {
    for (const { task, support, query, ways, shots } of tasks.slice(0, 50)) {
      const { amplitude, phase } = task as SinusoidTask;
      expect([ways, shots, support.count, query.count]).toEqual([1, 10, 10, 5]);
      for (const { inputs, targets } of [support, query]) {
        expect(targets).toBeAllClose(
          Array.from(inputs, (x) => amplitude * Math.sin(x - phase)),
          { rtol: 1e-6, atol: 1e-6 },
        );
      }
    }
  });

  it("draws a task by the stream, the split and its index alone", () => {
    const again = sinusoid.sampleTasks(createRandom(1), { ...asked, count: 3 });
    expect(again).toEqual(tasks.slice(0, 3));
    const test = sinusoid.sampleTasks(createRandom(1), { ...asked, count: 3, split: "test" });
    expect(test.map(({ task }) => task)).not.toEqual(again.map(({ task }) => task));
  });

  it("draws the number of points from a range", () => {
    const varied = sinusoid.sampleTasks(createRandom(1), { ...asked, shots: [1, 3], count: 100 });
    expect(new Set(varied.map(({ support }) => support.count))).toEqual(new Set([1, 2, 3]));
  });

  it("has no classes", () => {
    expect(sinusoid.classes("train")).toBe(0);
    expect(sinusoid).not.toHaveProperty("sampleItems");
    expect(() => sinusoid.sampleTasks(createRandom(1), { ...asked, ways: 5 })).toThrow(
      new ConfigError("task set sinusoid@1: ways must be 1 for regression, got 5"),
    );
  });
});
