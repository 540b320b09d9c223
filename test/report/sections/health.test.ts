import { describe, expect, it } from "vitest";
import type { AdaptationHealth } from "../../../src/meta-rl/health.ts";
import { healthSection } from "../../../src/report/sections/health.ts";
import { renderReport } from "../../../src/report/report.ts";
import { fakeEvaluation, fakeReportData } from "../fake-run.ts";
import { elementsOf } from "../markup.ts";

const health: AdaptationHealth = {
  steps: [
    {
      innerSteps: 1,
      worse: { any: 0.5, clear: 0.125 },
      worseThanPrevious: { any: 0.25 },
      gain: { mean: -2.5, ci95: [-4, -1] },
      gainOverPrevious: { mean: -2.5, ci95: [-4, -1] },
      kl: { p10: 0.01, median: 0.02345, p90: 0.3 },
      largestKl: { task: 7, kl: 1.25 },
      stepNorm: { p10: 1, median: 2, p90: 3 },
    },
    {
      innerSteps: 2,
      worse: { any: 0 },
      worseThanPrevious: { any: 0 },
      gain: { mean: 1 },
      gainOverPrevious: { mean: 3.5 },
    },
  ],
  nonFinite: Array.from({ length: 12 }, (_, task) => ({
    task,
    innerStep: 1,
    parameter: "<W0>",
  })),
  findings: [{ kind: "loss", text: "Less & less." }],
};

/** The text of each row's cells. */
function rowsOf(markup: string): readonly (readonly string[])[] {
  return [...markup.matchAll(/<tr>(.*?)<\/tr>/gs)]
    .slice(1)
    .map(([, row = ""]) =>
      [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, text = ""]) => text.trim()),
    );
}

describe("healthSection", () => {
  const { markup = "" } = healthSection({ ...fakeEvaluation(20), health }) ?? {};

  it("has a row for each inner step, and leaves empty what is not known", () => {
    expect(rowsOf(markup)).toEqual([
      [
        "1",
        "−2.50 (−4.00 to −1.00)",
        "12.5 % (50.0 %)",
        "unknown (25.0 %)",
        "0.0234 (0.01 to 0.3)",
        "1.25 (task 7)",
        "2",
      ],
      ["2", "1.00", "unknown (0.0 %)", "unknown (0.0 %)", "", "", ""],
    ]);
  });

  it("lists what was found, and the first places that are not finite", () => {
    expect(markup).toContain("<li>Less &amp; less.</li>");
    expect(markup).toContain("<li>task 9, inner step 2: &lt;W0&gt;</li>");
    expect(markup).not.toContain("task 10,");
    expect(markup).toContain("<li>and 2 more places</li>");
  });

  it("is well formed, and part of the report of an evaluation that has it", async () => {
    const data = fakeReportData(2, 20);
    const evaluation = { ...data.evaluation, health };
    const page = await renderReport({ ...data, evaluation });
    elementsOf(page);
    expect(page).toContain("<h2>Health of adaptation</h2>");
    expect(await renderReport(data)).not.toContain("Health of adaptation");
  });

  it("is nothing where inner steps were not diagnosed", () => {
    expect(healthSection(fakeEvaluation(3))).toBeUndefined();
  });
});
