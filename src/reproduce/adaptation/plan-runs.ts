// Layer 5: which runs a reproduction of adaptation needs.

import { ConfigError } from "../../errors.ts";
import type { Config } from "../../train/config.ts";
import { resolveConfig } from "../../train/resolve-config.ts";
import { innerStepsOf } from "./adaptation-reproduction.ts";
import type { AdaptationMethod, AdaptationReproduction } from "./adaptation-reproduction.ts";

/** One run. */
export interface PlannedRun {
  readonly method: AdaptationMethod;
  readonly seed: number;
  /** Unique in the reproduction; may be part of a path. */
  readonly name: string;
  /** Outer steps, where they are fewer than the preset's. */
  readonly outerSteps?: number;
  /** Its whole configuration. */
  readonly config: Config;
}

/** What to plan. */
export interface PlanOptions {
  readonly reproduction: AdaptationReproduction;
  /** Those to train. */
  readonly methods: readonly AdaptationMethod[];
  readonly seeds: readonly number[];
  /** Most outer steps of a run; null for those of each preset. */
  readonly outerSteps: number | null;
}

/**
 * Plans a run for each method and seed, method by method.
 * @throws {@link ConfigError} if a preset or an override is wrong, or evaluates after fewer inner steps than are compared
 */
export async function planRuns(options: PlanOptions): Promise<readonly PlannedRun[]> {
  const runs: PlannedRun[] = [];
  for (const method of options.methods) {
    for (const seed of options.seeds) runs.push(await planRun(options, method, seed));
  }
  return runs;
}

async function planRun(
  { reproduction, outerSteps }: PlanOptions,
  method: AdaptationMethod,
  seed: number,
): Promise<PlannedRun> {
  const { experiment } = reproduction;
  const { preset, overrides } = method;
  const changes = { preset, overrides, seed };
  const whole = await resolveConfig(experiment, changes);
  const least = innerStepsOf(reproduction, method);
  const { innerSteps } = whole.evaluation;
  if (innerSteps < least) {
    throw new ConfigError(
      `method ${method.name}: evaluation.innerSteps of preset ${preset} must be at least ${least}, got ${innerSteps}`,
    );
  }
  const run = { method, seed, name: `${method.name}-seed-${seed}` };
  if (outerSteps === null || outerSteps >= whole.outerSteps) return { ...run, config: whole };
  const config = await resolveConfig(experiment, { ...changes, outerSteps });
  return { ...run, outerSteps, config };
}
