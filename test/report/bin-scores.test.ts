import { describe, expect, it } from "vitest";
import type { FewShotReport } from "../../src/few-shot/learner.ts";
import { binScores } from "../../src/report/bin-scores.ts";
import type { MetricsLine } from "../../src/train/metrics.ts";

const SECONDS = { sample: 0, adapt: 0, gradient: 1, total: 1 };

function line(outerStep: number, report: Partial<FewShotReport> = {}): MetricsLine<FewShotReport> {
  const postAdaptation = { loss: outerStep, accuracy: outerStep / 10 };
  return { outerStep, postAdaptation, tasks: 4, seconds: SECONDS, ...report };
}

describe("binScores", () => {
  it("averages scores and adds up tasks", () => {
    const preAdaptation = { loss: 3, accuracy: 0.25 };
    const bins = binScores([line(0), line(1), line(2, { preAdaptation, tasks: 6 })], 2);
    expect(bins).toEqual([
      { outerSteps: [0, 1], postAdaptation: { loss: 0.5, accuracy: 0.05 }, tasks: 8 },
      {
        outerSteps: [2, 2],
        preAdaptation,
        postAdaptation: { loss: 2, accuracy: 0.2 },
        tasks: 14,
      },
    ]);
  });

  it("has no accuracy where there is none", () => {
    const [bin] = binScores([line(0, { postAdaptation: { loss: 2 } })], 1);
    expect(bin?.postAdaptation).toEqual({ loss: 2 });
  });

  it("makes nothing of nothing", () => {
    expect(binScores([], 5)).toEqual([]);
  });
});
