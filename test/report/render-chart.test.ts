import { describe, expect, it } from "vitest";
import { renderChart } from "../../src/report/render-chart.ts";
import type { ChartSpec } from "../../src/report/render-chart.ts";
import { printTheme } from "../../src/report/theme.ts";

function pointsWhere(filter: string): ChartSpec {
  return {
    data: { values: [{ x: 1 }] },
    transform: [{ filter }],
    mark: "point",
    encoding: { x: { field: "x", type: "quantitative" } },
  };
}

const LABEL = { id: "one", description: "points" };

describe("renderChart", () => {
  it("draws in the theme's colours", async () => {
    const svg = await renderChart(pointsWhere("datum.x > 0"), printTheme, LABEL);
    expect(svg).toMatch(
      /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" role="img" aria-label="points"/,
    );
    expect(svg).toContain(`fill="${printTheme.muted}"`);
  });

  it("fails where vega would only log an error", async () => {
    const broken = pointsWhere("datum.absent.field > 0");
    await expect(renderChart(broken, printTheme, LABEL)).rejects.toThrow(
      "internal: renderChart: must draw every mark, got TypeError",
    );
  });
});
