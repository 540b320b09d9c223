// The environment contract as a test suite, and the list of environments that it runs on: all that the folder exports.

import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { applyRule, environmentRules } from "../../src/rl/check-environment.ts";
import type { EnvironmentFamily } from "../../src/rl/environment.ts";

/** Seeds that every rule is checked with. */
const SEEDS = [0, 1, 2];

/** Declares one test for each rule of the contract. */
export function describeEnvironmentContract(family: EnvironmentFamily): void {
  describe(family.id, () => {
    it.each(environmentRules)("$name", (rule) => {
      for (const seed of SEEDS) expect(applyRule(rule, family, seed)).toEqual([]);
    });
  });
}

/** The environments that one file exports, by themselves or in arrays. */
export interface EnvironmentFile {
  readonly file: string;
  readonly families: readonly EnvironmentFamily[];
}

/** Imports every file of a folder and collects the environments that it exports. */
export async function loadEnvironments(folder: URL): Promise<readonly EnvironmentFile[]> {
  const files = readdirSync(folder).filter((name) => name.endsWith(".ts"));
  return Promise.all(
    files.map(async (file) => {
      const exports = (await import(new URL(file, folder).href)) as Record<string, unknown>;
      const families = Object.values(exports).flat().filter(isFamily);
      return { file, families: [...new Set(families)] };
    }),
  );
}

function isFamily(value: unknown): value is EnvironmentFamily {
  return typeof value === "object" && value !== null && "createEnvironment" in value;
}
