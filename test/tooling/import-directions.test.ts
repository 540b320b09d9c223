// Plants imports in a tree of its own and asks dependency-cruiser, with the project's rules, which are forbidden.

import { execFile } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { ICruiseResult } from "dependency-cruiser";
import { describe, expect, it } from "vitest";
import { ROOT } from "../support/root.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** What the command looks through. */
const FOLDERS = ["src", "envs", "task-sets", "experiments"];

type Files = Readonly<Record<string, string>>;

const ALLOWED: Files = {
  "src/cli/main.ts":
    'import "../train/loop.ts"; import "../report/html.ts"; import "../random.ts";',
  "src/report/html.ts": 'import "../train/metrics.ts";',
  "src/train/loop.ts":
    'import "../meta-rl/maml.ts"; import "./few-shot-experiment.ts"; import "./metrics.ts";',
  "src/train/few-shot-experiment.ts":
    'import "../few-shot/maml.ts"; import "../tasks/task-set.ts";',
  "src/train/metrics.ts": "export {};",
  "src/meta-rl/maml.ts": 'import "../meta/inner-step.ts"; import "../rl/rollout.ts";',
  "src/few-shot/maml.ts": 'import "../meta/inner-step.ts"; import "../tasks/task-set.ts";',
  "src/classical/trial.ts": 'import "../rl/environment.ts";',
  "src/meta/inner-step.ts": 'import "../nn/policy.ts"; import "../backend/select.ts";',
  "src/rl/rollout.ts": 'import type { Policy } from "../nn/policy.ts"; import "./environment.ts";',
  "src/rl/environment.ts": 'import "../random.ts";',
  "src/nn/policy.ts": 'import "../backend/select.ts"; export interface Policy {}',
  "src/backend/select.ts": 'import "./onnx/session.ts";',
  "src/backend/onnx/session.ts": 'import "onnxruntime-node";',
  "src/schedule.ts": 'await import("mathjs");',
  "src/random.ts": "export {};",
  "src/index.ts": 'import "./train/loop.ts";',
  "src/env.ts": 'import "./random.ts"; import "./rl/environment.ts";',
  "src/few-shot.ts":
    'import "./train/few-shot-experiment.ts"; import "./few-shot/maml.ts"; import "./task-set.ts";',
  "src/task-set.ts": 'import "./random.ts"; import "./tasks/task-set.ts";',
  "src/tasks/task-set.ts": 'import "../random.ts"; import "node:fs";',
  "envs/navigation.ts": 'import "acclimate/env";',
  "task-sets/sinusoid.ts": 'import "acclimate/task-set";',
  "task-sets/mixed.ts": 'import "acclimate/task-set"; import "./sinusoid.ts";',
  "experiments/navigation.ts":
    'import "acclimate"; import "../envs/navigation.ts"; import "./presets/shared.ts";',
  "experiments/presets/shared.ts": 'import "acclimate";',
  "experiments/sinusoid.ts": 'import "acclimate/few-shot"; import "../task-sets/sinusoid.ts";',
  "experiments/reproductions/table.ts":
    'import "acclimate"; import "../navigation.ts"; import "../../envs/navigation.ts";',
};

