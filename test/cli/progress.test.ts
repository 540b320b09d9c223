import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { showProgress } from "../../src/cli/progress.ts";
import type { Output } from "../../src/cli/output.ts";
import type { MetricsLine } from "../../src/train/metrics.ts";

let now = 0;

beforeEach(() => {
  now = 1e6;
  vi.spyOn(performance, "now").mockImplementation(() => now);
});

afterEach(() => {
  vi.restoreAllMocks();
});

/** An output that keeps what is written. */
function record(isLive: boolean): { output: Output; text: () => string } {
  let text = "";
  const write = (part: string): boolean => {
    text += part;
    return true;
  };
  const stream = { isTTY: isLive, columns: 120, write } as unknown as NodeJS.WriteStream;
  const output: Output = {
    stream,
    isLive,
    print: (line) => void write(`${line}\n`),
    result: () => undefined,
  };
  return { output, text: () => text };
}

function lineOf(outerStep: number): MetricsLine {
  return {
    outerStep,
    preAdaptation: { return: -40.123 },
    postAdaptation: { return: -outerStep },
    environmentSteps: 1,
    seconds: { rollout: 0, adapt: 0, gradient: 0, direction: 0, lineSearch: 0, total: 0.5 },
  };
}

describe("showProgress", () => {
  it("prints the first outer step, the last, and one every five seconds where it is no terminal", () => {
    const { output, text } = record(false);
    const progress = showProgress({ output, outerSteps: 20, done: 0, quiet: false });
    for (let step = 0; step < 20; step++) {
      progress.update(lineOf(step));
      now += 1000;
    }
    progress.stop();
    const steps = [...text().matchAll(/^outer step (\d+)\/20: /gm)].map(([, step]) => Number(step));
    expect(steps).toEqual([1, 6, 11, 16, 20]);
    expect(text().split("\n")[0]).toBe(
      "outer step 1/20: return -40.12 before, 0.00 after adaptation | 0.50 s a step",
    );
  });

  it("begins with the first outer step after a resume", () => {
    const { output, text } = record(false);
    const progress = showProgress({ output, outerSteps: 20, done: 7, quiet: false });
    progress.update(lineOf(7));
    expect(text()).toMatch(/^outer step 8\/20: /);
  });

  it("draws a bar with the returns on a terminal", () => {
    const { output, text } = record(true);
    const progress = showProgress({ output, outerSteps: 20, done: 0, quiet: false });
    now += 30_000;
    progress.update(lineOf(9));
    progress.stop();
    expect(text()).toContain("░");
    // Ten outer steps took 30 s, and as many are left.
    expect(text()).toContain(
      "10/20 | return -40.12 before, -9.00 after adaptation | 0.50 s a step | 30.0 s left",
    );
    expect(text()).not.toContain("outer step 10");
  });

  it("shows nothing when quiet", () => {
    const { output, text } = record(true);
    const progress = showProgress({ output, outerSteps: 20, done: 0, quiet: true });
    progress.update(lineOf(1));
    progress.stop();
    expect(text()).toBe("");
  });
});
