// What the specifications of all charts have in common, and what each puts into its picture.

import { compile } from "vega-lite";
import { describe, expect, it } from "vitest";
import { adaptationCurvesSpec } from "../../../src/report/charts/adaptation-curves.ts";
import { fittedCurvesSpec } from "../../../src/report/charts/fitted-curves.ts";
import { learningCurvesSpec } from "../../../src/report/charts/learning-curves.ts";
import type { CurveSeries } from "../../../src/report/charts/learning-curves.ts";
import { trajectoriesSpec } from "../../../src/report/charts/trajectories.ts";
import { renderChart } from "../../../src/report/render-chart.ts";
import type { ChartSpec } from "../../../src/report/render-chart.ts";
import { chartConfig, printTheme } from "../../../src/report/theme.ts";
import { elementsOf } from "../markup.ts";

const STYLE = {
  theme: printTheme,
  colors: printTheme.series,
  width: 400,
  height: 300,
  yTitle: "return",
};

const CURVES: readonly CurveSeries[] = [
  {
    name: "ours",
    points: [
      { outerStep: 0, value: -170, lo: -180, hi: -160 },
      { outerStep: 1, value: -20, lo: -25, hi: -15 },
    ],
  },
  { name: "theirs", dashed: true, points: [{ outerStep: 0, value: -100 }] },
];

const learning = learningCurvesSpec(CURVES, {
  ...STYLE,
  tooltips: [{ outerSteps: [0, 1], text: "both" }],
  rule: { value: -50, label: "limit" },
});

const adaptation = adaptationCurvesSpec(
  [
    { name: "ours", points: [{ innerSteps: 0, mean: -40, ci95: [-44, -36] }] },
    { name: "published", points: [{ innerSteps: 0, mean: -41 }], dashed: true },
  ],
  { ...STYLE, tasks: [{ text: "task 0", returns: [-40, -10, -3] }] },
);

const trajectories = trajectoriesSpec(
  {
    paths: [0, 3].map((innerSteps) => ({
      task: 2,
      innerSteps,
      points: [[0, 0] as const, [0.1, 0.2] as const],
    })),
    range: [-0.5, 0.5],
    goals: new Map([[2, [0.3, 0.4] as const]]),
    note: (task, innerSteps) => `note ${task} ${innerSteps}`,
  },
  { theme: printTheme, columns: "innerSteps", cellSize: 100 },
);

const fitted = fittedCurvesSpec(
  [0, 1].map((task) => ({
    title: `task ${task}`,
    truth: [[0, 0] as const, [1, 2] as const],
    support: [[0.5, 1] as const],
    fitted: [0, 5].map((innerSteps) => ({
      innerSteps,
      points: [[0, 0] as const, [1, innerSteps] as const],
    })),
  })),
  { theme: printTheme, columns: 2, width: 100 },
);

function draw(spec: ChartSpec): Promise<string> {
  return renderChart(spec, printTheme, { id: "chart", description: "a chart" });
}

describe.each([
  ["learningCurvesSpec", learning],
  ["adaptationCurvesSpec", adaptation],
  ["trajectoriesSpec", trajectories],
  ["fittedCurvesSpec", fitted],
] as const)("%s", (_, spec) => {
  it("makes vega-lite say nothing", () => {
    const said: unknown[] = [];
    const note = (...texts: readonly unknown[]) => {
      said.push(...texts);
      return logger;
    };
    const logger = { level: () => logger, error: note, warn: note, info: note, debug: note };
    compile(spec, { config: chartConfig(printTheme), logger });
    expect(said).toEqual([]);
  });

  it("is drawn as one well-formed picture without numbers that are not", async () => {
    const svg = await draw(spec);
    expect(elementsOf(svg)[0]).toBe("svg");
    expect(svg).not.toMatch(/NaN|Infinity|undefined|null/);
  });

  it("is drawn the same each time", async () => {
    expect(await draw(spec)).toBe(await draw(spec));
  });
});

describe("learningCurvesSpec", () => {
  it("shows series, limits and tooltips", async () => {
    const svg = await draw(learning);
    for (const text of [">ours<", ">theirs<", ">limit<", "<title>both</title>", "outer step"]) {
      expect(svg).toContain(text);
    }
  });

  it("draws dashed only what is marked so", async () => {
    const dashes = (await draw(learningCurvesSpec(CURVES, { ...STYLE, hasLegend: false }))).match(
      /stroke-dasharray="[^"]*"/g,
    );
    expect(dashes).toEqual(['stroke-dasharray="1,0"', 'stroke-dasharray="6,4"']);
  });

  it("draws a single outer step as points", async () => {
    const one = [{ name: "one", points: [{ outerStep: 7, value: -3 }] }];
    const svg = await draw(learningCurvesSpec(one, STYLE));
    expect(svg).toContain("mark-symbol role-mark");
    expect(svg).toContain(">7<");
  });
});

describe("adaptationCurvesSpec", () => {
  it("shows each point in words, with its interval where there is one", async () => {
    const svg = await draw(adaptation);
    expect(svg).toContain("<title>ours, before adaptation: −40.00 (−44.00 to −36.00)</title>");
    expect(svg).toContain("<title>published, before adaptation: −41.00</title>");
    expect(svg).toContain("<title>task 0</title>");
  });
});

describe("a logarithmic axis of adaptation curves", () => {
  const draw = (mean: number): Promise<string> => {
    const points = [
      { innerSteps: 0, mean: 300, ci95: [-50, 650] as const },
      { innerSteps: 1, mean, ci95: [0.04, 0.06] as const },
    ];
    const style = { theme: printTheme, colors: ["#000000"], width: 400, height: 300 };
    const spec = adaptationCurvesSpec([{ name: "error", points }], {
      ...style,
      yTitle: "squared error",
      logarithmic: true,
    });
    return renderChart(spec, printTheme, { id: "errors", description: "Errors." });
  };

  it("has the powers of ten around all values, and intervals that end where it ends", async () => {
    const svg = await draw(0.05);
    for (const tick of ["0.01", "0.1", "1", "10", "100", "1000"]) {
      expect(svg).toContain(`>${tick}</text>`);
    }
    expect(svg).toContain("300.00 (−50.00 to 650.00)");
    expect(svg).not.toContain("NaN");
  });

  it("is a linear one if a mean is not above 0", async () => {
    expect(await draw(0)).toContain(">200</text>");
  });
});

describe("trajectoriesSpec", () => {
  it("has a picture for each task and stage, with a goal and a note", async () => {
    const svg = await draw(trajectories);
    for (const text of ["task 2", "before", "after 3 steps", "note 2 0", "note 2 3"]) {
      expect(svg).toContain(`>${text}<`);
    }
    expect(svg.split(`fill="${printTheme.goal}"`)).toHaveLength(3);
    expect(svg.split(`stroke="${printTheme.before}"`)).toHaveLength(2);
    expect(svg.split(`stroke="${printTheme.after}"`)).toHaveLength(2);
  });
});
