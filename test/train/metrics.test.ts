import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openMetrics, readMetrics, rewindMetrics } from "../../src/train/metrics.ts";
import type { MetricsLine } from "../../src/train/metrics.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { readText } from "./support.ts";

const FILE = "metrics.jsonl";

function lineOf(outerStep: number): MetricsLine {
  return {
    outerStep,
    preAdaptation: { return: -3 },
    postAdaptation: { return: -1.5 },
    environmentSteps: 10 * (outerStep + 1),
    seconds: { rollout: 1, adapt: 0, gradient: 0, direction: 0, lineSearch: 0, total: 1.25 },
  };
}

/** A folder whose metrics have `count` lines, and then `rest`. */
function writeLines(count: number, rest = ""): string {
  const folder = temporaryFolder();
  const writer = openMetrics(folder);
  for (let i = 0; i < count; i++) writer.append(lineOf(i));
  writer.flush();
  writer.close();
  writeFileSync(join(folder, FILE), readText(folder, FILE) + rest);
  return folder;
}

describe("openMetrics", () => {
  it("appends a line of JSON for each outer step", () => {
    const folder = writeLines(1);
    const writer = openMetrics(folder);
    writer.append(lineOf(1));
    writer.close();
    expect(readText(folder, FILE)).toBe(
      `${JSON.stringify(lineOf(0))}\n${JSON.stringify(lineOf(1))}\n`,
    );
  });
});

describe("readMetrics", () => {
  it("reads as many lines as asked for", () => {
    expect(readMetrics(writeLines(3), 2)).toEqual([lineOf(0), lineOf(1)]);
    expect(readMetrics(writeLines(0), 0)).toEqual([]);
  });

  it("rejects too few lines; a line without its end is none", () => {
    const folder = writeLines(2, JSON.stringify(lineOf(2)));
    expect(() => readMetrics(folder, 3)).toThrow(
      "metrics.jsonl: must have a line for each of 3 outer steps, got 2; it is damaged",
    );
  });

  it.each(["{", '{"outerStep":1}', JSON.stringify(lineOf(5))])("rejects the line %s", (line) => {
    expect(() => readMetrics(writeLines(1, `${line}\n`), 2)).toThrow(
      "metrics.jsonl:2: must be the metrics of outer step 1, got",
    );
  });
});

describe("rewindMetrics", () => {
  it("drops whole and partial lines after those that are kept", async () => {
    const folder = writeLines(3, '{"outerSt');
    expect(await rewindMetrics(folder, 2)).toEqual([lineOf(0), lineOf(1)]);
    expect(readText(folder, FILE)).toBe(readText(writeLines(2), FILE));
  });

  it("keeps every line where there are no more", async () => {
    const folder = writeLines(2);
    await rewindMetrics(folder, 2);
    expect(readText(folder, FILE)).toBe(readText(writeLines(2), FILE));
  });
});
