// The last line of a test run: how many passed and failed, in words that a script can read.

import type { Reporter, TestModule } from "vitest/node";

/** Prints `N passed, N failed, N skipped` as the process ends, after everything that other reporters print. */
export const closingLine: Reporter = {
  onTestRunEnd(testModules: readonly TestModule[]): void {
    const counts = { passed: 0, failed: 0, skipped: 0 };
    for (const testModule of testModules) {
      // A file that fails before its tests are known has none to count.
      const isBroken = testModule.state() === "failed" && testModule.children.size === 0;
      if (isBroken) counts.failed++;
      for (const test of testModule.children.allTests()) {
        const { state } = test.result();
        if (state !== "pending") counts[state]++;
      }
    }
    process.once("exit", () => {
      process.stdout.write(
        `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`,
      );
    });
  },
};
