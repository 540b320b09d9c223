// The environment contract as a test suite.

import { describe, expect, it } from "vitest";
import { adaptationRule } from "../../src/rl/check/adaptation.ts";
import { applyRule, environmentRules } from "../../src/rl/check/check-environment.ts";
import { optimumRule } from "../../src/rl/check/optimum.ts";
import type { EnvironmentFamily } from "../../src/rl/environment.ts";

/** Seeds that every rule is checked with. */
const SEEDS = [0, 1, 2];

/** Rules that play thousands of episodes: one seed says as much as several. */
const STATISTICAL = [adaptationRule, optimumRule];

/** Declares one test for each rule of the contract. */
export function describeEnvironmentContract(family: EnvironmentFamily): void {
  describe(family.id, () => {
    it.each(environmentRules)("$name", (rule) => {
      for (const seed of STATISTICAL.includes(rule) ? [0] : SEEDS) {
        const remarks = applyRule(rule, family, seed);
        expect(remarks.filter(({ kind }) => kind === "finding")).toEqual([]);
      }
    });
  });
}
