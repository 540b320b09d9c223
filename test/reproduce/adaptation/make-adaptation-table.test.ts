import { describe, expect, it } from "vitest";
import { adaptationMarkdown } from "../../../src/reproduce/adaptation/adaptation-markdown.ts";
import { adaptationSeries } from "../../../src/reproduce/adaptation/adaptation-series.ts";
import { makeAdaptationTable } from "../../../src/reproduce/adaptation/make-adaptation-table.ts";
import type { SeedResult } from "../../../src/reproduce/adaptation/make-adaptation-table.ts";
import fakes from "./fake-adaptation.ts";

const [continuous, discrete] = fakes.methods;

function result(seed: number, ...means: readonly number[]): SeedResult {
  const returns = means.map((mean, innerSteps) => ({
    innerSteps,
    mean,
    ci95: [mean - 0.1, mean + 0.1] as const,
  }));
  return { seed, returns, seconds: 10 };
}

const settings = { seeds: [1, 2, 3], outerSteps: null, backend: "cpu" } as const;

/** Three seeds each; the differences before adaptation are 1, 2 and 3. */
const finished = [
  { method: continuous, results: [result(1, 2, 96), result(2, 4, 100), result(3, 6, 104)] },
  { method: discrete, results: [result(1, 1, 7), result(2, 2, 7), result(3, 3, 7)] },
].flatMap(({ method, results }) => (method === undefined ? [] : [{ method, results }]));

const make = (changes: object = {}): ReturnType<typeof makeAdaptationTable> =>
  makeAdaptationTable({ reproduction: fakes, settings, finished, ...changes });

/** 97.5 % quantile of Student's t with two degrees of freedom. */
const T = 4.302653;

describe("makeAdaptationTable", () => {
  const table = make();

  it("has a row a number of inner steps, with the methods that make as many", () => {
    expect(table).toMatchObject({ ...settings, kind: "adaptation", name: "fakes", seconds: 60 });
    expect(table.rows.map(({ row, cells }) => [row, cells.map(({ method }) => method)])).toEqual([
      ["0", ["continuous", "discrete"]],
      ["1", ["continuous"]],
    ]);
  });

  it("averages over seeds, and compares with a published interval", () => {
    // Mean 4, standard deviation 2, standard error 2 / sqrt(3). Published 0.5 ± 0.25.
    const cell = table.rows[0]?.cells[0];
    const margin = (T * 2) / Math.sqrt(3);
    expect(cell).toMatchObject({ mean: 4, published: 0.5, publishedMargin: 0.25, parameters: {} });
    expect(cell?.ci95[0]).toBeCloseTo(4 - margin, 4);
    expect(cell?.ci95[1]).toBeCloseTo(4 + margin, 4);
    expect(cell?.tolerance).toBeCloseTo(margin + 0.25, 4); // 5.22
    expect(cell?.agrees).toBe(true);
    expect(cell?.seeds).toEqual([
      { seed: 1, mean: 2, ci95: [1.9, 2.1] },
      { seed: 2, mean: 4, ci95: [3.9, 4.1] },
      { seed: 3, mean: 6, ci95: [5.9, 6.1] },
    ]);
  });

  it.each([
    [-1.2, true], // 4 + 1.2 is below 4.968 + 0.25
    [-1.3, false],
    [9.2, true],
    [9.3, false],
  ])("tells whether the intervals overlap with %d ± 0.25", (mean, agrees) => {
    const method = { name: "continuous", preset: "small", published: [{ mean, margin: 0.25 }] };
    const [first] = finished;
    const cells = make({ finished: [{ ...first, method }] }).rows[0]?.cells;
    expect(cells?.[0]?.agrees).toBe(agrees);
  });

  it("compares with one more run where the published interval is unknown", () => {
    // Mean 100, standard deviation 4: 4.302653 · 4 · sqrt(1 + 1/3)
    const cell = table.rows[1]?.cells[0];
    expect(cell?.publishedMargin).toBeUndefined();
    expect(cell?.tolerance).toBeCloseTo(T * 4 * Math.sqrt(4 / 3), 4);
    expect(cell).toMatchObject({ published: 100, mean: 100, agrees: true });
    expect(table.rows[0]?.cells[1]).toMatchObject({ published: null, agrees: null });
  });

  it("checks expectations by differences between runs of one seed", () => {
    // Differences 1, 2, 3: mean 2, standard error 1 / sqrt(3), so that the interval reaches down to -0.48.
    const [expectation] = table.expectations;
    expect(expectation?.text).toBe(
      "continuous before adaptation is above discrete before adaptation",
    );
    expect(expectation?.difference).toBe(2);
    expect(expectation?.ci95[0]).toBeCloseTo(2 - T / Math.sqrt(3), 4);
    expect(expectation?.holds).toBe(false);
    // Differences 11, 12, 13
    const [first, second] = finished;
    const higher = { ...first, results: [result(1, 12, 0), result(2, 14, 0), result(3, 16, 0)] };
    const [holding] = make({ finished: [higher, second] }).expectations;
    expect(holding).toMatchObject({ difference: 12, holds: true });
  });

  it("leaves out expectations of a method that is not finished", () => {
    const [first] = finished;
    const table = make({ finished: [first] });
    expect(table.expectations).toEqual([]);
    expect(table.rows[0]?.cells).toHaveLength(1);
  });

  it("rejects a run without the inner steps that are compared", () => {
    const short = { method: continuous, results: [result(1, 2), result(2, 4)] };
    expect(() => make({ finished: [short] })).toThrow(
      "makeAdaptationTable: the run of seed 1 must have 1 inner steps, got 0",
    );
  });
});