const FORBIDDEN: readonly (readonly [rule: string, file: string, source: string])[] = [
  ["imports-go-downward", "src/errors.ts", 'import "./rl/environment.ts";'],
  ["imports-go-downward", "src/backend/up.ts", 'import "../nn/policy.ts";'],
  ["imports-go-downward", "src/nn/up.ts", 'import type {} from "../rl/environment.ts";'],
  ["imports-go-downward", "src/rl/up.ts", 'import "../meta/inner-step.ts";'],
  ["imports-go-downward", "src/tasks/up.ts", 'import "../meta/inner-step.ts";'],
  ["imports-go-downward", "src/meta/up.ts", 'import "../train/metrics.ts";'],
  ["imports-go-downward", "src/meta/learner.ts", 'import "../few-shot/maml.ts";'],
  ["imports-go-downward", "src/meta-rl/up.ts", 'import "../train/loop.ts";'],
  ["imports-go-downward", "src/few-shot/up.ts", 'import "../train/few-shot-experiment.ts";'],
  ["imports-go-downward", "src/train/up.ts", 'import "../cli/main.ts";'],
  ["no-cycles", "src/rl/cycle.ts", 'import type {} from "./cycle.ts";'],
  ["resolvable", "src/rl/missing.ts", 'import "./nowhere.ts";'],
  ["resolvable", "src/rl/unknown.ts", 'import "no-such-package";'],
  ["listed-dependencies", "src/rl/development.ts", 'import "fast-check";'],
  ["listed-dependencies", "src/rl/transitive.ts", 'import "esbuild";'],
  ["rl-knows-nn-by-type", "src/rl/value.ts", 'import { Policy } from "../nn/policy.ts";'],
  ["meta-knows-no-rl", "src/meta/rollout.ts", 'import type {} from "../rl/rollout.ts";'],
  ["meta-knows-no-rl", "src/meta/policy.ts", 'import "../meta-rl/maml.ts";'],
  ["meta-knows-no-rl", "src/tasks/episode.ts", 'import "../rl/environment.ts";'],
  ["meta-knows-no-rl", "src/few-shot/returns.ts", 'import "../rl/environment.ts";'],
  ["meta-knows-no-rl", "src/few-shot/policy.ts", 'import "../meta-rl/maml.ts";'],
  ["meta-knows-no-rl", "src/few-shot/trial.ts", 'import "../classical/trial.ts";'],
  ["training-without-reports", "src/train/report.ts", 'import "../report/html.ts";'],
  ["doors-open-inwards", "src/meta-rl/door.ts", 'import "../index.ts";'],
  ["doors-open-inwards", "src/meta-rl/env-door.ts", 'import "../env.ts";'],
  ["doors-open-inwards", "src/few-shot/door.ts", 'import "../task-set.ts";'],
  ["doors-open-inwards", "src/train/door.ts", 'import "../few-shot.ts";'],
  ["src-stands-alone", "src/meta/env.ts", 'import "../../envs/navigation.ts";'],
  ["src-stands-alone", "src/cli/experiment.ts", 'import "../../experiments/navigation.ts";'],
  ["envs-import-the-env-door", "envs/tensors.ts", 'import "@tensorflow/tfjs-core";'],
  ["envs-import-the-env-door", "envs/public.ts", 'import "acclimate";'],
  ["envs-import-the-env-door", "envs/file.ts", 'import "node:fs";'],
  ["task-sets-import-the-task-set-door", "task-sets/public.ts", 'import "acclimate";'],
  ["task-sets-import-the-task-set-door", "task-sets/file.ts", 'import "node:fs";'],
  ["task-sets-import-the-task-set-door", "task-sets/env.ts", 'import "../envs/navigation.ts";'],
  ["src-stands-alone", "src/meta/set.ts", 'import "../../task-sets/sinusoid.ts";'],
  ["doors-by-name", "task-sets/path.ts", 'import "../src/task-set.ts";'],
  ["doors-by-name", "envs/path.ts", 'import "../src/env.ts";'],
  ["doors-by-name", "experiments/path.ts", 'import "../src/index.ts";'],
  ["doors-by-name", "experiments/tasks-path.ts", 'import "../src/few-shot.ts";'],
  [
    "experiments-import-the-public-door",
    "experiments/inner.ts",
    'import "../src/meta-rl/maml.ts";',
  ],
  ["experiments-import-the-public-door", "experiments/env-door.ts", 'import "acclimate/env";'],
  ["experiments-import-the-public-door", "experiments/set.ts", 'import "acclimate/task-set";'],
  ["experiments-import-the-public-door", "experiments/other.ts", 'import "./navigation.ts";'],
  [
    "reproductions-import-experiments",
    "experiments/reproductions/inner.ts",
    'import "../../src/meta-rl/maml.ts";',
  ],
  [
    "reproductions-import-experiments",
    "experiments/reproductions/other.ts",
    'import "./table.ts";',
  ],
  ["onnxruntime-behind-its-backend", "src/backend/session.ts", 'import "onnxruntime-node";'],
  ["mathjs-behind-schedules", "src/nn/parse.ts", 'import "mathjs";'],
  ["tfjs-core-alone", "src/nn/union.ts", 'import "@tensorflow/tfjs";'],
];

