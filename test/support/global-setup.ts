// Runs once before all test files: one seed for the property tests of the whole suite.

import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Seed of every fast-check property. */
    propertySeed: number;
  }
}

const DEFAULT_SEED = 1703; // MAML is arXiv:1703.03400

/** Reads the seed from `ACCLIMATE_TEST_SEED`; the same tests draw the same values unless it is set. */
export default function setup(project: TestProject): void {
  const seed = Number(process.env["ACCLIMATE_TEST_SEED"] ?? DEFAULT_SEED);
  if (!Number.isInteger(seed)) {
    throw new Error(
      `ACCLIMATE_TEST_SEED: must be an integer, got ${process.env["ACCLIMATE_TEST_SEED"]}`,
    );
  }
  console.log(`Property tests use seed ${seed}; ACCLIMATE_TEST_SEED sets another.`);
  project.provide("propertySeed", seed);
}
