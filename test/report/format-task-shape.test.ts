import { describe, expect, it } from "vitest";
import { formatTaskShape } from "../../src/report/format-task-shape.ts";

describe("formatTaskShape", () => {
  it("writes ways, shots and queries of classifications", () => {
    const shape = { ways: 5, shots: 1, queries: 15, measure: "accuracy" } as const;
    expect(formatTaskShape(shape)).toBe("5-way 1-shot, 15 queries a class");
    expect(formatTaskShape({ ...shape, queries: 1 })).toBe("5-way 1-shot, 1 query a class");
  });

  it("writes ranges", () => {
    const shape = { ways: [5, 20], shots: [3, 3], queries: 2, measure: "accuracy" } as const;
    expect(formatTaskShape(shape)).toBe("5- to 20-way 3-shot, 2 queries a class");
  });

  it("writes shots and queries of regressions, which have no classes", () => {
    const shape = { ways: 1, shots: 10, queries: 1000, measure: "squared error" } as const;
    expect(formatTaskShape(shape)).toBe("10-shot, 1,000 queries");
  });
});
