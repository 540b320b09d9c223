import { describe, expect, it } from "vitest";
import { ConfigError } from "../../src/errors.ts";
import { createRandom } from "../../src/random.ts";
import { streamTasks } from "../../src/tasks/stream-tasks.ts";
import { toyTaskSet } from "./toy-classes.ts";

const asked = { split: "train", count: 2, ways: 3, shots: 1, queries: 2 } as const;

describe("streamTasks", () => {
  it("yields batch after batch, the same for the same stream", () => {
    const take = (): readonly unknown[] => {
      const stream = streamTasks(toyTaskSet(), createRandom(1), asked);
      return Array.from({ length: 5 }, () => stream.next().value);
    };
    const batches = take();
    expect(take()).toEqual(batches);
    expect(new Set(batches.map((batch) => JSON.stringify(batch))).size).toBe(5);
    expect(batches[3]).toEqual(toyTaskSet().sampleTasks(createRandom(1).split("batch", 3), asked));
  });

  it("refuses what the task set refuses", () => {
    const stream = streamTasks(toyTaskSet(), createRandom(1), { ...asked, ways: 9 });
    expect(() => stream.next()).toThrow(
      new ConfigError("task set toy@1: ways must be at most 6, the classes of train, got 9"),
    );
  });
});
