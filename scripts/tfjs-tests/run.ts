// Loads the tests, runs them on a backend and reports.

import { readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import * as tf from "@tensorflow/tfjs-core";
import { format, resolveConfig } from "prettier";
import { installGradients } from "../../src/backend/gradients/install.ts";
import { aliasKernels } from "../../src/backend/onnx/alias.ts";
import { lowerings } from "../../src/backend/onnx/lower/lowerings.ts";
import { onNotice } from "../../src/backend/onnx/notice.ts";
import { registerOnnxBackend } from "../../src/backend/onnx/register.ts";
import { UNMET } from "./describe.ts";
import { specsOf } from "./jasmine.ts";
import type { JasmineEnv, Spec } from "./jasmine.ts";
import { markdownReport, textReport } from "./report.ts";
import type { Kernels, Outcome } from "./report.ts";
import { skips } from "./skips.ts";

const PAGE = join(import.meta.dirname, "../../docs/tfjs-tests.md");

/** What is run. */
export interface RunOptions {
  readonly backend: string;
  /** A part of the file or the name of a test. */
  readonly filter: string;
  /** Whether the summary is written to docs/tfjs-tests.md. */
  readonly write: boolean;
}

/** Runs the tests. @returns the exit code: 1 if a test failed */
export async function runTests(
  jasmine: JasmineEnv,
  { backend, filter, write }: RunOptions,
): Promise<number> {
  onNotice(() => undefined);
  await installBackends(backend);
  const files = await loadTests(jasmine);

  const outcomes: Outcome[] = [];
  const specFilter = (spec: Spec): boolean => {
    const test = `${files.get(spec.id) ?? ""}: ${spec.getFullName()}`;
    if (!test.includes(filter)) return false;
    const reason = skipReason(test);
    if (reason !== undefined) outcomes.push({ test, status: "skipped", reason });
    return reason === undefined;
  };
  jasmine.configure({ random: false, specFilter });
  jasmine.addReporter({
    specDone({ id, fullName, status, failedExpectations }) {
      const test = `${files.get(id) ?? ""}: ${fullName}`;
      if (status === "passed") outcomes.push({ test, status });
      if (status === "failed") {
        outcomes.push({ test, status, messages: failedExpectations.map(({ message }) => message) });
      }
      if (status === "pending") {
        outcomes.push({ test, status: "skipped", reason: "tfjs-core itself disables it" });
      }
    },
    suiteDone({ fullName, failedExpectations }) {
      const messages = failedExpectations.map(({ message }) => message);
      if (messages.length > 0) outcomes.push({ test: fullName, status: "failed", messages });
    },
  });
  await jasmine.execute();
  console.log(textReport(outcomes));
  if (write) await writePage(markdownReport(outcomes, kernelsOf()));
  return outcomes.some(({ status }) => status === "failed") ? 1 : 0;
}

async function writePage(text: string): Promise<void> {
  const style = await resolveConfig(PAGE);
  writeFileSync(PAGE, await format(text, { ...style, filepath: PAGE }));
}

function kernelsOf(): Kernels {
  const lowered = new Set([...Object.keys(aliasKernels), ...Object.keys(lowerings)]);
  const all = tf.getKernelsForBackend("onnx").map(({ kernelName }) => kernelName);
  return {
    lowered: all.filter((name) => lowered.has(name)).sort(),
    onCpu: all.filter((name) => !lowered.has(name)).sort(),
  };
}

async function installBackends(backend: string): Promise<void> {
  registerOnnxBackend();
  await installGradients();
  await import("@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops.js");
  const { setTestEnvs } = await import("@tensorflow/tfjs-core/dist/jasmine_util.js");
  setTestEnvs([{ name: backend, backendName: backend, isDataSync: true }]);
}

/** Loads every test file. @returns the file of each test by its id */
async function loadTests(jasmine: JasmineEnv): Promise<ReadonlyMap<string, string>> {
  const require = createRequire(import.meta.url);
  const dist = join(dirname(require.resolve("@tensorflow/tfjs-core/package.json")), "dist");
  const names = readdirSync(dist, { recursive: true, encoding: "utf8" });
  const files = new Map<string, string>();
  for (const name of names.filter((path) => path.endsWith("_test.js")).sort()) {
    const before = jasmine.topSuite().children.length;
    await import(pathToFileURL(join(dist, name)).href);
    for (const child of jasmine.topSuite().children.slice(before)) {
      for (const spec of specsOf(child)) files.set(spec.id, name);
    }
  }
  return files;
}

function skipReason(test: string): string | undefined {
  const [, unmet] = test.split(UNMET);
  if (unmet !== undefined) return unmet.split(";")[0];
  return skips.find(({ tests }) => tests.some((pattern) => pattern.test(test)))?.reason;
}
