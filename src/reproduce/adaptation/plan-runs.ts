// Layer 5: which runs a reproduction of adaptation needs.

import { ConfigError } from "../../errors.ts";
import type { Config } from "../../train/base-config.ts";
import { resolveConfig } from "../../train/resolve-config.ts";
import { innerStepsOf } from "./adaptation-panel.ts";
import type { AdaptationMethod, AdaptationPanel } from "./adaptation-panel.ts";

/** One run. */
export interface PlannedRun {
  readonly panel: AdaptationPanel;
  readonly method: AdaptationMethod;
  readonly seed: number;
  /** Unique in the reproduction; a path of two parts, the first being the panel. */
  readonly name: string;
  /** What differs from the preset: that of the panel, then that of the method. */
  readonly overrides: readonly string[];
  /** Outer steps, where they are fewer than the preset's. */
  readonly outerSteps?: number;
  /** Its whole configuration. */
  readonly config: Config;
}

/** What to plan. */
export interface PlanOptions {
  /** Those to make, with the methods to train. */
  readonly panels: readonly AdaptationPanel[];
  readonly seeds: readonly number[];
  /** Most outer steps of a run; null for those of each preset. */
  readonly outerSteps: number | null;
}

/**
 * Plans a run for each method and seed, panel by panel and method by method.
 * @throws {@link ConfigError} if a preset or an override is wrong, or evaluates after fewer inner steps than are compared or on
 *   another number of held-out tasks than others of the panel
 */
export async function planRuns(options: PlanOptions): Promise<readonly PlannedRun[]> {
  const runs: PlannedRun[] = [];
  for (const panel of options.panels) {
    const ofPanel: PlannedRun[] = [];
    for (const method of panel.methods) {
      for (const seed of options.seeds) {
        ofPanel.push(await planRun(options, panel, method, seed));
      }
    }
    checkNumbersOfTasks(ofPanel);
    runs.push(...ofPanel);
  }
  return runs;
}

async function planRun(
  { outerSteps }: PlanOptions,
  panel: AdaptationPanel,
  method: AdaptationMethod,
  seed: number,
): Promise<PlannedRun> {
  const { experiment } = panel;
  const { preset } = method;
  const overrides = [...(panel.overrides ?? []), ...(method.overrides ?? [])];
  const changes = { preset, overrides, seed };
  const whole = await resolveConfig(experiment, changes);
  const least = innerStepsOf(panel, method);
  const { innerSteps } = whole.evaluation;
  if (innerSteps < least) {
    throw new ConfigError(
      `${panel.name}/${method.name}: evaluation.innerSteps of preset ${preset} must be at least ${least}, got ${innerSteps}`,
    );
  }
  const name = `${panel.name}/${method.name}-seed-${seed}`;
  const run = { panel, method, seed, name, overrides };
  if (outerSteps === null || outerSteps >= whole.outerSteps) return { ...run, config: whole };
  const config = await resolveConfig(experiment, { ...changes, outerSteps });
  return { ...run, outerSteps, config };
}

/** Finds out before any work what {@link compareResults} would find out after it. */
function checkNumbersOfTasks([first, ...others]: readonly PlannedRun[]): void {
  if (first === undefined) return;
  const { tasks } = first.config.evaluation;
  const other = others.find(({ config }) => config.evaluation.tasks !== tasks);
  if (other === undefined) return;
  throw new ConfigError(
    `${other.panel.name}/${other.method.name}: evaluation.tasks must be the ${tasks} of ${first.method.name}, got ${other.config.evaluation.tasks}`,
  );
}
