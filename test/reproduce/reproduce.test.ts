import { describe, expect, it } from "vitest";
import { toMarkdown } from "../../src/reproduce/markdown.ts";
import { measure } from "../../src/reproduce/measure.ts";
import type { TrialPool } from "../../src/reproduce/pool.ts";
import { reproduce } from "../../src/reproduce/reproduce.ts";
import { defineReproduction } from "../../src/reproduce/reproduction.ts";
import { renderPublishedDifferences } from "../../src/report/figures/published-differences-figure.ts";
import { fakeReproduction } from "./fake-reproduction.ts";

/** Plays in this process. */
const pool: TrialPool = {
  play: (job, count) =>
    Promise.resolve(measure(fakeReproduction, { ...job, begin: 0, end: count })),
  close: () => Promise.resolve(),
};

const options = {
  reproduction: fakeReproduction,
  rows: fakeReproduction.rows,
  methods: fakeReproduction.methods,
  pool,
  seed: 1,
  instances: 400,
  tuningInstances: 50,
} as const;

describe("reproduce", () => {
  it("compares each cell, and says which parameters it chose", async () => {
    const seen: string[] = [];
    const table = await reproduce({
      ...options,
      onCell: (row, { method }) => seen.push(`${row} ${method}`),
    });
    expect(seen).toEqual(["1 constant", "1 explorer", "3 constant", "3 explorer"]);
    const [first, second] = table.rows;
    // A choice is right in a third of the tasks: 4/3 a trial, with a deviation of sqrt(32/9) = 1.89.
    const [constant, explorer] = first?.cells ?? [];
    expect(constant).toMatchObject({ published: 1.3, agrees: true });
    expect(constant?.tolerance).toBeCloseTo(0.05 + (2.576 * 1.89) / Math.sqrt(1000), 1);
    expect(explorer).toMatchObject({ published: null, agrees: null, parameters: {} });
    // The best choice on the trials of tuning, which are the same for each choice.
    const means = [2, 0, 1].map((choice) => {
      const job = { row: "1", method: "constant", parameters: { choice }, seed: 1 } as const;
      const totals = measure(fakeReproduction, { ...job, instances: "tuning", begin: 0, end: 50 });
      return totals.reduce((sum, total) => sum + total, 0);
    });
    const best = [2, 0, 1][means.indexOf(Math.max(...means))];
    expect(constant?.parameters).toEqual({ choice: best });
    // 4 is expected of a constant in three episodes, not 9.9; the explorer fails three times in two tasks of three.
    expect(second?.cells.map(({ agrees }) => agrees)).toEqual([false, true]);
    expect(second?.bounds).toEqual({ optimum: 12 });
  });

  it("hands out what is finished after each row", async () => {
    const rows: number[] = [];
    await reproduce({
      ...options,
      instances: 10,
      onRow: (table) => {
        rows.push(table.rows.length);
        return Promise.resolve();
      },
    });
    expect(rows).toEqual([1, 2]);
  });
});

describe("defineReproduction", () => {
  it("rejects a table without rows", () => {
    expect(() => defineReproduction({ ...fakeReproduction, rows: [] })).toThrow(
      /^defineReproduction\.rows: /,
    );
  });
});

const cell = { ci95: [3.9, 4.1], tolerance: 0.2, mean: 4 } as const;
const table = {
  ...{ name: "dials", instances: 400, tuningInstances: 50, seed: 1, seconds: 2 },
  rows: [
    {
      row: "1",
      cells: [
        { ...cell, method: "constant", published: 9.9, agrees: false, parameters: { choice: 1 } },
        { ...cell, method: "explorer", published: null, agrees: null, parameters: {} },
      ],
      bounds: { optimum: 4 },
    },
  ],
};

describe("toMarkdown", () => {
  it("writes means beside published ones, and marks those that differ", () => {
    const lines = toMarkdown(fakeReproduction, table).split("\n");
    expect(lines).toContain("| episodes | constant | explorer | optimum |");
    expect(lines).toContain("| 1 | 4.00 ± 0.10 (9.9) ≠ | 4.00 ± 0.10 | 4.00 |");
    expect(lines).toContain("| 1 | choice = 1 |");
  });
});

describe("renderPublishedDifferences", () => {
  const difference = { ...cell, row: "1", method: "constant", published: 9.9, agrees: false };

  it("draws a file that stands alone", async () => {
    const svg = await renderPublishedDifferences([difference], {
      rowTitle: "episodes",
      description: "Table 0",
    });
    expect(svg).toContain("<svg");
    expect(svg).toContain("episodes 1");
    expect(svg).not.toContain("var(");
  });

  it("rejects what it cannot draw", async () => {
    const style = { rowTitle: "episodes", description: "Table 0" };
    await expect(renderPublishedDifferences([], style)).rejects.toThrow(
      "renderPublishedDifferences: must have at least one difference, got 0",
    );
    const wrong = [{ ...difference, mean: NaN }];
    await expect(renderPublishedDifferences(wrong, style)).rejects.toThrow(
      "renderPublishedDifferences: differences[0].mean: must be a finite number, got NaN",
    );
  });
});
