// Reproductions of adaptation from end to end, on an experiment that takes no time.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { AdaptationTable } from "../../src/reproduce/adaptation/adaptation-table.ts";
import type { Evaluation } from "../../src/meta/evaluation.ts";
import type { Summary } from "../../src/train/summary.ts";
import { ROOT } from "../support/root.ts";
import { runAcclimate } from "../support/run-acclimate.ts";
import type { RunOptions, RunResult } from "../support/run-acclimate.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { INTERRUPT_AT } from "../train/fake-experiment.ts";

const FAKES = join(ROOT, "test/reproduce/adaptation/fake-adaptation.ts");

const RUNS = ["continuous-seed-1", "continuous-seed-2", "discrete-seed-1", "discrete-seed-2"];

function reproduceFakes(
  options: RunOptions,
  ...args: readonly string[]
): Promise<RunResult & { readonly lines: readonly string[] }> {
  return runAcclimate(["reproduce", FAKES, "--backend=cpu", ...args], options).then((result) => ({
    ...result,
    lines: result.stdout.split("\n"),
  }));
}

const read = (...path: readonly string[]): string => readFileSync(join(...path), "utf8");

const tableIn = (folder: string): AdaptationTable =>
  JSON.parse(read(folder, "table.json")) as AdaptationTable;

describe("acclimate reproduce, of adaptation", () => {
  it("trains run folders, writes the table, and leaves what is completed", async () => {
    const cwd = temporaryFolder();
    const args = ["--outer-steps=3", "--workers=2", "--json"] as const;
    const { exitCode, stdout, stderr } = await reproduceFakes({ cwd }, ...args);
    expect(exitCode, stderr).toBe(0);
    const out = join(cwd, "runs/fakes-1");
    const table = tableIn(out);
    expect(JSON.parse(stdout)).toEqual(table);
    expect(table).toMatchObject({
      kind: "adaptation",
      name: "fakes",
      seeds: [1, 2],
      outerSteps: 3,
    });
    expect(stderr).toContain("At most 3 outer steps a run: a quick look, not comparable with");
    expect(stderr).toContain("discrete-seed-2: training");
    expect(stderr).toMatch(/^1 {8}continuous +published {3}100\.00 {2}ours /m);
    expect(stderr).toMatch(/^continuous before .* is above discrete before .*: (holds|does not)/m);
    expect(readdirSync(out).sort()).toEqual([
      ...["reproduction.json", "runs", "table.json", "table.md", "table.svg"],
    ]);
    expect(readdirSync(join(out, "runs")).sort()).toEqual(RUNS);
    // The numbers are those of the evaluations.
    const means = [1, 2].map((seed) => {
      const run = join(out, `runs/continuous-seed-${seed}`);
      expect((JSON.parse(read(run, "summary.json")) as Summary).outerSteps).toBe(3);
      return (JSON.parse(read(run, "evaluation.json")) as Evaluation).returns[1]?.mean ?? NaN;
    });
    const [cell] = table.rows[1]?.cells ?? [];
    expect(cell?.seeds.map(({ mean }) => mean)).toEqual(means);
    expect(cell?.mean).toBeCloseTo(((means[0] ?? NaN) + (means[1] ?? NaN)) / 2, 12);
    expect(read(out, "table.svg")).toContain("</svg>");
    expect(read(out, "table.md")).toContain("| inner steps | continuous | discrete |");

    const again = await reproduceFakes({ cwd }, "--outer-steps=3", "--out=runs/fakes-1");
    expect(again.exitCode, again.stderr).toBe(0);
    for (const run of RUNS) expect(again.lines).toContain(`${run}: was completed`);
    expect(tableIn(out)).toEqual(table);

    const other = await reproduceFakes({ cwd }, "--out=runs/fakes-1");
    expect(other.exitCode).toBe(2);
    expect(other.stderr).toBe(
      'error: --out: must be free, or hold a reproduction with outerSteps null, got "runs/fakes-1" with 3; choose another\n',
    );
  });

  it("says which runs failed, and goes on with them", async () => {
    const cwd = temporaryFolder();
    // Each run interrupts itself; those of four outer steps have fewer than 9, and are completed.
    const failed = await reproduceFakes(
      { cwd, env: { [INTERRUPT_AT]: "9" } },
      "--out=stopped",
      "--workers=2",
    );
    expect(failed.exitCode).toBe(1);
    expect(failed.stderr).toBe(
      [
        "reproduce: every run must be completed, got 2 that failed",
        "discrete-seed-1: was interrupted",
        "discrete-seed-2: was interrupted\n",
      ]
        .join("\nerror: ")
        .replace(/^/, "error: "),
    );
    const stopped = join(cwd, "stopped");
    expect(tableIn(stopped).rows.flatMap(({ cells }) => cells.map(({ method }) => method))).toEqual(
      [...["continuous", "continuous"]],
    );
    const resumed = await reproduceFakes({ cwd }, "--out=stopped", "--workers=2");
    expect(resumed.exitCode, resumed.stderr).toBe(0);
    expect(resumed.lines).toContain("continuous-seed-1: was completed");
    expect(resumed.lines).toContain("discrete-seed-1: resuming");
    expect(tableIn(stopped).rows[0]?.cells.map(({ seeds }) => seeds.length)).toEqual([2, 2]);
    expect(tableIn(stopped).expectations).toHaveLength(1);
  });

  it("ends with exit code 130 after an interrupt, and lets no run go on", async () => {
    const cwd = temporaryFolder();
    let isInterrupted = false;
    const result = await reproduceFakes(
      {
        cwd,
        onOutput: (output, kill) => {
          if (isInterrupted || !output.includes("continuous-seed-1: training")) return;
          isInterrupted = true;
          kill("SIGINT");
        },
      },
      "--out=out",
    );
    expect(result.exitCode, result.stderr).toBe(130);
    expect(result.lines.slice(-2)).toEqual([
      "interrupted; go on with the same command and --out out",
      "",
    ]);
    expect(result.stdout).not.toContain("continuous-seed-2");
    expect(existsSync(join(cwd, "out/table.json"))).toBe(false);
  });

  it.each([
    [["--seeds=1,1"], "--seeds: must be at least 2 that differ, got [1, 1]"],
    [["--instances=9"], "--instances: must be absent for a table of adaptation, got 9"],
    [["--backend=gpu"], "backend"],
  ])("ends with exit code 2 and writes nothing at %j", async (args, message) => {
    const cwd = temporaryFolder();
    const { exitCode, stderr } = await reproduceFakes({ cwd }, ...args);
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
    expect(readdirSync(cwd)).toEqual([]);
  });

  it("ends with exit code 2 at a file with anything else", async () => {
    const file = join(ROOT, "test/reproduce/fake-reproduction.ts");
    const result = await runAcclimate(["reproduce", file], { cwd: temporaryFolder() });
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain(
      "default export: must be a reproduction of adaptation, got undefined; write export default",
    );
  });
});
