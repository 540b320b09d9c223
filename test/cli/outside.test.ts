// Experiments in folders that have nothing to do with this project, as users keep them.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { createFolder } from "../docs/project.ts";
import { ROOT } from "../support/root.ts";
import { runAcclimate } from "../support/run-acclimate.ts";
import { runNode } from "../support/run-node.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const ENVIRONMENT = `
import { box, discrete, type EnvironmentFamily } from "acclimate/env";

export const corridor: EnvironmentFamily<{ end: number }> = {
  id: "corridor@1",
  observationSpace: box({ shape: [1] }),
  actionSpace: discrete(2),
  horizon: 4,
  sampleTasks: (rng, count) => Array.from({ length: count }, () => ({ end: 3 - 6 * rng.integer(2) })),
  createEnvironment({ end }) {
    let position = 0;
    return {
      reset: () => [(position = 0)],
      step: (action) => ({
        observation: [(position += action === 0 ? -1 : 1)],
        reward: position === end ? 0 : -1,
        terminated: position === end,
        truncated: false,
      }),
    };
  },
};
`;

/** An experiment that takes no time. @param specifier - how it imports its environment */
function experiment(specifier: string): string {
  return `
import { ConfigError, defineExperiment, maml } from "acclimate";
import { ConfigError as sameConfigError } from "acclimate/env";
import { engine } from "@tensorflow/tfjs-core";
import { corridor } from "${specifier}";

if (ConfigError !== sameConfigError) throw new Error("the doors must be of one copy");
if (typeof engine !== "function") throw new Error("tensors must be there");

