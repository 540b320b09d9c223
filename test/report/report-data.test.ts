import { describe, expect, it } from "vitest";
import { checkReportData } from "../../src/report/report-data.ts";
import { fakeReportData } from "./fake-run.ts";

describe("checkReportData", () => {
  it("looks at metrics, at the evaluation and at its paths", () => {
    const data = fakeReportData(2, 2);
    checkReportData(data);
    const [first, second] = data.metrics;
    const metrics = [first!, { ...second!, postAdaptation: { return: NaN } }];
    expect(() => checkReportData({ ...data, metrics })).toThrow(
      "ReportData.metrics[1].postAdaptation.return: must be a finite number, got NaN",
    );
    const { evaluation } = data;
    const paths = [{ task: 0, innerSteps: 0, points: [[0, Infinity] as const] }];
    expect(() => checkReportData({ ...data, evaluation: { ...evaluation, paths } })).toThrow(
      "ReportData.evaluation.paths[0].points[0][1]: must be a finite number, got Infinity",
    );
    const returns = [{ innerSteps: 0, mean: -1, ci95: [NaN, 0] as const }];
    expect(() => checkReportData({ ...data, evaluation: { ...evaluation, returns } })).toThrow(
      "ReportData.evaluation.returns[0].ci95[0]: must be a finite number, got NaN",
    );
    const step = {
      innerSteps: 1,
      worse: { any: 0 },
      worseThanPrevious: { any: 0 },
      gain: { mean: Infinity },
      gainOverPrevious: { mean: 0 },
    };
    const health = { steps: [step], nonFinite: [], findings: [] };
    expect(() => checkReportData({ ...data, evaluation: { ...evaluation, health } })).toThrow(
      "ReportData.evaluation.health.steps[0].gain.mean: must be a finite number, got Infinity",
    );
  });
});
