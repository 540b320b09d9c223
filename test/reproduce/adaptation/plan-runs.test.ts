import { describe, expect, it } from "vitest";
import { planRuns } from "../../../src/reproduce/adaptation/plan-runs.ts";
import fakes from "./fake-adaptation.ts";

const options = { reproduction: fakes, methods: fakes.methods, seeds: [1, 2], outerSteps: null };

describe("planRuns", () => {
  it("plans a run for each method and seed, method by method", async () => {
    const runs = await planRuns(options);
    expect(runs.map(({ name }) => name)).toEqual([
      "continuous-seed-1",
      "continuous-seed-2",
      "discrete-seed-1",
      "discrete-seed-2",
    ]);
    const [first, , third] = runs;
    expect(first?.config).toMatchObject({ seed: 1, outerSteps: 4, environment: "hit-target@test" });
    expect(third?.config).toMatchObject({ outerSteps: 30, environment: "pick-target@test" });
    expect(third).not.toHaveProperty("outerSteps");
  });

  it("shortens runs that are longer than is wanted, and no others", async () => {
    const runs = await planRuns({ ...options, outerSteps: 5 });
    expect(runs.map(({ outerSteps, config }) => [outerSteps, config.outerSteps])).toEqual([
      [undefined, 4],
      [undefined, 4],
      [5, 5],
      [5, 5],
    ]);
  });

  it("rejects presets that there are not, or that evaluate after fewer inner steps", async () => {
    const unknown = { name: "other", preset: "smal" };
    await expect(planRuns({ ...options, methods: [unknown] })).rejects.toThrow(
      'preset of fake: must be one of small, discrete, got "smal"; did you mean "small"?',
    );
    const few = { name: "few", preset: "small", overrides: ["evaluation.innerSteps=0"] };
    await expect(planRuns({ ...options, methods: [few] })).rejects.toThrow(
      "method few: evaluation.innerSteps of preset small must be at least 1, got 0",
    );
  });
});
