// Layer 6: `acclimate bench`.

import { backendVersion, useBackend } from "../../backend/backend.ts";
import { benchmark } from "../../train/benchmark.ts";
import type { Experiment } from "../../train/experiment.ts";
import { choosePreset, resolveConfig } from "../../train/resolve-config.ts";
import { benchInProcess } from "../bench-process.ts";
import { renderBenchmark, renderTasksBenchmarks } from "../bench-tables.ts";
import type { TasksBenchmark } from "../bench-tables.ts";
import { loadExperiment } from "../load-experiment.ts";
import { createOutput } from "../output.ts";

/** Options of `acclimate bench`. */
export interface BenchCommandOptions {
  readonly preset?: string | undefined;
  readonly outerSteps: number;
  readonly warmup: number;
  readonly seed?: number | undefined;
  readonly set: readonly string[];
  /** Numbers of tasks to repeat the measurement with. */
  readonly tasks?: readonly number[] | undefined;
  readonly backend: string;
  readonly json?: true | undefined;
}

/** Measures an experiment and prints what was measured. */
export async function runBench(nameOrFile: string, options: BenchCommandOptions): Promise<void> {
  const { preset, seed, set, tasks, outerSteps, warmup } = options;
  const experiment = await loadExperiment(nameOrFile);
  // Schedules are those of the experiment's own length of training.
  const config = await resolveConfig(experiment, { preset, overrides: set, seed });
  const backend = await useBackend(options.backend);
  const output = createOutput(options);
  const what = {
    experiment: experiment.name,
    preset: choosePreset(experiment, preset),
    backend: `${backend} (${backendVersion(backend)})`,
  };
  output.print(
    `${what.experiment}, preset ${what.preset}, backend ${what.backend}: ${outerSteps} outer steps after ${warmup}`,
  );
  if (tasks === undefined) {
    const measured = benchmark({ experiment, config, outerSteps, warmup });
    output.print(renderBenchmark(measured));
    output.result({ ...what, outerSteps, warmup, ...measured });
  } else {
    const byTasks = await measureByTasks(nameOrFile, experiment, { ...options, tasks });
    output.print(renderTasksBenchmarks(byTasks));
    output.result({ ...what, outerSteps, warmup, byTasks });
  }
}

/** Measures with each number of tasks, one process after the other. */
async function measureByTasks(
  nameOrFile: string,
  experiment: Experiment,
  { tasks, ...options }: BenchCommandOptions & { readonly tasks: readonly number[] },
): Promise<TasksBenchmark[]> {
  const setsOf = (metaBatchSize: number): string[] => [
    ...options.set,
    `metaBatchSize=${metaBatchSize}`,
  ];
  // A configuration that is wrong is found before anything is measured.
  for (const metaBatchSize of tasks) {
    await resolveConfig(experiment, { ...options, overrides: setsOf(metaBatchSize) });
  }
  const measured: TasksBenchmark[] = [];
  for (const metaBatchSize of tasks) {
    const set = setsOf(metaBatchSize);
    const result = await benchInProcess(argumentsOf(nameOrFile, { ...options, set }));
    measured.push({ metaBatchSize, ...result });
  }
  return measured;
}

/** The arguments of `acclimate` that ask for one measurement, as an object. */
function argumentsOf(
  nameOrFile: string,
  { preset, outerSteps, warmup, seed, set, backend }: BenchCommandOptions,
): string[] {
  const one = { preset, "outer-steps": outerSteps, warmup, seed, backend };
  const given = Object.entries(one).filter(([, value]) => value !== undefined);
  return [
    "bench",
    nameOrFile,
    ...given.map(([name, value]) => `--${name}=${value}`),
    ...set.map((override) => `--set=${override}`),
    "--json",
  ];
}
