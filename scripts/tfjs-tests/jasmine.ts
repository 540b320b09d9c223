// The part of Jasmine that the runner uses, and its functions as the globals that the tests expect.

import { createRequire } from "node:module";

/** A declared test. */
export interface Spec {
  readonly id: string;
  getFullName(): string;
}

/** A declared group of tests. */
export interface Suite {
  readonly children: readonly (Spec | Suite)[];
}

/** The outcome of a test. */
export interface SpecResult {
  readonly id: string;
  readonly fullName: string;
  /** `excluded` where the filter left it out, `pending` where it skipped itself. */
  readonly status: "passed" | "failed" | "pending" | "excluded";
  readonly failedExpectations: readonly { readonly message: string; readonly stack?: string }[];
}

interface SuiteResult {
  readonly fullName: string;
  readonly failedExpectations: SpecResult["failedExpectations"];
}

/** Where Jasmine reports to. */
export interface Reporter {
  specDone(result: SpecResult): void;
  suiteDone(result: SuiteResult): void;
}

/** What runs the tests. */
export interface JasmineEnv {
  configure(options: {
    readonly random: boolean;
    readonly specFilter: (spec: Spec) => boolean;
  }): void;
  addReporter(reporter: Reporter): void;
  topSuite(): Suite;
  execute(): Promise<unknown>;
}

declare global {
  function describe(name: string, tests: () => void): void;
}

/** Starts Jasmine. */
export function startJasmine(): JasmineEnv {
  const require = createRequire(import.meta.url);
  const jasmine = require("jasmine-core") as {
    noGlobals(): { jasmine: { getEnv(): JasmineEnv } };
  };
  const functions = jasmine.noGlobals();
  // Modules of tfjs-core call `require` too, as they are bundled for CommonJS.
  Object.assign(globalThis, functions, { require });
  return functions.jasmine.getEnv();
}

/** All tests of a suite and of those within it. */
export function specsOf(suite: Spec | Suite): Spec[] {
  return "children" in suite ? suite.children.flatMap(specsOf) : [suite];
}
