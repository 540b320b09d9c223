import { describe, expect, it } from "vitest";
import { loadBuiltInEnvironments } from "../../src/cli/load-environment.ts";
import { line } from "../fixtures/line.ts";
import { dial } from "../rl/toy-environments.ts";
import { describeEnvironmentContract } from "./environment.ts";

const files = await loadBuiltInEnvironments();
const families = files.flatMap((file) => file.families);

describe("the folder of environments", () => {
  it.each(files)("has an environment in $name", ({ families }) => {
    expect(families.length).toBeGreaterThan(0);
  });

  it("gives every environment an id of its own", () => {
    expect(families.length).toBeGreaterThan(0);
    expect(new Set(families.map((family) => family.id)).size).toBe(families.length);
  });
});

[...families, line, dial].forEach(describeEnvironmentContract);
