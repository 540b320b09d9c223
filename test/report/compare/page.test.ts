import { compile } from "vega-lite";
import { describe, expect, it } from "vitest";
import { compareRuns } from "../../../src/report/compare/comparison.ts";
import type { Comparison } from "../../../src/report/compare/comparison.ts";
import { adaptationCurvesOf, learningCurvesOf } from "../../../src/report/compare/curves.ts";
import { methodCurvesSpec } from "../../../src/report/compare/method-curves.ts";
import { methodLooks } from "../../../src/report/compare/method-looks.ts";
import { renderComparison } from "../../../src/report/compare/page.ts";
import { renderPictures } from "../../../src/report/compare/pictures.ts";
import { chartConfig, pageTheme, printTheme } from "../../../src/report/theme.ts";
import { elementsOf } from "../markup.ts";
import { sketchRun } from "./compared-runs.ts";

const HOSTILE = `</svg><script>alert("1")</script>`;

/** A comparison of `count` methods, each but the last with two seeds. */
function compareMany(count: number): Comparison {
  const runs = Array.from({ length: 2 * count - 1 }, (_, index) => {
    const [method, seed] = [Math.floor(index / 2), index % 2];
    return sketchRun({
      folder: `${method}-${seed}`,
      seed,
      preset: `method ${method}`,
      config: { method },
      returns: [method + seed, 2 * method - seed, 10 * method],
      heldOut: [[method, seed, 10 * method]],
    });
  });
  return compareRuns(runs);
}

describe("methodLooks", () => {
  it("gives each method a look of its own, and says where looks end", () => {
    const looks = methodLooks(18, printTheme);
    expect(new Set(looks.map((look) => JSON.stringify(look))).size).toBe(18);
    expect(new Set(methodLooks(6, pageTheme).map(({ color }) => color)).size).toBe(6);
    expect(() => methodLooks(19, printTheme)).toThrow(
      "compare: pictures can tell at most 18 methods apart, got 19; compare them in several parts",
    );
  });
});

describe("methodCurvesSpec", () => {
  it.each(["environmentSteps", "innerSteps"] as const)(
    "makes vega-lite say nothing over %s",
    (over) => {
      const comparison = compareMany(3);
      const curves =
        over === "innerSteps"
          ? adaptationCurvesOf(comparison)
          : learningCurvesOf(comparison, "postAdaptation");
      const style = { theme: printTheme, width: 400, height: 300, over, hasLegend: true };
      const said: unknown[] = [];
      const note = (...texts: readonly unknown[]) => {
        said.push(...texts);
        return logger;
      };
      const logger = { level: () => logger, error: note, warn: note, info: note, debug: note };
      compile(methodCurvesSpec(curves, style), { config: chartConfig(printTheme), logger });
      expect(said).toEqual([]);
    },
  );

  it("keeps the means visible where an interval is huge", () => {
    const points = [0, 10].map((mean, x) => ({ x, mean, ci95: [-1e6, 1e6] as const }));
    const spec = methodCurvesSpec([{ name: "m", points }], {
      theme: printTheme,
      width: 400,
      height: 300,
      over: "innerSteps",
      hasLegend: false,
    });
    expect(JSON.stringify(spec)).toContain('"domain":[-2.5,12.5]');
  });
});

describe("renderPictures", () => {
  it("draws every one of many methods, in files that stand alone", async () => {
    const pictures = await renderPictures(compareMany(8));
    expect(Object.keys(pictures)).toEqual(["learning-curves.svg", "adaptation-curves.svg"]);
    for (const svg of Object.values(pictures)) {
      expect(elementsOf(svg)[0]).toBe("svg");
      expect(svg).not.toMatch(/NaN|Infinity|undefined|null|var\(/);
      for (let method = 0; method < 8; method++) expect(svg).toContain(`>method ${method}<`);
      // Two of the eight lines are dashed, and so are their two signs in the key.
      expect(svg.match(/stroke-dasharray="6,4"/g)).toHaveLength(4);
    }
    expect(pictures["adaptation-curves.svg"]).toContain(
      "<title>method 7, after 2 inner steps: 70.00</title>",
    );
  });
});

describe("renderComparison", () => {
  it("is one page of well-formed markup that runs no script and asks for no other file", async () => {
    const page = await renderComparison(compareMany(3));
    const elements = new Set(elementsOf(page));
    for (const name of ["script", "link", "img", "iframe", "image", "a", "foreignObject"]) {
      expect(elements).not.toContain(name);
    }
    expect(page).toContain(
      'content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;"',
    );
    expect(page).not.toMatch(/\s(?:src|href|xlink:href|on\w+)=|@import|url\((?!#)/);
    expect(page).not.toMatch(/NaN|Infinity|undefined|null/);
    const ids = page.match(/ id="[^"]*"/g) ?? [];
    expect(new Set(ids).size).toBe(ids.length);
    expect(await renderComparison(compareMany(3))).toBe(page);
  });

  it("shows tables, curves and where runs come from", async () => {
    const page = await renderComparison(compareMany(3));
    const texts = [
      "<h1>Comparison on toy@1</h1>",
      "<dd>30 environment steps</dd>",
      "<h2>Difference to method 0</h2>",
      "A method with one seed has no band.",
      "acclimate train toy --preset method 2 --seed 0",
      "<td>2-0</td>",
      // Training of the second method: (1 + 2 + 10) / 3 and (2 + 1 + 10) / 3.
      "<td>4.33 ± 0.00</td>",
      // The curve of the third method, in numbers at its end.
      "<td>20.00</td>",
    ];
    for (const text of texts) expect(page).toContain(text);
  });

  it("escapes everything that comes from outside", async () => {
    const run = sketchRun({
      folder: HOSTILE,
      experiment: HOSTILE,
      preset: HOSTILE,
      environment: HOSTILE,
      returns: [-1, -2],
      heldOut: [[-30]],
    });
    const page = await renderComparison(compareRuns([run]));
    expect(new Set(elementsOf(page))).not.toContain("script");
    expect(page).toContain("<h1>Comparison on &lt;/svg&gt;&lt;script&gt;");
    expect(page).toContain("<td>−30.00</td>");
  });

  it("says which method has no curve, and refuses numbers that are not", async () => {
    const apart = [10, 12].map((steps, seed) =>
      sketchRun({ folder: `${seed}`, seed, returns: [1], steps }),
    );
    expect(await renderComparison(compareRuns(apart))).toContain(
      "quick has no curve: its 2 runs have no number of environment steps in common.",
    );
    const bad = compareRuns([sketchRun({ returns: [NaN] })]);
    await expect(renderComparison(bad)).rejects.toThrow(/^comparison\..*must be a finite number/);
  });
});
