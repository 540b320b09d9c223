import { beforeAll, describe, expect, it } from "vitest";
import { loadBuiltInEnvironments } from "../../src/cli/load-environment.ts";
import { isFewShotExperiment } from "../../src/train/kind-of.ts";
import { experimentNames, loadExperiment } from "../../src/cli/load-experiment.ts";
import { ROOT } from "../support/root.ts";
import { runAcclimate } from "../support/run-acclimate.ts";
import type { RunResult } from "../support/run-acclimate.ts";

describe("acclimate list", () => {
  let text: RunResult;
  let json: RunResult;

  beforeAll(async () => {
    [text, json] = await Promise.all([
      runAcclimate(["list"], { cwd: ROOT }),
      runAcclimate(["list", "--json"], { cwd: ROOT }),
    ]);
  });

  it("shows every version of every environment in a line of columns", async () => {
    expect(text).toMatchObject({ exitCode: 0, stderr: "" });
    const [, table = ""] = text.stdout.split("\nenvironments\n");
    const [head = "", ...rows] = table.trimEnd().split("\n");
    expect(head).toMatch(/^ {2}id +horizon actions +observations$/);
    const files = await loadBuiltInEnvironments();
    const ids = files.flatMap(({ families }) => families.map(({ id }) => id));
    expect(rows.map((row) => row.trim().split(" ")[0])).toEqual(ids);
    const navigation = rows.find((row) => row.includes("navigation@maml2017"));
    expect(navigation).toMatch(/ 100 Box\(-1, 1, \[2\]\) +Box\(-Infinity, Infinity, \[2\]\)$/);
    const columns = new Set(rows.map((row) => row.search(/(Box|Discrete)\(/)));
    expect([...columns]).toEqual([head.indexOf("actions")]);
  });

  it("shows the presets, learners and environments of each experiment, the default ones first", async () => {
    for (const name of experimentNames()) {
      const experiment = await loadExperiment(name);
      const { description, presets, learners } = experiment;
      const sources = isFewShotExperiment(experiment)
        ? (["task sets:    ", experiment.taskSets] as const)
        : (["environments: ", experiment.environments] as const);
      const [, block = ""] = `\n${text.stdout}`.split(`\n${name}\n`);
      const [shown, ...lines] = block.split("\n").slice(0, 4);
      expect(shown).toBe(`  ${description}`);
      const lists = [
        ["presets:      ", Object.keys(presets)],
        ["learners:     ", learners.map((learner) => learner.name)],
        [sources[0], sources[1].map(({ id }: { readonly id: string }) => id)],
      ] as const;
      expect(lines).toEqual(
        lists.map(([label, [first = "", ...others]]) =>
          others.length === 0
            ? `  ${label}${first}`
            : `  ${label}${[`${first} (default)`, ...others].join(", ")}`,
        ),
      );
    }
  });

  it("with --json, ends standard output with one object", () => {
    expect(json.exitCode).toBe(0);
    expect(json.stderr).toBe(text.stdout);
    const lines = json.stdout.trimEnd().split("\n");
    expect(lines).toHaveLength(1);
    const { experiments, environments } = JSON.parse(lines[0]!) as {
      experiments: {
        name: string;
        presets: string[];
        learners: string[];
        environments: string[];
      }[];
      environments: object[];
    };
    const experiment = experiments.find(({ name }) => name === "navigation");
    expect(experiment?.presets).toContain("paper");
    expect(experiment?.learners[0]).toBe("maml");
    expect(experiment?.environments).toContain("navigation@maml2017");
    expect(environments).toContainEqual({
      id: "navigation@maml2017",
      horizon: 100,
      actionSpace: "Box(-1, 1, [2])",
      observationSpace: "Box(-Infinity, Infinity, [2])",
    });
  });
});
