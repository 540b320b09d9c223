import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ReportData } from "../../src/report/report-data.ts";
import { renderReport, writeReport } from "../../src/report/report.ts";
import { fakeEvaluation, fakeMetrics, fakeReportData } from "./fake-run.ts";
import { elementsOf } from "./markup.ts";

const vega = vi.hoisted(() => ({ isLoaded: false }));
vi.mock("vega", async (importOriginal) => {
  vega.isLoaded = true;
  return importOriginal();
});

const HOSTILE = `</script><img src=x onerror="alert(1)">'&`;
const ESCAPED = "&lt;/script&gt;&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&#39;&amp;";

const MEGABYTE = 1_000_000;

describe("renderReport", () => {
  it("loads vega only when there is something to draw", async () => {
    expect(vega.isLoaded).toBe(false);
    await renderReport(fakeReportData(1, 1));
    expect(vega.isLoaded).toBe(true);
  });

  it("is one page of well-formed markup that runs no script and asks for no other file", async () => {
    const page = await renderReport(fakeReportData(20, 6));
    const elements = new Set(elementsOf(page));
    for (const name of ["script", "link", "img", "iframe", "image", "a", "foreignObject"]) {
      expect(elements).not.toContain(name);
    }
    expect(page).toContain(
      'content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;"',
    );
    expect(page).not.toMatch(/\s(?:src|href|xlink:href|on\w+)=|@import|url\((?!#)/);
  });

  it("gives the same page for the same data", async () => {
    const data = fakeReportData(5, 3);
    expect(await renderReport(data)).toBe(await renderReport(data));
  });

  it("shows where the run comes from and what came out", async () => {
    const data = fakeReportData(20, 6);
    const page = await renderReport(data);
    const texts = [
      "<h1>navigation, preset quick, seed 1</h1>",
      "acclimate train navigation --preset quick --seed 1",
      "navigation@maml2017",
      "1,600,000",
      "onnx 1.30.0",
      "Mean return on 6 held-out tasks, with 95 % intervals",
      "&quot;learningRate&quot;: &quot;0.1 * 0.5^innerStep&quot;",
      "<title>outer step 3&#xA;before adaptation:",
      "environment steps so far: 320,000</title>",
      "limit 0.01",
    ];
    for (const text of texts) expect(page).toContain(text);
    const mean = data.evaluation.returns[1]?.mean ?? NaN;
    expect(page).toContain(`<b>−${Math.abs(mean).toFixed(2)}</b>`);
  });

  it("gives each picture ids and a description of its own", async () => {
    const page = await renderReport(fakeReportData(20, 6));
    const ids = page.match(/ id="[^"]*"/g) ?? [];
    expect(ids.length).toBeGreaterThan(0);
    expect(new Set(ids).size).toBe(ids.length);
    for (const reference of page.matchAll(/url\(#([^)]*)\)/g)) {
      expect(ids).toContain(` id="${reference[1]}"`);
    }
    const pictures = page.match(/<svg [^>]*role="img"[^>]*>/g) ?? [];
    expect(pictures).toHaveLength(8); // two of each full-width picture, one of each of four small ones
    for (const picture of pictures) expect(picture).toMatch(/aria-label="[^"]{20,}"/);
  });

  it("names the marks that its style sheet highlights", async () => {
    const page = await renderReport(fakeReportData(20, 6));
    for (const name of ["strip_marks", "task_marks"]) {
      expect(page).toContain(`.${name} path:hover`);
      expect(page).toMatch(new RegExp(`<g class="[^"]* ${name}"[^>]*><path [^>]*><title>`));
    }
  });

  it("escapes everything that comes from outside", async () => {
    const data = fakeReportData(2, 2);
    const hostile: ReportData = {
      ...data,
      title: HOSTILE,
      description: HOSTILE,
      origin: {
        experiment: HOSTILE,
        preset: HOSTILE,
        seed: 1,
        backend: HOSTILE,
        command: HOSTILE,
      },
      config: { [HOSTILE]: HOSTILE },
      evaluation: {
        ...data.evaluation,
        environment: HOSTILE,
        perTask: data.evaluation.perTask.map((one) => ({ ...one, task: HOSTILE })),
      },
      plane: { range: [-1, 1], goal: () => undefined },
    };
    const page = await renderReport(hostile);
    expect(new Set(elementsOf(page))).not.toContain("img");
    expect(page).not.toContain("<img");
    for (const open of ["<h1>", "<title>", "<dd>", '<p class="lead">', "<code>"]) {
      expect(page).toContain(open + ESCAPED);
    }
  });

  it("says so where no outer step was made", async () => {
    const page = await renderReport(fakeReportData(0, 2));
    expect(page).toContain("No outer step was made.");
    expect(page).not.toContain("<h2>Time</h2>");
    expect(page).not.toContain("<h2>Outer steps</h2>");
    elementsOf(page);
  });

  it("says so where the policy was not evaluated", async () => {
    const { returns: _, perTask: __, paths: ___, ...evaluation } = fakeEvaluation(1);
    const data = {
      ...fakeReportData(2, 1),
      evaluation: { ...evaluation, tasks: 0, returns: [], perTask: [] },
    };
    const page = await renderReport(data);
    expect(page).toContain("The policy was not evaluated.");
    expect(page).not.toContain("Trajectories");
    expect(page).not.toContain("Mean return on");
  });

  it("claims no interval for one task", async () => {
    const page = await renderReport(fakeReportData(1, 1));
    expect(page).toContain("Mean return on 1 held-out task<");
    expect(page).not.toContain("±");
    expect(page).not.toMatch(/\(−?[\d.]+ to /);
  });

  it("leaves out what the learner does not report", async () => {
    const metrics = fakeMetrics(3).map(
      ({ outerStep, preAdaptation, postAdaptation, environmentSteps, seconds }) => ({
        outerStep,
        preAdaptation,
        postAdaptation,
        environmentSteps,
        seconds,
      }),
    );
    const { origin: _, plane: __, maxKl: ___, ...data } = fakeReportData(3, 3);
    const page = await renderReport({ ...data, metrics });
    for (const text of ["KL divergence", "line search steps", "Preset", ">goal<", "undefined"]) {
      expect(page).not.toContain(text);
    }
    expect(page).toContain("<h2>Trajectories</h2>");
  });

  it("says that paths are cut off where they leave the picture", async () => {
    const data = fakeReportData(1, 1);
    const far = { task: 0, innerSteps: 0, points: [[0, 0] as const, [50, 0] as const] };
    const page = await renderReport({
      ...data,
      evaluation: { ...data.evaluation, paths: [far] },
    });
    expect(page).toContain("Paths that leave the picture are cut off.");
    expect(await renderReport(data)).not.toContain("cut off");
  });

  it("stays small for long runs with many tasks", async () => {
    const page = await renderReport(fakeReportData(3000, 400));
    expect(page.length).toBeLessThan(MEGABYTE / 2);
    expect(page).toContain("Each point is the mean of 12 outer steps.");
    expect(page).toContain("Thin lines are 100 of the tasks.");
  });

  it("shows the pictures that the environment draws, task by task, as text", async () => {
    const data = fakeReportData(3, 2);
    const pictures = [
      { task: 0, innerSteps: 0, text: "arm <0>" },
      { task: 0, innerSteps: 1, text: "arm 1" },
      { task: 1, innerSteps: 0, text: "arm 2" },
    ];
    const page = await renderReport({ ...data, evaluation: { ...data.evaluation, pictures } });
    expect(page).toContain("<pre>arm &lt;0&gt;</pre>");
    expect(page.match(/<summary>task \d<\/summary>/g)).toEqual([
      "<summary>task 0</summary>",
      "<summary>task 1</summary>",
    ]);
    expect(await renderReport(data)).not.toContain("<h2>Episodes</h2>");
  });

  it("ends the table of returns with what the best policies return", async () => {
    const data = fakeReportData(3, 2);
    const optimum = { mean: -2.5, ci95: [-3, -2] as const };
    const page = await renderReport({ ...data, evaluation: { ...data.evaluation, optimum } });
    expect(page).toMatch(/optimum<\/th>\s*<td>−2\.50<\/td>\s*<td>−3\.00 to −2\.00<\/td>/);
  });
});

describe("writeReport", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "acclimate-report-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("writes one file and replaces an earlier one", async () => {
    await writeReport(folder, fakeReportData(0, 1));
    const data = fakeReportData(1, 1);
    await writeReport(folder, data);
    expect(await readdir(folder)).toEqual(["report.html"]);
    expect(await readFile(join(folder, "report.html"), "utf8")).toBe(await renderReport(data));
  });

  it("writes nothing if a number is not finite", async () => {
    const data = fakeReportData(1, 1);
    const metrics = data.metrics.map((line) => ({ ...line, kl: NaN }));
    await expect(writeReport(folder, { ...data, metrics })).rejects.toThrow(
      "ReportData.metrics[0].kl: must be a finite number, got NaN",
    );
    expect(await readdir(folder)).toEqual([]);
  });
});
