// Plants imports in a tree of its own and asks dependency-cruiser, with the project's rules, which are forbidden.

import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { ICruiseResult } from "dependency-cruiser";
import { describe, expect, it } from "vitest";
import { ROOT } from "../support/root.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

type Files = Readonly<Record<string, string>>;

const ALLOWED: Files = {
  "src/cli/main.ts":
    'import "../train/loop.ts"; import "../report/html.ts"; import "../random.ts";',
  "src/report/html.ts": 'import "../train/metrics.ts";',
  "src/train/loop.ts": 'import "../meta/maml.ts"; import "./metrics.ts";',
  "src/train/metrics.ts": "export {};",
  "src/meta/maml.ts": 'import "../rl/rollout.ts"; import "../nn/policy.ts";',
  "src/rl/rollout.ts": 'import type { Policy } from "../nn/policy.ts"; import "./environment.ts";',
  "src/rl/environment.ts": 'import "../random.ts";',
  "src/nn/policy.ts": 'import "../backend/select.ts"; export interface Policy {}',
  "src/backend/select.ts": 'import "./onnx/session.ts";',
  "src/backend/onnx/session.ts": 'import "onnxruntime-node";',
  "src/schedule.ts": 'await import("mathjs");',
  "src/random.ts": "export {};",
  "src/index.ts": 'import "./train/loop.ts";',
  "src/env.ts": 'import "./random.ts"; import "./rl/environment.ts";',
  "src/task-set.ts": 'import "./random.ts"; import "./tasks/task-set.ts";',
  "src/tasks/task-set.ts": 'import "../random.ts"; import "node:fs";',
  "envs/navigation.ts": 'import "acclimate/env";',
  "task-sets/sinusoid.ts": 'import "acclimate/task-set";',
  "task-sets/mixed.ts": 'import "acclimate/task-set"; import "./sinusoid.ts";',
  "experiments/navigation.ts":
    'import "acclimate"; import "../envs/navigation.ts"; import "./presets/shared.ts";',
  "experiments/presets/shared.ts": 'import "acclimate";',
  "experiments/reproductions/table.ts":
    'import "acclimate"; import "../navigation.ts"; import "../../envs/navigation.ts";',
};

const FORBIDDEN: readonly (readonly [rule: string, file: string, source: string])[] = [
  ["imports-go-downward", "src/errors.ts", 'import "./rl/environment.ts";'],
  ["imports-go-downward", "src/backend/up.ts", 'import "../nn/policy.ts";'],
  ["imports-go-downward", "src/nn/up.ts", 'import type {} from "../rl/environment.ts";'],
  ["imports-go-downward", "src/rl/up.ts", 'import "../meta/maml.ts";'],
  ["imports-go-downward", "src/meta/up.ts", 'import "../train/loop.ts";'],
  ["imports-go-downward", "src/train/up.ts", 'import "../cli/main.ts";'],
  ["no-cycles", "src/rl/cycle.ts", 'import type {} from "./cycle.ts";'],
  ["resolvable", "src/rl/missing.ts", 'import "./nowhere.ts";'],
  ["resolvable", "src/rl/unknown.ts", 'import "no-such-package";'],
  ["listed-dependencies", "src/rl/development.ts", 'import "fast-check";'],
  ["listed-dependencies", "src/rl/transitive.ts", 'import "esbuild";'],
  ["rl-knows-nn-by-type", "src/rl/value.ts", 'import { Policy } from "../nn/policy.ts";'],
  ["training-without-reports", "src/train/report.ts", 'import "../report/html.ts";'],
  ["doors-open-inwards", "src/meta/door.ts", 'import "../index.ts";'],
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
  ["experiments-import-the-public-door", "experiments/inner.ts", 'import "../src/meta/maml.ts";'],
  ["experiments-import-the-public-door", "experiments/other.ts", 'import "./navigation.ts";'],
  [
    "reproductions-import-experiments",
    "experiments/reproductions/inner.ts",
    'import "../../src/meta/maml.ts";',
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
  const { summary } = JSON.parse(await runDepcruise(folder)) as ICruiseResult;
  return summary.violations.map(({ rule, from }) => ({ rule: rule.name, file: from }));
}

/** Runs the command of `npm run check:imports` in a folder. @returns its report as JSON */
async function runDepcruise(cwd: string): Promise<string> {
  const program = join(ROOT, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
  const config = join(ROOT, ".dependency-cruiser.js");
  const folders = ["src", "envs", "task-sets", "experiments"];
  const args = [program, "--config", config, "--output-type", "json", ...folders];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      // Violations make depcruise exit with an error too; the report tells them from a crash.
      if (stdout.startsWith("{")) resolve(stdout);
      else reject(new Error(`depcruise: must print a report, got ${stderr}`, { cause: error }));
    });
  });
}
