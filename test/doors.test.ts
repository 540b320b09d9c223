// What the doors of the package let in, in processes that have loaded nothing else.

import { describe, expect, it } from "vitest";
import { ROOT } from "./support/root.ts";
import { runNode } from "./support/run-node.ts";

// tfjs keeps its engine in a global.
const HAS_TENSORS = 'console.log("_tfengine" in globalThis);';

describe("acclimate/env", () => {
  it("loads no tensors", async () => {
    expect(await run(`import "acclimate/env"; ${HAS_TENSORS}`)).toBe("false\n");
    expect(await run(`import "acclimate"; ${HAS_TENSORS}`)).toBe("true\n");
  });
});

describe("acclimate/task-set", () => {
  it("loads no tensors, and neither does a task set", async () => {
    expect(await run(`import "acclimate/task-set"; ${HAS_TENSORS}`)).toBe("false\n");
    expect(await run(`import "acclimate/task-sets/mixed"; ${HAS_TENSORS}`)).toBe("false\n");
  });
});

describe("acclimate", () => {
  it("prints nothing when it is imported", async () => {
    expect(await run('import "acclimate";')).toBe("");
  });
});

/** Runs a program. @returns what it printed, to standard output and then to standard error */
async function run(source: string): Promise<string> {
  const { stdout, stderr } = await runNode(["--input-type", "module", "--eval", source], ROOT);
  return stdout + stderr;
}
