import { describe, expect, it } from "vitest";
import { listTaskNumbers, listVaryingNumbers } from "../../../src/rl/check/task-numbers.ts";

describe("listTaskNumbers", () => {
  it("names each number by its path", () => {
    const task = { goal: [1, 2], wind: { on: true, name: "west" }, none: null };
    expect([...listTaskNumbers(task)]).toEqual([
      ["goal[0]", 1],
      ["goal[1]", 2],
      ["wind.on", 1],
    ]);
    expect([...listTaskNumbers([[5]])]).toEqual([["[0][0]", 5]]);
    expect([...listTaskNumbers(7)]).toEqual([["the task", 7]]);
  });
});

describe("listVaryingNumbers", () => {
  it("leaves out what is the same in all tasks, and what some lack", () => {
    const tasks = [
      { goal: 1, size: 4, bonus: 1 },
      { goal: 2, size: 4 },
      { goal: 2, size: 4, bonus: 3 },
    ];
    expect([...listVaryingNumbers(tasks)]).toEqual([["goal", [1, 2, 2]]]);
  });
});
