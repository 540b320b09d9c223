import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { experimentNames, isFile, loadExperiment } from "../../src/cli/load-experiment.ts";
import { ROOT } from "../support/root.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

describe("experimentNames", () => {
  it("lists the files of experiments/", () => {
    expect(experimentNames()).toContain("navigation");
    expect(experimentNames()).not.toContain("results");
  });
});

describe("isFile", () => {
  it.each(["corridor.ts", "corridor.mjs", "./corridor", "a/b", "a\\b.js"])(
    "takes %s for a file",
    (x) => {
      expect(isFile(x)).toBe(true);
    },
  );

  it.each(["corridor", "half-cheetah", "rl2", "ts"])("takes %s for a name", (x) => {
    expect(isFile(x)).toBe(false);
  });
});

describe("loadExperiment", () => {
  it("imports by name and by path", async () => {
    const named = await loadExperiment("navigation");
    expect(named.name).toBe("navigation");
    expect(await loadExperiment(join(ROOT, "experiments/navigation.ts"))).toBe(named);
  });

  it.each([
    ["navigatoin", 'or a file, got "navigatoin"; did you mean "navigation"?'],
    ["zzz", /or a file, got "zzz"$/],
    ["no/such.ts", 'file: must exist, got "no/such.ts"'],
    ["experiments/", 'file: must exist, got "experiments/"'],
  ])("rejects %s", async (name, message) => {
    await expect(loadExperiment(name)).rejects.toThrow(message);
  });

  it.each([
    ["export const x = 1;", ": default export: must be an experiment, got undefined; write export"],
    [
      "\nexport default { createEnvironment: () => {} };",
      ":2: default export: must be an experiment, got an environment; write export default def",
    ],
    [
      "export const x = 1;\n\nexport default { name: 'x' };",
      ":3: default export.description: must be a string, got undefined",
    ],
  ])("rejects a file with %s", async (code, message) => {
    const file = join(temporaryFolder(), "wrong.mjs");
    writeFileSync(file, code);
    await expect(loadExperiment(file)).rejects.toThrow(file + message);
  });
});
