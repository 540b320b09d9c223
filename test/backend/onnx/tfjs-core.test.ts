// tfjs-core's own tests against the onnx backend; docs/tfjs-tests.md says what they are.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ROOT } from "../../support/root.ts";
import { runNode } from "../../support/run-node.ts";

it(
  "passes tfjs-core's tests, as many as the documentation says",
  { timeout: 300_000 },
  async () => {
    const { stdout } = await runNode(["scripts/tfjs-tests.ts"], ROOT);
    const [, passed, failed, skipped] =
      /(\d+) passed, (\d+) failed, (\d+) skipped\n$/.exec(stdout) ?? [];
    expect(failed).toBe("0");
    const page = readFileSync(join(ROOT, "docs/tfjs-tests.md"), "utf8");
    const counts = /\| all +\| +(\d+) \| +(\d+) \| +(\d+) \|/.exec(page)?.slice(1);
    expect(counts).toEqual([passed, failed, skipped]);
  },
);
