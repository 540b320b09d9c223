// Layer 6: what `acclimate bench` measured, as tables.

import Table from "cli-table3";
import type { Benchmark } from "../train/benchmark.ts";
import { tableStyle } from "./table-style.ts";

const MEBI = 2 ** 20;

/** What was measured with one number of tasks. */
export interface TasksBenchmark extends Benchmark {
  readonly metaBatchSize: number;
}

/** Writes what was measured, a quantity a line. */
export function renderBenchmark(measured: Benchmark): string {
  const { seconds, environmentStepsPerSecond, peakMemoryBytes, matrixProducts } = measured;
  const { machineGflops, gflopPerOuterStep, fraction } = matrixProducts;
  const table = new Table({ style: tableStyle, colAligns: ["left", "right"] });
  for (const [phase, value] of Object.entries(seconds)) {
    table.push([phase, `${value.toFixed(3)} s`]);
  }
  if (environmentStepsPerSecond !== undefined) {
    table.push(["environment steps", `${Math.round(environmentStepsPerSecond)} / s`]);
  }
  table.push(
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

/** Writes how time and memory grow with the number of tasks, a line for each. */
export function renderTasksBenchmarks(all: readonly TasksBenchmark[]): string {
  const table = new Table({
    head: ["tasks", "outer step", "by tasks", "peak memory", "by tasks", "environment steps"],
    style: tableStyle,
    colAligns: ["right", "right", "right", "right", "right", "right"],
  });
  for (const { metaBatchSize, seconds, peakMemoryBytes, environmentStepsPerSecond } of all) {
    const memory = peakMemoryBytes / MEBI;
    table.push([
      metaBatchSize,
      `${seconds.total.toFixed(3)} s`,
      `${((1000 * seconds.total) / metaBatchSize).toFixed(1)} ms`,
      `${Math.round(memory)} MiB`,
      `${(memory / metaBatchSize).toFixed(1)} MiB`,
      environmentStepsPerSecond === undefined ? "" : `${Math.round(environmentStepsPerSecond)} / s`,
    ]);
  }
  return table.toString();
}
