// Runs with numbers that tests choose, as values and as run folders.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ComparedRun } from "../../../src/report/compare/method.ts";
import type { MetricsLine } from "../../../src/train/metrics.ts";

/** What a test says of a run; the rest has no meaning. */
export interface RunSketch {
  readonly folder?: string;
  readonly seed?: number;
  readonly experiment?: string;
  readonly preset?: string;
  /** Fields of the configuration, beside the seed. */
  readonly config?: object;
  readonly environment?: string;
  readonly hash?: string;
  /** Returns after adaptation, one an outer step; those before it are 100 lower. */
  readonly returns?: readonly number[];
  /** Environment steps of each outer step, or all counts so far. */
  readonly steps?: number | readonly number[];
  /** Seconds of each outer step. */
  readonly seconds?: number;
  /** Returns on each held-out task after 0, 1, … inner steps. */
  readonly heldOut?: readonly (readonly number[])[];
  /** The held-out tasks. */
  readonly tasks?: readonly number[];
}

/** Makes a run. */
export function sketchRun(sketch: RunSketch = {}): ComparedRun {
  const { folder = "run", seed = 1, experiment = "toy", preset = "quick", config = {} } = sketch;
  const { environment = "toy@1", hash = "abc" } = sketch;
  return {
    folder,
    experiment,
    description: {
      experiment,
      preset,
      seed,
      command: `acclimate train ${experiment} --preset ${preset} --seed ${seed}`,
      config: { ...(config as ComparedRun["description"]["config"]), seed },
      environment: { id: environment, hash },
      backend: "cpu",
      versions: { acclimate: "0.1.0", node: "20.19.0", backend: "tfjs 4.22.0" },
    },
    metrics: metricsOf(sketch),
    evaluation: evaluationOf(sketch),
  };
}

/** Writes a run folder below `parent`, as after a completed training. @returns its path */
export function writeRun(parent: string, sketch: RunSketch & { readonly folder: string }): string {
  const { description, metrics, evaluation } = sketchRun(sketch);
  const folder = join(parent, sketch.folder);
  mkdirSync(folder, { recursive: true });
  const write = (file: string, text: string): void => writeFileSync(join(folder, file), text);
  write("config.json", JSON.stringify(description));
  write("metrics.jsonl", metrics.map((line) => `${JSON.stringify(line)}\n`).join(""));
  write("evaluation.json", JSON.stringify(evaluation));
  write("summary.json", JSON.stringify({ status: "completed", outerSteps: metrics.length }));
  return folder;
}

function metricsOf({ returns = [1, 2], steps = 10, seconds = 1 }: RunSketch): MetricsLine[] {
  return returns.map((value, outerStep) => ({
    outerStep,
    preAdaptation: { return: value - 100 },
    postAdaptation: { return: value },
    environmentSteps:
      typeof steps === "number" ? steps * (outerStep + 1) : (steps[outerStep] as number),
    seconds: { rollout: 0, adapt: 0, gradient: 0, direction: 0, lineSearch: 0, total: seconds },
  }));
}

function evaluationOf(sketch: RunSketch): ComparedRun["evaluation"] {
  const heldOut = sketch.heldOut ?? [[1, 2]];
  const { environment = "toy@1", tasks = heldOut.map((_, task) => task) } = sketch;
  const stages = (heldOut[0] as readonly number[]).map((_, innerSteps) => {
    const values = heldOut.map((returns) => returns[innerSteps] as number);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return { innerSteps, mean, ci95: [mean - 1, mean + 1] as const };
  });
  return {
    environment,
    tasks: heldOut.length,
    episodesPerTask: 1,
    returns: stages,
    perTask: heldOut.map((returns, task) => ({ task: tasks[task] as number, returns })),
  };
}
