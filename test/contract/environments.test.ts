import { describe, expect, it } from "vitest";
import { describeEnvironmentContract, loadEnvironments } from "./environment.ts";
import { dial, walk } from "../rl/toy-environments.ts";

const files = await loadEnvironments(new URL("../../envs/", import.meta.url));
const families = files.flatMap((file) => file.families);

describe("the folder of environments", () => {
  it.each(files)("has an environment in $file", ({ families }) => {
    expect(families.length).toBeGreaterThan(0);
  });

  it("gives every environment an id of its own", () => {
    expect(families.length).toBeGreaterThan(0);
    expect(new Set(families.map((family) => family.id)).size).toBe(families.length);
  });
});

[...families, walk, dial].forEach(describeEnvironmentContract);
