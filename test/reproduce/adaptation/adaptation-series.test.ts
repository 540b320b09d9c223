import { describe, expect, it } from "vitest";
import type { AdaptationMethod } from "../../../src/reproduce/adaptation/adaptation-panel.ts";
import { adaptationSeries } from "../../../src/reproduce/adaptation/adaptation-series.ts";
import type { AdaptationPanelTable } from "../../../src/reproduce/adaptation/adaptation-table.ts";
import { makePanelTable } from "../../../src/reproduce/adaptation/make-panel-table.ts";
import type { MethodResults } from "../../../src/reproduce/adaptation/make-panel-table.ts";
import { renderAdaptationCurves } from "../../../src/report/figures/adaptation-curves-figure.ts";
import { hit } from "./fake-adaptation.ts";
import { sketchResults } from "./fake-results.ts";

const [noisy, level] = hit.methods as [AdaptationMethod, AdaptationMethod];

const make = (...finished: readonly MethodResults[]): AdaptationPanelTable =>
  makePanelTable(hit, finished) as AdaptationPanelTable;

const table = make(
  sketchResults(noisy, [
    [2, 96],
    [4, 100],
    [6, 104],
  ]),
  sketchResults(level, [[1], [2], [3]]),
);

describe("adaptationSeries", () => {
  it("draws ours and what was published in one colour", () => {
    // Mean 4, standard deviation 2, and the 97.5 % quantile of Student's t with two degrees of freedom
    const margin = (4.302653 * 2) / Math.sqrt(3);
    const [ours, published, other, ...rest] = adaptationSeries(table);
    expect(rest).toEqual([]);
    expect(ours).toMatchObject({ name: "noisy", color: 0 });
    expect(ours?.dashed).toBeUndefined();
    expect(ours?.points[0]).toMatchObject({ innerSteps: 0, mean: 4 });
    expect(ours?.points[0]?.ci95?.[1]).toBeCloseTo(4 + margin, 4);
    expect(published).toEqual({
      ...{ name: "noisy, published", color: 0, dashed: true },
      points: [
        { innerSteps: 0, mean: 0.5, ci95: [0.25, 0.75] },
        { innerSteps: 1, mean: 100 },
      ],
    });
    expect(other).toMatchObject({ name: "level", color: 1 });
  });

  it("draws a method that does not adapt as a level, with one interval", () => {
    const [, , drawn] = adaptationSeries(table);
    expect(drawn?.points).toEqual([
      { innerSteps: 0, mean: 2, ci95: table.rows[0]?.cells[1]?.ci95 },
      { innerSteps: 1, mean: 2 },
    ]);
  });

  it("draws accuracies in per cent", () => {
    const seeds = [[0.25], [0.25]];
    const [drawn] = adaptationSeries(make(sketchResults(level, seeds, "accuracy")));
    expect(drawn?.points[0]).toEqual({ innerSteps: 0, mean: 25, ci95: [25, 25] });
  });

  it("begins the colours again, dotted, where they end", async () => {
    const many = Array.from({ length: 12 }, (_, index) =>
      sketchResults({ name: `method ${index}`, preset: "small" }, [
        [index, 0],
        [index, 1],
      ]),
    );
    const series = adaptationSeries(make(...many));
    expect(series.map(({ color, dotted = false }) => [color, dotted])).toEqual([
      ...[0, 1, 2, 3, 4, 5].map((color) => [color, false]),
      ...[0, 1, 2, 3, 4, 5].map((color) => [color, true]),
    ]);
    const svg = await renderAdaptationCurves(series);
    expect(svg).toContain('stroke-dasharray="2,3"');
  });
});
