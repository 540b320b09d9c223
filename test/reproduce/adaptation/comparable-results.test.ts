import { describe, expect, it } from "vitest";
import { ConfigError } from "../../../src/errors.ts";
import { compareResults } from "../../../src/reproduce/adaptation/comparable-results.ts";
import type { ResultSketch } from "./fake-results.ts";
import { sketchResult, sketchRun } from "./fake-results.ts";
import { pick } from "./fake-adaptation.ts";

const protocol = { ways: 5, shots: 1 };

const heldOutTasks = [{ classes: ["a", "b"], seed: 1 }, { classes: ["b", "c"] }];

describe("compareResults", () => {
  it("accepts runs of one seed on equal tasks, in whatever order fields are written", () => {
    const comparable = compareResults();
    comparable.check(sketchRun("noisy", 1), sketchResult({ heldOutTasks }));
    const reordered = [{ seed: 1, classes: ["a", "b"] }, { classes: ["b", "c"] }];
    comparable.check(sketchRun("level", 1), sketchResult({ heldOutTasks: reordered }));
  });

  it("accepts other tasks for another seed, and another measure in another panel", () => {
    const comparable = compareResults();
    comparable.check(sketchRun("noisy", 1), sketchResult({ heldOutTasks }));
    comparable.check(sketchRun("noisy", 2), sketchResult({ heldOutTasks: [1] }));
    comparable.check(sketchRun("noisy", 1, pick), sketchResult({ measure: "accuracy" }));
  });

  it.each<[string, ResultSketch, string]>([
    [
      "another measure",
      { protocol, heldOutTasks, measure: "accuracy" },
      'measure of its evaluation must be that of hit/noisy-seed-1, "return", got "accuracy"; give all methods of a panel the same evaluation',
    ],
    [
      "other numbers of items",
      { protocol: { ...protocol, shots: [1, 5] }, heldOutTasks },
      "shots of its evaluation must be that of hit/noisy-seed-1, 1, got [1, 5]; give",
    ],
    [
      "fewer tasks",
      { protocol, heldOutTasks: heldOutTasks.slice(0, 1) },
      "must have as many held-out tasks as hit/noisy-seed-1, 2, got 1; give",
    ],
    [
      "another task",
      { protocol, heldOutTasks: [...heldOutTasks.slice(0, 1), { classes: ["c", "b"] }] },
      'held-out task 1 must be that of hit/noisy-seed-1, { classes: ["b", "c"] }, got { classes: ["c", "b"] }; give',
    ],
  ])("rejects a run of the same seed with %s", (_what, changes, message) => {
    const comparable = compareResults();
    comparable.check(sketchRun("noisy", 1), sketchResult({ protocol, heldOutTasks }));
    const check = (): void => comparable.check(sketchRun("level", 1), sketchResult(changes));
    expect(check).toThrow(ConfigError);
    expect(check).toThrow(`hit/level-seed-1: ${message}`);
  });

  it("rejects a run of another seed that was evaluated in another way", () => {
    const comparable = compareResults();
    comparable.check(sketchRun("noisy", 1), sketchResult({ protocol }));
    const other = sketchResult({ seed: 2, protocol: { ...protocol, ways: 20 } });
    expect(() => comparable.check(sketchRun("level", 2), other)).toThrow(
      "hit/level-seed-2: ways of its evaluation must be that of hit/noisy-seed-1, 5, got 20",
    );
  });
});
