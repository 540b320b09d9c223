import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ReproducedTable } from "../../src/reproduce/table.ts";
import { runAcclimate } from "../support/run-acclimate.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const SMALL = ["--instances=300", "--tuning-instances=20", "--rows=10x5", "--json"];

describe("acclimate reproduce", () => {
  it("writes the table, and yields the same with any number of workers", async () => {
    const cwd = temporaryFolder();
    const args = ["reproduce", "rl2-bandits", "--methods=random,ucb1", ...SMALL];
    const results = await Promise.all(
      [1, 2].map((workers) =>
        runAcclimate([...args, `--workers=${workers}`, `--out=w${workers}`], { cwd }),
      ),
    );
    const tables = results.map(({ stdout, exitCode, stderr }) => {
      expect(exitCode, stderr).toBe(0);
      return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as ReproducedTable;
    });
    const [one, two] = tables.map(({ rows }) => rows);
    expect(one).toEqual(two);
    expect(one?.[0]?.row).toBe("10x5");
    expect(one?.[0]?.cells.map(({ method }) => method)).toEqual(["random", "ucb1"]);
    // The mean of random pulls is 5, with a standard error of less than 2.1 / sqrt(300) = 0.12.
    expect(Math.abs((one?.[0]?.cells[0]?.mean ?? NaN) - 5)).toBeLessThan(0.6);
    const written = JSON.parse(readFileSync(join(cwd, "w2/table.json"), "utf8")) as ReproducedTable;
    expect(written.rows).toEqual(one);
    expect(readFileSync(join(cwd, "w2/table.md"), "utf8")).toContain("| 10x5 |");
    expect(readFileSync(join(cwd, "w2/table.svg"), "utf8")).toContain("</svg>");
  });

  it.each([
    [
      ["reproduce", "rl2-bandit"],
      "reproduction: must be one of few-shot, maml-navigation, rl2-bandits, rl2-mdps, or a file, got",
    ],
    [["reproduce", "rl2-mdps", "--rows=11"], "row: must be one of 10, 25, 50, 75, 100, got"],
    [["reproduce", "rl2-bandits", "--methods=ucb"], 'got "ucb"; did you mean "ucb1"?'],
    [
      ["reproduce", "rl2-bandits", "--seeds=1,2"],
      "--seeds: must be absent for a table of trials, got [1, 2]; it has --rows, --instances, --tuning-instances, --seed",
    ],
  ])("ends %j with exit code 2", async (args, message) => {
    const { exitCode, stderr } = await runAcclimate(args, { cwd: temporaryFolder() });
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
  });
});
