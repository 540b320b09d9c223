import { describe, expect, it } from "vitest";
import { makePanelTable } from "../../../src/reproduce/adaptation/make-panel-table.ts";
import type { AdaptationMethod } from "../../../src/reproduce/adaptation/adaptation-panel.ts";
import type { AdaptationPanelTable } from "../../../src/reproduce/adaptation/adaptation-table.ts";
import type { MethodResults } from "../../../src/reproduce/adaptation/make-panel-table.ts";
import { hit } from "./fake-adaptation.ts";
import { sketchResults } from "./fake-results.ts";

const [noisy, level] = hit.methods as [AdaptationMethod, AdaptationMethod];

/** Three seeds each; the differences before adaptation are 1, 2 and 3. */
const first = sketchResults(noisy, [
  [2, 96],
  [4, 100],
  [6, 104],
]);
const second = sketchResults(level, [
  [1, 7],
  [2, 7],
  [3, 7],
]);

const make = (...finished: readonly MethodResults[]): AdaptationPanelTable =>
  makePanelTable(hit, finished) as AdaptationPanelTable;

/** 97.5 % quantile of Student's t with two degrees of freedom. */
const T = 4.302653;

describe("makePanelTable", () => {
  const table = make(first, second);

  it("has a row a number of inner steps, with the methods that make as many", () => {
    expect(table).toMatchObject({ name: "hit", title: "Hit the target", measure: "return" });
    expect(table.rows.map(({ row, cells }) => [row, cells.map(({ method }) => method)])).toEqual([
      ["0", ["noisy", "level"]],
      ["1", ["noisy"]],
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
    const method = { name: "noisy", preset: "small", published: [{ mean, margin: 0.25 }] };
    const cells = make({ ...first, method }).rows[0]?.cells;
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

  it("checks expectations, and says what was measured", () => {
    // Differences 1, 2, 3: mean 2, standard error 1 / sqrt(3), so that the interval reaches down to -0.48.
    const [expectation] = table.expectations;
    expect(expectation).toMatchObject({
      text: "noisy before adaptation has a higher return than level",
      difference: 2,
      holds: false,
    });
    expect(expectation?.ci95[0]).toBeCloseTo(2 - T / Math.sqrt(3), 4);
    // As errors they are expected the other way round.
    const [errors] =
      makePanelTable(
        hit,
        [
          sketchResults(noisy, [[2], [4], [6]], "squared error"),
          sketchResults(level, [[12], [14], [16]], "squared error"),
        ].map((one) => ({ ...one, method: { ...one.method, innerSteps: 0 } })),
      )?.expectations ?? [];
    expect(errors).toMatchObject({
      text: "noisy before adaptation has a lower squared error than level",
      difference: 10,
      holds: true,
    });
  });

  it("leaves out expectations of a method that is not finished", () => {
    const table = make(first);
    expect(table.expectations).toEqual([]);
    expect(table.rows[0]?.cells).toHaveLength(1);
    expect(makePanelTable(hit, [])).toBeUndefined();
  });

  it("rejects a run without the inner steps that are compared", () => {
    expect(() => make(sketchResults(noisy, [[2], [4]]))).toThrow(
      "makePanelTable: the run of seed 1 must have 1 inner steps, got 0",
    );
  });
});
