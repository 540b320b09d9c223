// Layer 6: `acclimate bench`.

import Table from "cli-table3";
import { backendVersion, useBackend } from "../../backend/backend.ts";
import { benchmark } from "../../train/benchmark.ts";
import type { Benchmark } from "../../train/benchmark.ts";
import { choosePreset, resolveConfig } from "../../train/resolve-config.ts";
import { loadExperiment } from "../load-experiment.ts";
import { createOutput } from "../output.ts";
import { tableStyle } from "../table-style.ts";

/** Options of `acclimate bench`. */
export interface BenchCommandOptions {
  readonly preset?: string | undefined;
  readonly outerSteps: number;
  readonly warmup: number;
  readonly seed?: number | undefined;
  readonly set: readonly string[];
  readonly backend: string;
  readonly json?: true | undefined;
}

/** Measures an experiment and prints what was measured. */
export async function runBench(nameOrFile: string, options: BenchCommandOptions): Promise<void> {
  const { preset, seed, set, outerSteps, warmup } = options;
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
  const measured = benchmark({ experiment, config, outerSteps, warmup });
  output.print(renderBenchmark(measured));
  output.result({ ...what, outerSteps, warmup, ...measured });
}

const MEBI = 2 ** 20;

function renderBenchmark(measured: Benchmark): string {
  const { seconds, environmentStepsPerSecond, peakMemoryBytes, matrixProducts } = measured;
  const { machineGflops, gflopPerOuterStep, fraction } = matrixProducts;
  const table = new Table({ style: tableStyle, colAligns: ["left", "right"] });
  for (const [phase, value] of Object.entries(seconds)) {
    table.push([phase, `${(value as number).toFixed(3)} s`]);
  }
  table.push(
    ["environment steps", `${Math.round(environmentStepsPerSecond)} / s`],
    ["peak memory", `${Math.round(peakMemoryBytes / MEBI)} MiB`],
    ["matrix products, this machine", `${machineGflops.toFixed(1)} GFLOP/s`],
  );
  if (gflopPerOuterStep !== undefined && fraction !== undefined) {
    table.push(
      ["matrix products, an outer step", `${gflopPerOuterStep.toFixed(1)} GFLOP`],
      ["reached of this machine's speed", `${(100 * fraction).toFixed(0)} %`],
    );
  }
  return table.toString();
}