describe("adaptationMarkdown", () => {
  const lines = adaptationMarkdown(fakes, make()).split("\n");

  it("writes means beside published ones, seeds, and expectations", () => {
    expect(lines).toContain("| inner steps | continuous | discrete |");
    expect(lines).toContain("| 0 | 4.00 ± 4.97 (0.50 ± 0.25) | 2.00 ± 2.48 |");
    expect(lines).toContain("| 1 | 100.00 ± 9.94 (100.00) |  |");
    expect(lines).toContain("| 1 | 96.00 ± 0.10, 100.00 ± 0.10, 104.00 ± 0.10 |  |");
    expect(lines.at(-2)).toMatch(/^\| continuous before .* \| 2\.00 ± 2\.48 \| no \|$/);
  });

  it("marks what differs, and what is a quick look only", () => {
    const [first] = finished;
    const method = { name: "continuous", preset: "small", published: [{ mean: 99 }] };
    const table = make({
      finished: [{ ...first, method }],
      settings: { ...settings, outerSteps: 7 },
    });
    const text = adaptationMarkdown(fakes, table);
    expect(text).toContain("| 0 | 4.00 ± 4.97 (99.00) ≠ |");
    expect(text).toContain("At most 7 outer steps a run: a quick look, not comparable with the");
    expect(lines.join()).not.toContain("quick look");
  });
});

describe("adaptationSeries", () => {
  it("draws ours and what was published in one colour", () => {
    const margin = (T * 2) / Math.sqrt(3);
    const [ours, published, other, ...rest] = adaptationSeries(make());
    expect(rest).toEqual([]);
    expect(ours).toMatchObject({ name: "continuous", color: 0 });
    expect(ours?.dashed).toBeUndefined();
    expect(ours?.points[0]).toMatchObject({ innerSteps: 0, mean: 4 });
    expect(ours?.points[0]?.ci95?.[1]).toBeCloseTo(4 + margin, 4);
    expect(published).toEqual({
      ...{ name: "continuous, published", color: 0, dashed: true },
      points: [
        { innerSteps: 0, mean: 0.5, ci95: [0.25, 0.75] },
        { innerSteps: 1, mean: 100 },
      ],
    });
    expect(other).toMatchObject({ name: "discrete", color: 1 });
  });

  it("draws a method that does not adapt as a level, with one interval", () => {
    const [, , level] = adaptationSeries(make());
    expect(level?.points).toEqual([
      { innerSteps: 0, mean: 2, ci95: make().rows[0]?.cells[1]?.ci95 },
      { innerSteps: 1, mean: 2 },
    ]);
  });
});
