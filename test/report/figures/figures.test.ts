import { describe, expect, it } from "vitest";
import { ConfigError, NumericalError } from "../../../src/errors.ts";
import { renderAdaptationCurves } from "../../../src/report/figures/adaptation-curves-figure.ts";
import { renderLearningCurves } from "../../../src/report/figures/learning-curves-figure.ts";
import { elementsOf } from "../markup.ts";

const HOSTILE = `</svg><script>alert("1")</script>`;
const POINTS = [0, 1, 2].map((outerStep) => ({ outerStep, value: -outerStep }));
const STAGES = [0, 1].map((innerSteps) => ({ innerSteps, mean: -innerSteps }));

describe("renderLearningCurves", () => {
  it("draws a file that stands alone, whatever the names are", async () => {
    const svg = await renderLearningCurves([{ name: HOSTILE, points: POINTS }], { title: HOSTILE });
    expect(new Set(elementsOf(svg))).not.toContain("script");
    expect(svg).not.toContain("var(");
    expect(svg).toContain('width="800" height="420"');
    expect(svg).toContain('aria-label="Learning curves: &lt;/svg&gt;');
  });

  it("rejects what it cannot draw", async () => {
    await expect(renderLearningCurves([])).rejects.toThrow(
      new ConfigError("renderLearningCurves: must have at least one series, got 0"),
    );
    const twice = [1, 2].map(() => ({ name: "a", points: POINTS }));
    await expect(renderLearningCurves(twice)).rejects.toThrow(
      'renderLearningCurves: names of series must differ, got "a" twice',
    );
    const bad = [{ name: "a", points: [{ outerStep: 0, value: NaN }] }];
    await expect(renderLearningCurves(bad)).rejects.toThrow(
      new NumericalError(
        "renderLearningCurves: series[0].points[0].value: must be a finite number, got NaN",
      ),
    );
  });

  it("gives series that belong together one colour, and asks for that where colours end", async () => {
    const series = Array.from({ length: 7 }, (_, index) => ({ name: `${index}`, points: POINTS }));
    await expect(renderLearningCurves(series)).rejects.toThrow(
      "renderLearningCurves: series[6].color must be an integer from 0 to 5, got 6; " +
        "series that belong together may share one",
    );
    const shared = series.map((one, index) => ({ ...one, color: index % 2 }));
    const svg = await renderLearningCurves(shared);
    expect(new Set(svg.match(/stroke="#(0072b2|d55e00|009e73)"/g))).toEqual(
      new Set(['stroke="#0072b2"', 'stroke="#d55e00"']),
    );
  });
});

describe("renderAdaptationCurves", () => {
  it("draws a file that stands alone, whatever the names are", async () => {
    const svg = await renderAdaptationCurves(
      [
        { name: HOSTILE, points: STAGES },
        { name: "published", points: STAGES, dashed: true },
      ],
      { description: HOSTILE, width: 300 },
    );
    expect(new Set(elementsOf(svg))).not.toContain("script");
    expect(svg).toContain('width="300"');
  });

  it("rejects what it cannot draw", async () => {
    const points = [{ innerSteps: 0, mean: 0, ci95: [NaN, 1] as const }];
    await expect(renderAdaptationCurves([{ name: "a", points }])).rejects.toThrow(
      "renderAdaptationCurves: series[0].points[0].ci95[0]: must be a finite number, got NaN",
    );
  });
});
