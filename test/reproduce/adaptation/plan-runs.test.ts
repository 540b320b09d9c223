import { describe, expect, it } from "vitest";
import type {
  AdaptationMethod,
  AdaptationPanel,
} from "../../../src/reproduce/adaptation/adaptation-panel.ts";
import { planRuns } from "../../../src/reproduce/adaptation/plan-runs.ts";
import type { PlannedRun } from "../../../src/reproduce/adaptation/plan-runs.ts";
import fakes, { hit } from "./fake-adaptation.ts";

const options = { panels: fakes.panels, seeds: [1, 2], outerSteps: null };

describe("planRuns", () => {
  it("plans a run for each method and seed, panel by panel and method by method", async () => {
    const runs = await planRuns(options);
    expect(runs.map(({ name }) => name)).toEqual([
      "hit/noisy-seed-1",
      "hit/noisy-seed-2",
      "hit/level-seed-1",
      "hit/level-seed-2",
      "pick/noisy-seed-1",
      "pick/noisy-seed-2",
    ]);
    const [first, , third] = runs;
    expect(first?.config).toMatchObject({ seed: 1, outerSteps: 4, environment: "hit-target@test" });
    expect(third?.config).toMatchObject({ outerSteps: 30 });
    expect(third).not.toHaveProperty("outerSteps");
  });

  it("changes presets as the panel says, then as the method does", async () => {
    const runs = await planRuns(options);
    const picked = runs[4];
    expect(picked?.overrides).toEqual(["evaluation.tasks=2", "outerSteps=9", "outerSteps=4"]);
    expect(picked?.config).toMatchObject({
      environment: "pick-target@test",
      outerSteps: 4,
      evaluation: { tasks: 2 },
    });
    expect(runs[0]).toMatchObject({ overrides: [], config: { evaluation: { tasks: 3 } } });
  });

  it("shortens runs that are longer than is wanted, and no others", async () => {
    const runs = await planRuns({ ...options, panels: [hit], outerSteps: 5 });
    expect(runs.map(({ outerSteps, config }) => [outerSteps, config.outerSteps])).toEqual([
      [undefined, 4],
      [undefined, 4],
      [5, 5],
      [5, 5],
    ]);
  });

  it("rejects presets that there are not, or that evaluate after fewer inner steps", async () => {
    const plan = (method: AdaptationMethod): Promise<readonly PlannedRun[]> => {
      const panel: AdaptationPanel = { ...hit, methods: [...hit.methods, method] };
      return planRuns({ ...options, panels: [panel] });
    };
    await expect(plan({ name: "other", preset: "smal" })).rejects.toThrow(
      'preset of fake: must be one of small, discrete, got "smal"; did you mean "small"?',
    );
    const few = { name: "few", preset: "small", overrides: ["evaluation.innerSteps=0"] };
    await expect(plan(few)).rejects.toThrow(
      "hit/few: evaluation.innerSteps of preset small must be at least 1, got 0",
    );
    const fewTasks = { name: "few", preset: "small", overrides: ["evaluation.tasks=2"] };
    await expect(plan(fewTasks)).rejects.toThrow(
      "hit/few: evaluation.tasks must be the 3 of noisy, got 2",
    );
  });
});