describe("import directions", () => {
  it("allow the imports that the layers are made for", async () => {
    expect(await findViolations(ALLOWED)).toEqual([]);
  });

  it("forbid every other one, by the rule that says why", async () => {
    const planted = Object.fromEntries(FORBIDDEN.map(([, file, source]) => [file, source]));
    const found = await findViolations({ ...ALLOWED, ...planted });
    for (const [rule, file] of FORBIDDEN) expect(found).toContainEqual({ rule, file });
    expect(new Set(found.map(({ file }) => file))).toEqual(new Set(Object.keys(planted)));
  });

  it("keep the door of environments narrow", async () => {
    const found = await findViolations({
      ...ALLOWED,
      "src/env.ts": 'import "./rl/rollout.ts"; import "./random.ts";',
    });
    expect(found).toEqual([{ rule: "env-door-is-narrow", file: "src/env.ts" }]);
  });

  it("keep the door of task sets narrow", async () => {
    const found = await findViolations({
      ...ALLOWED,
      "src/task-set.ts": 'import "./schedule.ts"; import "./random.ts";',
    });
    expect(found).toEqual([{ rule: "task-set-door-is-narrow", file: "src/task-set.ts" }]);
  });

  it.each([
    ["itself", 'import "./meta-rl/maml.ts";'],
    ["through other files", 'import "./train/loop.ts";'],
    ["by a type", 'import type {} from "./rl/environment.ts";'],
  ])(
    "keep reinforcement learning out of what the door of few-shot learning imports: %s",
    async (_, source) => {
      const found = await findViolations({ ...ALLOWED, "src/few-shot.ts": source });
      expect(found.length).toBeGreaterThan(0);
      for (const violation of found) {
        expect(violation).toEqual({ rule: "few-shot-door-without-rl", file: "src/few-shot.ts" });
      }
    },
  );
});

describe("experiments on task sets", () => {
  it("load nothing of reinforcement learning, not even a type", async () => {
    const files = readdirSync(join(ROOT, "experiments"))
      .filter((name) => name.endsWith(".ts"))
      .map((name) => join("experiments", name))
      .filter((file) => readFileSync(join(ROOT, file), "utf8").includes("acclimate/few-shot"));
    expect(files.length).toBeGreaterThan(0);
    const { modules } = JSON.parse(await runDepcruise(ROOT, files)) as ICruiseResult;
    const sources = modules.map(({ source }) => source);
    expect(sources).toContain("src/few-shot/evaluate.ts"); // so that imports were followed
    expect(sources.filter((source) => /^src\/(rl|meta-rl|classical)\//.test(source))).toEqual([]);
  });
});

interface Violation {
  readonly rule: string;
  readonly file: string;
}

/** Writes `files` beside the project's own package.json and packages, and runs `depcruise` over them. */
async function findViolations(files: Files): Promise<readonly Violation[]> {
  const folder = temporaryFolder();
  copyFileSync(join(ROOT, "package.json"), join(folder, "package.json"));
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"), "junction");
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  const { summary } = JSON.parse(await runDepcruise(folder, FOLDERS)) as ICruiseResult;
  return summary.violations.map(({ rule, from }) => ({ rule: rule.name, file: from }));
}

/** Runs the command of `npm run check:imports` in a folder, over files and folders. @returns its report as JSON */
async function runDepcruise(cwd: string, paths: readonly string[]): Promise<string> {
  const program = join(ROOT, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
  const config = join(ROOT, ".dependency-cruiser.js");
  const args = [program, "--config", config, "--output-type", "json", ...paths];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      // Violations make depcruise exit with an error too; the report tells them from a crash.
      if (stdout.startsWith("{")) resolve(stdout);
      else reject(new Error(`depcruise: must print a report, got ${stderr}`, { cause: error }));
    });
  });
}
