import { describe, expect, it } from "vitest";
import { collectResults } from "../../../src/reproduce/adaptation/collected-results.ts";
import { hit, pick } from "./fake-adaptation.ts";
import { sketchResult, sketchRun } from "./fake-results.ts";

const settings = { name: "fakes", seeds: [1, 2], outerSteps: null, backend: "cpu" } as const;

const level1 = sketchRun("level", 1);
const level2 = sketchRun("level", 2);
const noisy1 = sketchRun("noisy", 1);
const noisy2 = sketchRun("noisy", 2);
const picked1 = sketchRun("noisy", 1, pick);
const picked2 = sketchRun("noisy", 2, pick);
const runs = [noisy1, noisy2, level1, level2, picked1, picked2];

describe("collectResults", () => {
  it("makes tables of the methods of which every seed is there, in the order of the columns", () => {
    const results = collectResults(settings, runs);
    results.add(level2, sketchResult({ seed: 2, means: [5] }));
    expect(results.isFinished(level1)).toBe(false);
    expect(results.table()).toEqual({ kind: "adaptation", ...settings, seconds: 0, panels: [] });
    results.add(level1, sketchResult({ seed: 1, means: [4] }));
    results.add(noisy1, sketchResult({ seed: 1 }));
    expect(results.isFinished(level2)).toBe(true);
    // The method of the same name in another panel is not the same.
    results.add(picked2, sketchResult({ seed: 2, measure: "accuracy" }));
    results.add(picked1, sketchResult({ seed: 1, measure: "accuracy" }));
    expect(results.isFinished(noisy1)).toBe(false);
    const { panels, seconds } = results.table();
    expect(seconds).toBe(40);
    expect(panels.map(({ name, measure }) => [name, measure])).toEqual([
      ["hit", "return"],
      ["pick", "accuracy"],
    ]);
    const [cell] = panels[0]?.rows[0]?.cells ?? [];
    expect(cell?.method).toBe("level");
    expect(cell?.seeds.map(({ seed, mean }) => [seed, mean])).toEqual([
      [1, 4],
      [2, 5],
    ]);
    results.add(noisy2, sketchResult({ seed: 2 }));
    const [whole] = results.table().panels;
    expect(whole?.rows[0]?.cells.map(({ method }) => method)).toEqual(["noisy", "level"]);
    expect(whole?.expectations).toHaveLength(hit.expectations?.length ?? NaN);
  });

  it("rejects a result that cannot be compared", () => {
    const results = collectResults(settings, runs);
    results.add(noisy1, sketchResult());
    expect(() => results.add(level1, sketchResult({ heldOutTasks: [2] }))).toThrow(
      "hit/level-seed-1: held-out task 0 must be that of hit/noisy-seed-1, { target: 1 }, got 2",
    );
    expect(results.isFinished(level1)).toBe(false);
  });
});
