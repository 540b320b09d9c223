import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chunkTasks } from "../../src/meta/task-chunks.ts";

describe("chunkTasks", () => {
  it("covers all tasks in order with chunks of nearly equal size", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 50 }), (tasks, n) => {
        const chunks = chunkTasks(tasks, 7, n);
        const sizes = chunks.map(({ begin, end }) => end - begin);
        expect(chunks[0]?.begin).toBe(0);
        expect(chunks.at(-1)?.end).toBe(tasks);
        for (const [i, chunk] of chunks.slice(1).entries()) {
          expect(chunk.begin).toBe(chunks[i]!.end);
        }
        expect(Math.max(...sizes)).toBeLessThanOrEqual(n);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it.each([
    ["as many tasks as fit", 20, 2.6, 10],
    ["one task where two do not fit", 40, 0.5, 40],
    ["all tasks where they fit", 20, 100, 1],
  ])("makes chunks of %s", (_, tasks, fitting, count) => {
    expect(chunkTasks(tasks, fitting, "auto")).toHaveLength(count);
  });
});
