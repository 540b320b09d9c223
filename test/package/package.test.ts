// The packed package in an empty project, which is the template of docs/custom-environments.md: its types, its doors, its
// command line.
//
// By default nothing is downloaded: dependencies are this repository's. `npm run check:install` is the same with npm's registry.

import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readCodeBlocks } from "../docs/markdown.ts";
import { createFolder, LITTLE_WORK, writeFiles } from "../docs/project.ts";
import { ROOT } from "../support/root.ts";
import { installFromHere, installFromRegistry, pack, readManifest } from "./install.ts";
import type { Tarball } from "./install.ts";

const DOCUMENT = "docs/custom-environments.md";

/** `vitest --mode registry` puts the mode here. */
const IS_FROM_REGISTRY = process.env["MODE"] === "registry";

/** A build, and an installation from a registry. */
const SET_UP_MS = 600_000;

/** The files of the template: those of TypeScript are named by their first line, those of JSON by the line above them. */
const template: Readonly<Record<string, string>> = Object.fromEntries([
  ...readCodeBlocks(DOCUMENT, ["ts"])
    .map(({ code }) => [/^\/\/ (\S+)/.exec(code)?.[1] ?? "", code])
    .filter(([file]) => file !== "thermostat-experiment.ts"),
  ...[
    ...readFileSync(join(ROOT, DOCUMENT), "utf8").matchAll(/^`(\S+)`\n\n```json\n([^]*?)^```$/gm),
  ].map(([, file = "", code = ""]) => [file, code]),
]) as Record<string, string>;

