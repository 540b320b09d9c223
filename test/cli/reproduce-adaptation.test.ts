// Reproductions of adaptation from end to end, on an experiment that takes no time.

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { AdaptationTable } from "../../src/reproduce/adaptation/adaptation-table.ts";
import type { AdaptationPoint } from "../../src/meta/adaptation-point.ts";
import type { Summary } from "../../src/train/summary.ts";
import { ROOT } from "../support/root.ts";
import { runAcclimate } from "../support/run-acclimate.ts";
import type { RunOptions, RunResult } from "../support/run-acclimate.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { INTERRUPT_AT } from "../train/fake-experiment.ts";

const FAKES = join(ROOT, "test/reproduce/adaptation/fake-adaptation.ts");

const RUNS = {
  hit: ["level-seed-1", "level-seed-2", "noisy-seed-1", "noisy-seed-2"],
  pick: ["noisy-seed-1", "noisy-seed-2"],
};

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
    expect(stderr).toContain("hit/level-seed-2: training");
    expect(stderr).toMatch(/^1 {8}noisy +published {3}100\.00 {2}ours /m);
    expect(stderr).toMatch(/^hit: noisy before .* return than level: (holds|does not hold)$/m);
    expect(stderr).toMatch(/^\d of 2 published cells agree; .* of training$/m);
    expect(readdirSync(out).sort()).toEqual([
      ...["hit.svg", "pick.svg", "reproduction.json", "runs", "table.json", "table.md"],
    ]);
    for (const [panel, runs] of Object.entries(RUNS)) {
      expect(readdirSync(join(out, "runs", panel)).sort()).toEqual(runs);
    }
    // The numbers are those of the evaluations.
    const means = [1, 2].map((seed) => {
      const run = join(out, `runs/hit/noisy-seed-${seed}`);
      expect((JSON.parse(read(run, "summary.json")) as Summary).outerSteps).toBe(3);
      const { returns } = JSON.parse(read(run, "evaluation.json")) as {
        readonly returns: readonly AdaptationPoint[];
      };
      return returns[1]?.mean ?? NaN;
    });
    expect(table.panels.map(({ name }) => name)).toEqual(["hit", "pick"]);
    const [cell] = table.panels[0]?.rows[1]?.cells ?? [];
    expect(cell?.seeds.map(({ mean }) => mean)).toEqual(means);
    expect(cell?.mean).toBeCloseTo(((means[0] ?? NaN) + (means[1] ?? NaN)) / 2, 12);
    expect(read(out, "hit.svg")).toContain(
      'aria-label="Hit the target: mean return after each number of inner steps, dashed as published.',
    );
    expect(read(out, "table.md")).toContain("| inner steps | noisy | level |");

    const again = await reproduceFakes({ cwd }, "--outer-steps=3", "--out=runs/fakes-1");
    expect(again.exitCode, again.stderr).toBe(0);
    for (const run of RUNS.hit) expect(again.lines).toContain(`hit/${run}: was completed`);
    expect(tableIn(out)).toEqual(table);

    const other = await reproduceFakes({ cwd }, "--out=runs/fakes-1");
    expect(other.exitCode).toBe(2);
    expect(other.stderr).toBe(
      'error: --out: must be free, or hold a reproduction with outerSteps null, got "runs/fakes-1" with 3; choose another\n',
    );

    // Runs of one seed must have met the same tasks.
    const evaluation = join(out, "runs/hit/level-seed-2/evaluation.json");
    const text = readFileSync(evaluation, "utf8");
    writeFileSync(evaluation, text.replace(/"target": -?1/, '"target": 7'));
    const unequal = await reproduceFakes({ cwd }, "--outer-steps=3", "--out=runs/fakes-1");
    expect(unequal.exitCode).toBe(2);
    expect(unequal.stderr).toMatch(
      /^error: hit\/level-seed-2: held-out task 0 must be that of hit\/noisy-seed-2, \{ target: -?1 \}, got \{ target: 7 \}; give all methods of a panel the same evaluation$/m,
    );
  });

  it("makes a part, and more of it in the same folder", async () => {
    const cwd = temporaryFolder();
    const args = ["--out=out", "--methods=noisy"] as const;
    const part = await reproduceFakes({ cwd }, ...args, "--panels=pick");
    expect(part.exitCode, part.stderr).toBe(0);
    const out = join(cwd, "out");
    expect(tableIn(out).panels.map(({ name }) => name)).toEqual(["pick"]);
    expect(part.lines).not.toContain("published cells");
    // The overrides of the panel, and those of the method after them.
    const run = JSON.parse(read(out, "runs/pick/noisy-seed-1/config.json")) as object;
    expect(run).toMatchObject({ config: { outerSteps: 4, evaluation: { tasks: 2 } } });
    const more = await reproduceFakes({ cwd }, ...args, "--workers=2");
    expect(more.exitCode, more.stderr).toBe(0);
    expect(more.lines).toContain("pick/noisy-seed-1: was completed");
    const made = tableIn(out).panels.map(({ name, rows }) => [name, rows[0]?.cells.length]);
    expect(made).toEqual([
      ["hit", 1],
      ["pick", 1],
    ]);
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
        "hit/level-seed-1: was interrupted",
        "hit/level-seed-2: was interrupted\n",
      ]
        .join("\nerror: ")
        .replace(/^/, "error: "),
    );
    const stopped = join(cwd, "stopped");
    const [unfinished] = tableIn(stopped).panels;
    expect(unfinished?.rows.flatMap(({ cells }) => cells.map(({ method }) => method))).toEqual([
      ...["noisy", "noisy"],
    ]);
    const resumed = await reproduceFakes({ cwd }, "--out=stopped", "--workers=2");
    expect(resumed.exitCode, resumed.stderr).toBe(0);
    expect(resumed.lines).toContain("hit/noisy-seed-1: was completed");
    expect(resumed.lines).toContain("hit/level-seed-1: resuming");
    const [finished] = tableIn(stopped).panels;
    expect(finished?.rows[0]?.cells.map(({ seeds }) => seeds.length)).toEqual([2, 2]);
    expect(finished?.expectations).toHaveLength(1);
  });

  it("ends with exit code 130 after an interrupt, and lets no run go on", async () => {
    const cwd = temporaryFolder();
    let isInterrupted = false;
    const result = await reproduceFakes(
      {
        cwd,
        onOutput: (output, kill) => {
          if (isInterrupted || !output.includes("hit/noisy-seed-1: training")) return;
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
    expect(result.stdout).not.toContain("hit/noisy-seed-2");
    expect(existsSync(join(cwd, "out/table.json"))).toBe(false);
  });

  it.each([
    [["--panels=hot"], 'panel: must be one of hit, pick, got "hot"; did you mean "hit"?'],
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