const episodesPerTask: number = 2;
export default defineExperiment({
  name: "corridor",
  description: "Which end has the reward?",
  environments: [corridor],
  learners: [maml],
  presets: {
    tiny: {
      outerSteps: 1,
      metaBatchSize: 2,
      policy: { hiddenSizes: [4] },
      inner: { episodesPerTask },
      evaluation: { tasks: 2, episodesPerTask, innerSteps: 1 },
    },
  },
});
`;
}

/** Packages that a user's folder may have installed; none of them may be used. */
const OTHER_COPIES = {
  "node_modules/acclimate/package.json": '{ "main": "index.js", "version": "0.0.1" }',
  "node_modules/acclimate/index.js": 'throw new Error("another copy of acclimate");',
  "node_modules/acclimate/env.js": 'throw new Error("another copy of acclimate/env");',
  "node_modules/@tensorflow/tfjs-core/package.json": '{ "main": "index.js" }',
  "node_modules/@tensorflow/tfjs-core/index.js": 'throw new Error("another copy of tensors");',
};

const readJson = (...path: readonly string[]): unknown =>
  JSON.parse(readFileSync(join(...path), "utf8"));

describe("acclimate", () => {
  it("trains, evaluates and resumes a file of a folder without package.json and node_modules", async () => {
    const cwd = createFolder({
      "corridor.ts": ENVIRONMENT,
      "mine/experiment.ts": experiment("../corridor.ts"),
    });
    const train = ["train", "./mine/experiment.ts", "--backend", "cpu", "--out", "run"];
    const trained = await runAcclimate(train, { cwd });
    expect(trained).toMatchObject({ exitCode: 0, stderr: "" });
    expect(trained.stdout).toContain("training corridor (corridor@1, backend cpu) in run");
    expect(readJson(cwd, "run/config.json")).toMatchObject({ experiment: "../mine/experiment.ts" });

    // From another working directory: the run folder knows where its experiment is.
    const elsewhere = { cwd: temporaryFolder() };
    const run = join(cwd, "run");
    const evaluated = await runAcclimate(["evaluate", run, "--json"], elsewhere);
    expect(evaluated.exitCode).toBe(0);
    expect(JSON.parse(evaluated.stdout)).toEqual(readJson(run, "evaluation.json"));
    const resumed = await runAcclimate(["resume", run, "--outer-steps", "2"], elsewhere);
    expect(resumed).toMatchObject({ exitCode: 0, stderr: "" });
    expect(readJson(run, "summary.json")).toMatchObject({ status: "completed", outerSteps: 2 });
  });
});

/** How users write the file `a.ts` or `a.js`, and what may lie beside it. */
const WAYS = {
  "./corridor.js, which is a .ts file": { specifier: "./corridor.js" },
  "./corridor without its ending": { specifier: "./corridor" },
  "an experiment in JavaScript": { file: "a.js" },
  "beside a package.json that says commonjs": {
    others: { "package.json": '{ "type": "commonjs" }' },
  },
  "beside other copies of what it imports": { others: OTHER_COPIES },
};

interface Way {
  readonly file?: string;
  readonly specifier?: string;
  readonly others?: Readonly<Record<string, string>>;
}

describe("importModule", () => {
  it("imports a user's files however they are written, with the running package as acclimate", async () => {
    const files = Object.values<Way>(WAYS).map((way) => {
      const { file = "a.ts", specifier = "./corridor.ts", others = {} } = way;
      const code = experiment(specifier);
      const plain = code.replace(": number", "");
      const content = file.endsWith(".js") ? plain : code;
      const folder = createFolder({ "corridor.ts": ENVIRONMENT, [file]: content, ...others });
      return join(folder, file);
    });
    const results = await importEach(files);
    expect(Object.keys(WAYS).map((how, i) => [how, results[i]])).toEqual(
      Object.keys(WAYS).map((how) => [how, "default"]),
    );
  });

  it("says in which line an error is, in whichever file", async () => {
    const failures = {
      "syntax.ts": [
        "\nconst x: { a: number } = { a: 1 ;",
        'SyntaxError: Expected "}" but found ";"',
        2,
      ],
      "lexed.mjs": ["\nexport const x = { a: 1 ;", "SyntaxError: Unexpected token ';'", 2],
      "syntax.mjs": ["\n\nconst x = { a: 1 ;", "SyntaxError: Unexpected token ';'", 3],
      "package.ts": ['\nimport "no-such/part";', "Error: Cannot find package 'no-such'", 2],
      "door.ts": [
        'type A = 1;\nimport "acclimate/tensors";',
        /^Error: Package subpath '.\/tensors'/,
        2,
      ],
      "export.ts": [
        'interface A {\n  a: 1;\n}\nimport { bux } from "acclimate";\nbux();',
        "SyntaxError: The requested module 'acclimate' does not provide an export named 'bux'",
        4,
      ],
      "ours.ts": [
        'import { discrete } from "acclimate/env";\ntype A = 1;\ndiscrete(0);',
        "ConfigError: discrete: n: must be an integer >= 1, got 0",
        3,
      ],
      "theirs.ts": ["interface A {}\n\nnull.x;", /^TypeError: Cannot read properties of null/, 3],
      "text.ts": ['throw "a text";', '"a text"', undefined],
    } as const;
    const codes = Object.entries(failures).map(([file, [code]]) => [file, code] as const);
    const folder = createFolder({
      ...Object.fromEntries<string>(codes),
      "missing.ts": '\n\nexport * from "./nowhere.ts";',
      "imports.ts": 'import "./syntax.ts";',
      "old.cts": "module.exports = 1;",
    });
    const file = (name: string): string => join(folder, name);
    const names = [...Object.keys(failures), "missing.ts", "imports.ts", "old.cts"];
    const messages = await importEach(names.map(file));
    Object.entries(failures).forEach(([name, [, what, line]], i) => {
      const [where, got] = messages[i]!.split(": must load without an error, got ");
      expect(where).toBe(line === undefined ? file(name) : `${file(name)}:${line}`);
      expect(got).toMatch(what);
    });
    expect(messages.slice(Object.keys(failures).length)).toEqual([
      `${file("missing.ts")}:3: must load without an error, got Error: Cannot find module '${file("nowhere.ts")}'`,
      `${file("syntax.ts")}:2: must load without an error, got SyntaxError: Expected "}" but found ";"`,
      `file: must be an ES module, got "${file("old.cts")}"; name it .ts or .mjs`,
    ]);
  });

  it("leads to exit code 2", async () => {
    const cwd = createFolder({ "a.ts": "\nexport default nothing;" });
    expect(await runAcclimate(["train", "a.ts"], { cwd })).toMatchObject({
      exitCode: 2,
      stdout: "",
      stderr:
        "error: a.ts:2: must load without an error, got ReferenceError: nothing is not defined\n",
    });
  });
});

/** Imports files in a process of its own. @returns the names that each exports, or the message of its error */
async function importEach(files: readonly string[]): Promise<string[]> {
  const program = `
import { importModule } from ${JSON.stringify(pathToFileURL(join(ROOT, "src/cli/import-module.ts")))};
const results = [];
for (const file of ${JSON.stringify(files)}) {
  results.push(await importModule(file).then((exports) => Object.keys(exports).join(), (error) => error.message));
}
console.log(JSON.stringify(results));
`;
  const { stdout } = await runNode(["--input-type", "module", "--eval", program], ROOT);
  return JSON.parse(stdout) as string[];
}
