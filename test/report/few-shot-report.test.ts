import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ExampleTask, FewShotEvaluation } from "../../src/few-shot/evaluation.ts";
import { renderFewShotReport, writeFewShotReport } from "../../src/report/few-shot-report.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import {
  fakeFewShotEvaluation,
  fakeFewShotReportData,
  fakeMixedEvaluation,
} from "./fake-few-shot-run.ts";
import type { FakeKind } from "./fake-few-shot-run.ts";
import { elementsOf } from "./markup.ts";

const HOSTILE = `</script><img src=x onerror="alert(1)">'&`;
const ESCAPED = "&lt;/script&gt;&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&#39;&amp;";

const MEGABYTE = 1_000_000;

const POLICY = "default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;";

function render(evaluation: FewShotEvaluation, outerSteps = 3): Promise<string> {
  return renderFewShotReport(fakeFewShotReportData(outerSteps, evaluation));
}

/** Text without tags, spaces run together. */
function textOf(page: string): string {
  return page.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");
}

function withExamples(
  evaluation: FewShotEvaluation,
  change: (example: ExampleTask) => ExampleTask,
): FewShotEvaluation {
  return { ...evaluation, examples: (evaluation.examples ?? []).map(change) };
}

describe.each(["curve", "image", "text"] as const)(
  "renderFewShotReport of %s tasks",
  (kind: FakeKind) => {
    it("is one page of well-formed markup that runs no script and asks for no other file", async () => {
      const page = await render(fakeFewShotEvaluation(6, kind), 20);
      const elements = new Set(elementsOf(page));
      for (const name of ["script", "link", "iframe", "image", "a", "foreignObject"]) {
        expect(elements).not.toContain(name);
      }
      expect(elements.has("img")).toBe(kind === "image");
      expect(page).toContain(`content="${POLICY}${kind === "image" ? "; img-src data:" : ""}"`);
      const sources =
        page.match(/\s(?:src|href|xlink:href|on\w+)="[^"]{0,22}|@import|url\((?!#)/g) ?? [];
      expect(new Set(sources)).toEqual(
        new Set(kind === "image" ? [' src="data:image/png;base64,'] : []),
      );
      expect(page).not.toMatch(/undefined|NaN|\[object/);
    });

    it("gives the same page for the same data, and each picture an id of its own", async () => {
      const evaluation = fakeFewShotEvaluation(3, kind);
      const page = await render(evaluation);
      expect(await render(evaluation)).toBe(page);
      const ids = page.match(/ id="[^"]*"/g) ?? [];
      expect(new Set(ids).size).toBe(ids.length);
      for (const picture of page.match(/<svg [^>]*role="img"[^>]*>/g) ?? []) {
        expect(picture).toMatch(/aria-label="[^"]{20,}"/);
      }
    });
  },
);

describe("renderFewShotReport", () => {
  it("shows where the run comes from and what came out, accuracies in per cent", async () => {
    const scores = [
      { innerSteps: 0, mean: 0.2, ci95: [0.19, 0.21] as const },
      { innerSteps: 1, mean: 0.7134, ci95: [0.7014, 0.7254] as const },
    ];
    const perTask = [
      { task: 0, scores: [0.1, 0.5] },
      { task: 1, scores: [0.3, 0.9268] },
    ];
    const evaluation = { ...fakeFewShotEvaluation(2, "image"), scores, perTask };
    const text = textOf(await render(evaluation, 20));
    for (const part of [
      "Mean accuracy on 2 held-out tasks, with 95 % intervals 20.0 % ± 1.0 % before adaptation 71.3 % ± 1.2 % after 1 inner step",
      "Task set digits@1",
      "Held-out tasks 5-way 1-shot, 15 queries a class",
      "Tasks learned from 640",
      "acclimate train digits --preset quick --seed 1",
      "1 71.3 % 70.1 to 72.5 % +51.3 50.0 % 92.7 %", // steps, mean, interval, change, worst, best
      "drawing tasks",
      "cross-entropy in nats",
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain("hin line");
  });

  it("shows squared errors with the largest as the worst, and single tasks as lines", async () => {
    const scores = [
      { innerSteps: 0, mean: 3, ci95: [2, 4] as const },
      { innerSteps: 1, mean: 0.3, ci95: [0.2, 0.4] as const },
    ];
    const perTask = [
      { task: 0, scores: [2, 0.1] },
      { task: 1, scores: [4, 0.5] },
    ];
    const text = textOf(await render({ ...fakeFewShotEvaluation(2, "curve"), scores, perTask }));
    expect(text).toContain("1 0.300 0.200 to 0.400 −2.70 0.500 0.100");
    expect(text).toContain("test tasks of sinusoid@1 (10-shot, 100 queries)");
    expect(text).toContain("Each thin line is one task.");
    expect(text).not.toContain("accuracy");
    expect(textOf(await render(fakeFewShotEvaluation(31, "curve")))).toContain(
      "Thin lines are 30 of the tasks.",
    );
  });

  it("draws the curve and names its parts in a key", async () => {
    const text = textOf(await render(fakeFewShotEvaluation(2, "curve")));
    expect(text).toContain(
      "true curve points to adapt on before adaptation after 1 inner step after 3 inner steps",
    );
  });

  it("tells the predictions of a picture's class by letter, sign and words", async () => {
    const page = await render(fakeFewShotEvaluation(1, "image"));
    // Query item 0 is of class A, and predicted as B throughout; item 1 is put right.
    const verdicts = [...page.matchAll(/<span class="verdicts">.*?<\/span\s*>\s*<\/span>/gs)];
    expect(verdicts.slice(0, 2).map(([verdict]) => textOf(verdict).trim())).toEqual([
      "B ✗ → B ✗",
      "B ✗ → A ✓",
    ]);
    expect(page).toContain('title="before adaptation: 7 at 90 degrees, wrong"');
    expect(page).toContain('title="after 3 inner steps: 7 at 0 degrees, right"');
    // Of each of 5 classes, 1 to adapt on and 3 to be judged by.
    expect(page.match(/<img\s/g)).toHaveLength(20);
    expect(page).toMatch(
      /<img\s+src="data:image\/png;base64,[^"]+"\s+width="56"\s+height="56"\s+alt="item of class A"/,
    );
  });

  it("shows predictions once where no inner step changes any", async () => {
    const evaluation = withExamples(fakeFewShotEvaluation(2, "image"), (example) => ({
      ...example,
      predictions: example.predictions.map(({ innerSteps }) => ({
        innerSteps,
        predicted: example.query.targets,
      })),
    }));
    const text = textOf(await render(evaluation));
    expect(text).toContain("predicted before adaptation and, the same, after 3 inner steps:");
    expect(text).toContain("✓");
    expect(text).not.toContain("✓ →");
  });

  it("lets text run its own way, and escapes it", async () => {
    const page = await render(fakeFewShotEvaluation(1, "text"));
    expect(page).toContain('<span class="text" dir="auto">لكل إنسان حق التمتع</span>');
    expect(page).toContain("&lt;b&gt;Tout&lt;/b&gt; &amp; &quot;égal&quot;");
    expect(page).toContain("<bdi>עברית</bdi>");
  });

  it("names classes by letters alone where the task does not, and by numbers where there are many", async () => {
    const evaluation = fakeFewShotEvaluation(1, "image");
    const perTask = evaluation.perTask.map(({ scores }) => ({ task: ["a"], scores }));
    const page = await render({ ...evaluation, perTask });
    expect(page).toMatch(/<th scope="row">\s*<b>A<\/b>\s*<\/th>/);
    expect(page).toContain('title="before adaptation: B, wrong"');
    const many = withExamples(evaluation, (example) => ({ ...example, ways: 27 }));
    expect(await render(many)).toMatch(/<b>1<\/b> <bdi>7 at 0 degrees<\/bdi>/);
  });

  it("shows each domain, and how it draws its items", async () => {
    const page = await render(fakeMixedEvaluation(5));
    const text = textOf(page);
    expect(text).toContain("2- to 5-way 1- to 5-shot");
    expect(text).toMatch(
      /By domain .* domain tasks before adaptation after 1 inner step after 3 inner steps digits 5 /,
    );
    expect(text).toContain("task 0 of digits, accuracy");
    expect(text).toContain("task 5 of languages, accuracy");
    expect(page.match(/<details open>/g)).toHaveLength(2);
    expect(elementsOf(page)).toContain("img");
    expect(page).toContain('dir="auto"');
    expect(textOf(await render(fakeFewShotEvaluation(5, "image")))).not.toContain("By domain");
  });

  it("says nothing of what is before adaptation where that predicts nothing", async () => {
    const data = fakeFewShotReportData(4, fakeFewShotEvaluation(2, "image"));
    const metrics = data.metrics.map(({ preAdaptation: _, ...line }) => line);
    const page = await renderFewShotReport({ ...data, metrics });
    const learning = page.slice(page.indexOf("<h2>Learning curve</h2>"), page.indexOf("<h2>Time"));
    expect(learning).toContain("after adaptation");
    expect(learning.replace(/<details>.*<\/details>/s, "")).not.toContain("before");
    elementsOf(page);
  });

  it("leaves out examples where there are none", async () => {
    const { examples: _, ...evaluation } = fakeFewShotEvaluation(2, "image");
    const page = await render(evaluation);
    expect(page).not.toContain("<h2>Examples</h2>");
    expect(page).not.toContain("img-src");
  });

  it("says so where no outer step was made, and where nothing was evaluated", async () => {
    const { examples: _, ...evaluation } = fakeFewShotEvaluation(1, "curve");
    const page = await render({ ...evaluation, tasks: 0, scores: [], perTask: [] }, 0);
    expect(page).toContain("No outer step was made.");
    expect(page).toContain("No task was adapted to.");
    elementsOf(page);
  });

  it("claims no interval for one task", async () => {
    const page = await render(fakeFewShotEvaluation(1, "image"));
    expect(page).toContain("Mean accuracy on 1 held-out task<");
    expect(page).not.toContain("±");
    expect(page).not.toContain("intervals");
  });

  it("escapes everything that comes from outside", async () => {
    const data = fakeFewShotReportData(2, fakeMixedEvaluation(1));
    const hostile = (domain: string): string => `${domain}${HOSTILE}`;
    const { evaluation } = data;
    const page = await renderFewShotReport({
      ...data,
      title: HOSTILE,
      description: HOSTILE,
      config: { [HOSTILE]: HOSTILE },
      evaluation: {
        ...withExamples(evaluation, (example) => ({
          ...example,
          picture: "text",
          support: { texts: [HOSTILE], targets: [0] },
        })),
        taskSet: HOSTILE,
        perTask: evaluation.perTask.map((one) => ({
          ...one,
          task: { classes: [HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE] },
          domain: hostile(one.domain ?? ""),
        })),
        domains: (evaluation.domains ?? []).map((one) => ({ ...one, domain: hostile(one.domain) })),
      },
    });
    expect(new Set(elementsOf(page))).not.toContain("img");
    for (const open of ["<h1>", "<dd>", "<bdi>", 'dir="auto">', "before adaptation: ", "digits"]) {
      expect(page).toContain(open + ESCAPED);
    }
  });

  it("refuses a picture that does not fill its shape, or has none", async () => {
    const evaluation = fakeFewShotEvaluation(1, "image");
    await expect(
      render(withExamples(evaluation, (example) => ({ ...example, pictureShape: [28, 27] }))),
    ).rejects.toThrow("encodePng: pixels must have [28, 27] = 756 elements, got 784");
    await expect(
      render(withExamples(evaluation, ({ pictureShape: _, ...example }) => example)),
    ).rejects.toThrow(
      "ExampleTask: must have pixels and a pictureShape [height, width] to be drawn as an image, got undefined",
    );
  });

  it("stays small for long runs with many tasks", async () => {
    const page = await render(fakeMixedEvaluation(600), 20_000);
    expect(page.length).toBeLessThan(MEGABYTE / 2);
    expect(page).toContain("Each point is the mean of 80 outer steps.");
  });
});

describe("writeFewShotReport", () => {
  it("writes one file, or nothing if a number is not finite", async () => {
    const folder = temporaryFolder();
    const data = fakeFewShotReportData(2, fakeFewShotEvaluation(2, "curve"));
    const broken = withExamples(data.evaluation, (example) => ({
      ...example,
      predictions: [{ innerSteps: 0, predicted: [NaN] }],
    }));
    await expect(writeFewShotReport(folder, { ...data, evaluation: broken })).rejects.toThrow(
      "FewShotReportData.evaluation.examples[0].predictions[0].predicted[0]: must be a finite number, got NaN",
    );
    const metrics = data.metrics.map((line) => ({ ...line, postAdaptation: { loss: Infinity } }));
    await expect(writeFewShotReport(folder, { ...data, metrics })).rejects.toThrow(
      "FewShotReportData.metrics[0].postAdaptation.loss: must be a finite number, got Infinity",
    );
    expect(await readdir(folder)).toEqual([]);
    await writeFewShotReport(folder, data);
    expect(await readdir(folder)).toEqual(["report.html"]);
    expect(await readFile(join(folder, "report.html"), "utf8")).toBe(
      await renderFewShotReport(data),
    );
  });
});
