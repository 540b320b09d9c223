import { describe, expect, it } from "vitest";
import { fittedCurvesSpec, stageLook } from "../../../src/report/charts/fitted-curves.ts";
import type { FittedCurve } from "../../../src/report/charts/fitted-curves.ts";
import { renderChart } from "../../../src/report/render-chart.ts";
import { printTheme } from "../../../src/report/theme.ts";

function draw(fitted: readonly FittedCurve[], truth: readonly number[]): Promise<string> {
  const panel = {
    title: "task 7: 1.00",
    truth: truth.map((y, x) => [x, y] as const),
    support: [[0, truth[0] ?? 0] as const],
    fitted,
  };
  const spec = fittedCurvesSpec([panel], { theme: printTheme, columns: 1, width: 100 });
  return renderChart(spec, printTheme, { id: "fitted", description: "a fitted curve" });
}

/** The numbers beside the y axis. */
function labelsOf(svg: string): readonly number[] {
  const texts = [
    ...svg.matchAll(/<text text-anchor="end" transform="translate\(-6,[^>]*>([^<]+)<\/text>/g),
  ];
  return texts.map(([, text = ""]) => Number(text.replace("−", "-")));
}

describe("fittedCurvesSpec", () => {
  it("tells what is true, before, between and after by colour and by dash", async () => {
    const svg = await draw(
      [0, 1, 10].map((innerSteps) => ({
        innerSteps,
        points: [
          [0, 0],
          [1, 0.1 * innerSteps],
        ],
      })),
      [0, 1],
    );
    const lines = svg.matchAll(
      /stroke="(#\w+)" stroke-width="[\d.]+" stroke-linejoin="round"(?: stroke-dasharray="([\d,]+)")?/g,
    );
    const looks = [...lines].map(([, color, dash = "none"]) => `${color} ${dash}`);
    const { ink, before, goal, after } = printTheme;
    expect(looks).toEqual([`${ink} none`, `${before} 2,3`, `${goal} 6,4`, `${after} 1,0`]);
    expect(svg).toContain("task 7: 1.00");
  });

  it("shows all of the true curve, and of a fitted one a quarter of its extent more", async () => {
    const wild = await draw(
      [
        {
          innerSteps: 0,
          points: [
            [0, -1000],
            [1, 1000],
          ],
        },
      ],
      [0, 4],
    );
    // From 0 - 4/4 to 4 + 4/4, and 4 % of 4 more on each side.
    expect(labelsOf(wild)).toEqual([-1, 0, 1, 2, 3, 4, 5]);
  });

  it("draws a constant", async () => {
    const points = [[0, 2] as const, [1, 2] as const];
    expect(labelsOf(await draw([{ innerSteps: 0, points }], [2, 2]))).toContain(2);
  });
});

describe("stageLook", () => {
  it("draws the last number of inner steps solid, and 0 dotted even where it is the last", () => {
    expect(stageLook(0, [0])).toEqual({ color: "before", dash: "dotted" });
    expect(stageLook(1, [0, 1])).toEqual({ color: "after", dash: "solid" });
    expect(stageLook(1, [0, 1, 5])).toEqual({ color: "goal", dash: "dashed" });
  });
});
