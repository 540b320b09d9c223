import { describe, expect, it } from "vitest";
import { ConfigError } from "../../../src/errors.ts";
import { taskNumbers } from "../../../src/rl/wrappers/task-numbers.ts";

describe("taskNumbers", () => {
  it("lists numbers and booleans in the order of the JSON, with where they stand", () => {
    const task = { goal: [0.5, -1], wall: { z: true, a: [[2], []] }, open: false };
    expect(taskNumbers("test", task)).toEqual([
      { path: "goal.0", value: 0.5 },
      { path: "goal.1", value: -1 },
      { path: "wall.z", value: 1 },
      { path: "wall.a.0.0", value: 2 },
      { path: "open", value: 0 },
    ]);
  });

  it("takes a task that is a number", () => {
    expect(taskNumbers("test", 3)).toEqual([{ path: "", value: 3 }]);
  });

  it("rejects strings and null", () => {
    expect(() => taskNumbers("test", { walls: [{ end: "open" }] })).toThrow(
      new ConfigError(
        'test: a task must be made of numbers and booleans, got "open" at walls.0.end',
      ),
    );
    expect(() => taskNumbers("test", null)).toThrow(
      new ConfigError("test: a task must be made of numbers and booleans, got null"),
    );
  });
});