let folder: string;
let tarball: Tarball;
let project: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "acclimate-package-"));
  tarball = await pack(folder);
  project = join(folder, "project");
  writeFiles(project, template);
  const install = IS_FROM_REGISTRY ? installFromRegistry : installFromHere;
  await install(tarball, project);
}, SET_UP_MS);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** How a program ended. */
interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs Node, without this repository's arguments. */
function runNode(args: readonly string[], cwd = project): Promise<Ended> {
  const env = { ...process.env, NO_COLOR: "1", NODE_OPTIONS: "" };
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd, env }, (error, stdout, stderr) => {
      resolve({ exitCode: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

/** Runs the installed command line. */
function acclimate(args: readonly string[], cwd = project): Promise<Ended> {
  const installed = join(project, "node_modules/acclimate");
  return runNode([join(installed, readManifest(installed).bin["acclimate"] ?? ""), ...args], cwd);
}

/** Runs the compiler. @returns its errors */
async function compile(...args: readonly string[]): Promise<readonly string[]> {
  const tsc = join(project, "node_modules/typescript/bin/tsc");
  const { stdout } = await runNode([tsc, ...args]);
  return stdout.split("\n").filter((line) => /error TS\d+/.test(line));
}

describe("the packed package", () => {
  it("holds the build, the documentation, and the sources of environments and of task sets alone", () => {
    const { files } = tarball;
    for (const file of [
      ...["dist/src/index.js", "dist/src/index.d.ts", "dist/src/env.js", "dist/src/env.d.ts"],
      ...["dist/src/task-set.js", "dist/src/task-set.d.ts", "dist/task-sets/sinusoid.js"],
      ...["dist/src/cli/main.js", "dist/envs/navigation.js", "dist/experiments/navigation.js"],
      ...["docs/custom-environments.md", "README.md", "LICENSE", "CHANGELOG.md", "package.json"],
    ]) {
      expect(files).toContain(file);
    }
    const others = files.filter(
      (file) => !/^(dist|docs|envs|task-sets)\/|^[A-Z]+(\.md)?$/.test(file),
    );
    expect(others).toEqual(["package.json"]);
    const sources = files.filter((file) => /(?<!\.d)\.ts$/.test(file));
    expect(sources.filter((file) => !/^(envs|task-sets)\//.test(file))).toEqual([]);
    expect(files.filter((file) => file.startsWith("docs/api/"))).toEqual([]);
  });
});

describe("the types of the installed package", () => {
  it("are those that the template needs, under its tsconfig.json", async () => {
    expect(template["package.json"]).toContain(
      `"typescript": "${readManifest(ROOT).devDependencies["typescript"]}"`,
    );
    expect(await compile("-p", ".")).toEqual([]);
  });

  it("find what is wrong in an experiment, and are right themselves", async () => {
    writeFiles(project, {
      "both.ts": `
import { createRandom, defineExperiment, maml, type Experiment, type Params } from "acclimate";
import { unbatch, type Random } from "acclimate/env";
import { thermostat } from "./thermostat.ts";
const rng: Random = createRandom(1);
export const shared: [Random, typeof unbatch, Params | undefined] = [rng, unbatch, undefined];
const rest = { name: "a", description: "b", environments: [thermostat], learners: [maml] };
export const right: Experiment = defineExperiment({ ...rest, presets: { a: { outerSteps: 1 } } });
export const wrong = defineExperiment({ ...rest, presets: { a: { outerStep: 1 } } });
`,
      "env.ts": 'export * from "acclimate/env";',
    });
    const options = [
      ...["--ignoreConfig", "--noEmit", "--lib", "es2023", "--module", "nodenext"],
      ...["--strict", "--exactOptionalPropertyTypes", "--allowImportingTsExtensions"],
    ];
    // Without skipLibCheck, the declarations of TensorFlow.js have errors; ours must have none.
    const errors = await compile("both.ts", ...options, "--types", "node");
    const ours = errors.filter((error) => /^(both\.ts|node_modules\/acclimate\/)/.test(error));
    expect(ours).toEqual([expect.stringMatching(/^both\.ts\(9,.* 'outerStep' does not exist/)]);
    expect(await compile("env.ts", ...options)).toEqual([]);
  });
});

describe("the doors of the installed package", () => {
  it("are of one copy, and that of environments loads no tensors", async () => {
    const program = `
import { ConfigError } from "acclimate/env";
const loaded = "_tfengine" in globalThis;
const { ConfigError: same, createRandom } = await import("acclimate");
console.log(loaded, same === ConfigError, "_tfengine" in globalThis, createRandom(1).name);
`;
    const ended = await runNode(["--input-type", "module", "--eval", program]);
    expect(ended).toEqual({ exitCode: 0, stdout: "false true true 1\n", stderr: "" });
  });
});

describe("the installed command line", () => {
  it("knows its version, and the experiments and environments that come with it", async () => {
    const { version } = readManifest(ROOT);
    expect(await acclimate(["--version"])).toMatchObject({ exitCode: 0, stdout: `${version}\n` });
    const { exitCode, stdout } = await acclimate(["list"]);
    expect(exitCode).toBe(0);
    for (const file of readdirSync(join(ROOT, "experiments")).filter((x) => x.endsWith(".ts"))) {
      expect(stdout).toMatch(new RegExp(`^${basename(file, ".ts")}$`, "m"));
    }
    expect(stdout).toContain("\nenvironments\n");
    const checked = await acclimate(["check", "navigation@maml2017"]);
    expect(checked.stdout).toContain("1 environment checked, nothing found");
  });

  it.runIf(IS_FROM_REGISTRY)("is what npx finds", () => {
    const args = ["--no", "--", "acclimate", "--version"];
    const shell = process.platform === "win32"; // npx is a script there
    const stdout = execFileSync("npx", args, { cwd: project, encoding: "utf8", shell });
    expect(stdout).toBe(`${readManifest(ROOT).version}\n`);
  });

  it("runs the commands of the template", async () => {
    const [commands = ""] = readCodeBlocks(DOCUMENT, ["bash"])
      .map(({ code }) => code)
      .filter((code) => code.includes("npx acclimate"));
    const all = [...commands.matchAll(/^npx acclimate (.*)$/gm)].map(([, rest = ""]) =>
      rest.split(" "),
    );
    expect(all.map(([name]) => name)).toEqual(["check", "train", "evaluate", "resume"]);
    for (const [name, ...args] of all) {
      const less = {
        train: LITTLE_WORK,
        evaluate: ["--tasks", "2"],
        resume: ["--outer-steps", "2"],
      }[name ?? ""];
      const ended = await acclimate([name ?? "", ...args, ...(less ?? [])]);
      expect(ended, name).toMatchObject({ exitCode: 0, stderr: "" });
    }
    const summary = readFileSync(join(project, "runs/thermostat-1/summary.json"), "utf8");
    expect(JSON.parse(summary)).toMatchObject({ status: "completed", outerSteps: 2 });
  });

  it("trains a file outside of the project, and says in which line another is wrong", async () => {
    const [{ code } = { code: "" }] = readCodeBlocks(DOCUMENT, ["ts"]);
    const cwd = createFolder({ "experiment.ts": code });
    const trained = await acclimate(["train", "experiment.ts", ...LITTLE_WORK], cwd);
    expect(trained).toMatchObject({ exitCode: 0, stderr: "" });
    writeFileSync(join(cwd, "wrong.ts"), "\ntype A = 1;\nexport default nothing;\n");
    expect(await acclimate(["train", "wrong.ts"], cwd)).toEqual({
      exitCode: 2,
      stdout: "",
      stderr:
        "error: wrong.ts:3: must load without an error, got ReferenceError: nothing is not defined\n",
    });
  });
});
