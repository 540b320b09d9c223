import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ConfigError } from "../../src/errors.ts";
import { createRandom } from "../../src/random.ts";
import { splits } from "../../src/tasks/task-set.ts";
import { characters, createCharacters } from "../../task-sets/characters.ts";
import { ROOT } from "../support/root.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { rowsOf } from "../tasks/toy-classes.ts";
import { classesOfTask } from "./names-of-classes.ts";
import { nearestNeighbourAccuracy } from "./nearest-neighbour.ts";

const FOLDER = join(ROOT, "node_modules/hanzi-writer-data");
const asked = { split: "test", count: 60, ways: 5, shots: 1, queries: 15 } as const;

describe("characters", () => {
  const names = readdirSync(FOLDER).filter((x) => x.endsWith(".json") && x !== "package.json");

  it("has every character of the package in one split", () => {
    expect(names).toHaveLength(9574);
    expect(splits.map((split) => characters.classes(split))).toEqual([1200, 1000, 7374]);
    expect(names.every((name) => Array.from(name).length === 1 + ".json".length)).toBe(true);
  });

  it("has no two characters of the same strokes", () => {
    const strokes = names.map((name) => {
      const json = readFileSync(join(FOLDER, name), "utf8");
      return JSON.stringify((JSON.parse(json) as { readonly medians: unknown }).medians);
    });
    expect(new Set(strokes).size).toBe(names.length);
  });

  it("draws each character twenty times, differently, and always in the same way", () => {
    const all = { ...asked, count: 1, ways: 3, shots: 5, queries: 15 };
    const [task] = characters.sampleTasks(createRandom(2), all);
    const rows = [task?.support, task?.query].flatMap((items) =>
      rowsOf(items?.inputs ?? new Float32Array(), 784).map(String),
    );
    expect(new Set(rows).size).toBe(3 * 20);
    expect(createCharacters().sampleTasks(createRandom(2), all)).toEqual([task]);
    expect(() => characters.sampleTasks(createRandom(2), { ...all, shots: 6 })).toThrow(
      /shots \+ queries must be at most 20, the items of "."/,
    );
  });

  it("draws white on black, the right way up and in the middle", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "hanzi-writer-data"));
    writeFileSync(join(folder, "hanzi-writer-data/package.json"), '{ "version": "2.0.1" }');
    // A bar along the top of the square of 1024, whose y is 900 at the top, and one from its middle downwards.
    const medians = [
      [
        [112, 800],
        [912, 800],
      ],
      [
        [512, 388],
        [512, 0],
      ],
    ];
    for (const name of ["一", "二", "三", "四", "五", "六", "七"]) {
      writeFileSync(join(folder, `hanzi-writer-data/${name}.json`), JSON.stringify({ medians }));
    }
    const taskSet = createCharacters({
      folders: [folder],
      splitSizes: { train: 5, validation: 1 },
    });
    const [task] = taskSet.sampleTasks(createRandom(1), {
      ...{ split: "train", count: 1, ways: 5, shots: 1, queries: 19 },
    });
    const inputs = task?.query.inputs ?? new Float32Array();
    const mean = new Float64Array(784);
    rowsOf(inputs, 784).forEach((row) => row.forEach((value, i) => (mean[i]! += value / 95)));
    const sum = (top: number, bottom: number, left: number, right: number): number => {
      let total = 0;
      for (let row = top; row < bottom; row++) {
        for (let column = left; column < right; column++) total += mean[row * 28 + column]!;
      }
      return total;
    };
    expect(Math.max(...inputs)).toBe(1);
    expect(Math.min(...inputs)).toBe(0);
    // The first bar, 0.78 * 0.86 * 28 = 18.8 pixels long, is in the upper half, the second, 9.1 long, in the lower half and in
    // the middle third; a stroke is 1 to 1.8 wide.
    expect(sum(0, 12, 0, 28)).toBeGreaterThan(18.8 * 0.9);
    expect(sum(0, 12, 0, 28)).toBeLessThan((18.8 + 2) * 2);
    expect(sum(14, 28, 9, 19)).toBeGreaterThan(9.1 * 0.9);
    expect(sum(14, 28, 9, 19) / sum(14, 28, 0, 28)).toBeGreaterThan(0.95);
  });

  it("is neither trivial nor hopeless for the nearest neighbour", () => {
    const tasks = characters.sampleTasks(createRandom(5), asked);
    expect(new Set(tasks.flatMap(classesOfTask)).size).toBeGreaterThan(270);
    // 41.8 % over 600 tasks, with a standard deviation of 8.3 % from task to task: 60 tasks have a standard error of 1.1 %.
    expect(Math.abs(nearestNeighbourAccuracy(tasks) - 0.418)).toBeLessThan(4 * 0.011);
  });

  it("says what to install without the package, and what is wrong with a damaged one", () => {
    const folder = temporaryFolder();
    const sample = (): unknown =>
      createCharacters({ folders: [folder], splitSizes: { validation: 0 } }).sampleTasks(
        createRandom(1),
        {
          ...{ split: "train", count: 1, ways: 1, shots: 1, queries: 1 },
        },
      );
    expect(sample).toThrow(
      new ConfigError(
        "task set characters@1: must have the package hanzi-writer-data 2.0.1, got none; npm install hanzi-writer-data@2.0.1",
      ),
    );
    mkdirSync(join(folder, "hanzi-writer-data"));
    writeFileSync(join(folder, "hanzi-writer-data/package.json"), '{ "version": "2.0.1" }');
    for (const wrong of [
      {},
      null,
      { medians: [] },
      { medians: [[[1, 2]]] },
      {
        medians: [
          [
            [1, 2],
            [3, null],
          ],
        ],
      },
    ]) {
      writeFileSync(join(folder, "hanzi-writer-data/一.json"), JSON.stringify(wrong));
      expect(sample).toThrow(
        /characters@1: 一\.json of the package hanzi-writer-data must have medians, lists of two or more points, got a damaged file; /,
      );
    }
  });
});
