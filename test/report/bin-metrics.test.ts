import { describe, expect, it } from "vitest";
import { binMetrics } from "../../src/report/bin-metrics.ts";
import type { MetricsLine } from "../../src/train/metrics.ts";

const SECONDS = { rollout: 1, adapt: 0, gradient: 0, direction: 0, lineSearch: 0, total: 1 };

function line(outerStep: number, optional: Partial<MetricsLine> = {}): MetricsLine {
  return {
    outerStep,
    preAdaptation: { return: -10 * outerStep },
    postAdaptation: { return: -outerStep },
    environmentSteps: 100 * (outerStep + 1),
    seconds: SECONDS,
    ...optional,
  };
}

describe("binMetrics", () => {
  it("keeps each outer step where all fit, without fields that the learner does not have", () => {
    expect(binMetrics([line(1), line(2)], 2)).toEqual([
      { outerSteps: [1, 1], preAdaptation: -10, postAdaptation: -1, environmentSteps: 200 },
      { outerSteps: [2, 2], preAdaptation: -20, postAdaptation: -2, environmentSteps: 300 },
    ]);
  });

  it("averages returns and takes the last number of environment steps", () => {
    const bins = binMetrics(
      [0, 1, 2, 3, 4].map((step) => line(step)),
      2,
    );
    expect(bins).toEqual([
      { outerSteps: [0, 2], preAdaptation: -10, postAdaptation: -1, environmentSteps: 300 },
      { outerSteps: [3, 4], preAdaptation: -35, postAdaptation: -3.5, environmentSteps: 500 },
    ]);
  });

  it("averages optional fields over the outer steps that have them", () => {
    const [bin] = binMetrics(
      [
        line(0, { kl: 0.01, surrogate: { before: 0, after: -2 }, stepAccepted: true }),
        line(1, { kl: 0.03, lineSearchSteps: 4, stepAccepted: false }),
      ],
      1,
    );
    expect(bin).toMatchObject({ surrogateGain: 2, lineSearchSteps: 4, acceptedShare: 0.5 });
    expect(bin?.kl).toBeAllClose(0.02);
  });

  it("makes nothing of nothing", () => {
    expect(binMetrics([], 5)).toEqual([]);
  });
});
