import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chunkTasks } from "../../src/meta-rl/task-chunks.ts";
import { gaussianMlp } from "../../src/nn/gaussian-mlp.ts";

function policyOfWidth(width: number): ReturnType<typeof gaussianMlp> {
  return gaussianMlp({
    sizes: [2, width, 2],
    activation: "tanh",
    initialisation: "glorot-uniform",
    initialStd: 1,
    minStd: 1e-6,
  });
}

describe("chunkTasks", () => {
  it("covers all tasks in order with chunks of nearly equal size", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 50 }), (tasks, n) => {
        const chunks = chunkTasks(tasks, 10, policyOfWidth(4), n);
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
    ["two tasks of 2,000 rows at 64 units", 20, 2000, 64, 10],
    ["one task where two do not fit", 40, 4000, 100, 40],
    ["all tasks where they fit", 20, 100, 32, 1],
  ])("fits %s to a cache", (_, tasks, rows, width, count) => {
    expect(chunkTasks(tasks, rows, policyOfWidth(width), "auto")).toHaveLength(count);
  });
});
