import { describe, expect, it } from "vitest";
import { hashTaskSet } from "../../src/train/hash-task-set.ts";
import type { TaskSet } from "../../src/tasks/task-set.ts";
import { blobs, lines } from "../few-shot/toy-task-sets.ts";

describe("hashTaskSet", () => {
  it("is the same for the same task set, and does not depend on what was drawn before", () => {
    const taskSet = blobs();
    const first = hashTaskSet(taskSet);
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(hashTaskSet(taskSet)).toBe(first);
    expect(hashTaskSet(blobs())).toBe(first);
  });

  it.each<readonly [string, TaskSet]>([
    ["the id", blobs({ id: "others@test" })],
    ["items", blobs({ noise: 0.30001 })],
    ["the shape of inputs", { ...blobs(), inputShape: [2, 2] }],
    ["the number of classes", { ...blobs(), classes: () => 11 }],
  ])("differs with %s", (_, taskSet) => {
    expect(hashTaskSet(taskSet)).not.toBe(hashTaskSet(blobs()));
  });

  it("differs with what is to be predicted", () => {
    const steeper: TaskSet = {
      ...lines,
      sampleTasks: (rng, options) =>
        lines.sampleTasks(rng, options).map((task) => ({
          ...task,
          query: { ...task.query, targets: task.query.targets.map((y) => 2 * y) },
        })),
    };
    expect(hashTaskSet(steeper)).not.toBe(hashTaskSet(lines));
  });
});
