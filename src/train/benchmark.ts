// Layer 5: measures outer steps of a learner as training runs them, without writing anything.

import { backendStats } from "../backend/diagnostics.ts";
import type { OuterStepReport, PhaseSeconds } from "../meta-rl/learner.ts";
import { createRandom } from "../random.ts";
import type { Config } from "./config.ts";
import type { Experiment } from "./experiment.ts";
import { learnerOf } from "./learner-of.ts";
import { measureMatrixSpeed } from "./matrix-speed.ts";
import { median } from "./median.ts";
import { disposeState } from "./open-run.ts";
import { problemOf } from "./problem-of.ts";

/** What to measure. */
export interface BenchmarkOptions {
  readonly experiment: Experiment;
  readonly config: Config;
  /** Outer steps that are measured. */
  readonly outerSteps: number;
  /** Outer steps before them, in which programs are traced and built. */
  readonly warmup: number;
}

/** What was measured. */
export interface Benchmark {
  /** Median wall-clock seconds of each phase of an outer step. */
  readonly seconds: PhaseSeconds;
  /** Median over outer steps of environment steps by seconds of the rollout phase. */
  readonly environmentStepsPerSecond: number;
  /** Largest resident memory of the process up to the last outer step. */
  readonly peakMemoryBytes: number;
  readonly matrixProducts: MatrixProducts;
}

/** Matrix products of the learner against what the machine can do. */
export interface MatrixProducts {
  /** Speed of one large product on the same backend: `[40, 2000, 100]` x `[40, 100, 100]`. */
  readonly machineGflops: number;
  /** Multiplications and additions of all matrix products run in an outer step; absent where the backend does not count. */
  readonly gflopPerOuterStep?: number;
  /** `gflopPerOuterStep` by the seconds of an outer step, all phases included, by `machineGflops`. */
  readonly fraction?: number;
}

const GIGA = 1e9;

/** Bytes in the unit of `process.resourceUsage().maxRSS`. */
const RSS_UNIT = 1024;

/** Makes outer steps on the backend that is in use, and measures those after the warm-up. */
export function benchmark(options: BenchmarkOptions): Benchmark {
  const { reports, flops } = measureOuterSteps(options);
  const peakMemoryBytes = process.resourceUsage().maxRSS * RSS_UNIT;
  const seconds = medianSeconds(reports.map((report) => report.seconds));
  return {
    seconds,
    environmentStepsPerSecond: median(
      reports.map((report) => report.environmentSteps / report.seconds.rollout),
    ),
    peakMemoryBytes,
    matrixProducts: compare(flops, seconds.total),
  };
}

interface Measured {
  readonly reports: readonly OuterStepReport[];
  /** Of matrix products, for each outer step. */
  readonly flops: number | undefined;
}

function measureOuterSteps({ experiment, config, outerSteps, warmup }: BenchmarkOptions): Measured {
  const learner = learnerOf(experiment, config.learner);
  const problem = problemOf(experiment, config);
  const root = createRandom(config.seed);
  const reports: OuterStepReport[] = [];
  let state = learner.initialise(problem, config, root.split("initial"));
  let flopsBefore: number | undefined;
  for (let outerStep = 0; outerStep < warmup + outerSteps; outerStep++) {
    if (outerStep === warmup) flopsBefore = backendStats()?.matrixFlops;
    const rng = root.split("outer-step", outerStep);
    const result = learner.outerStep({ problem, config, state, outerStep, rng });
    disposeState(state);
    state = result.state;
    if (outerStep >= warmup) reports.push(result.report);
  }
  disposeState(state);
  const flopsAfter = backendStats()?.matrixFlops;
  if (flopsBefore === undefined || flopsAfter === undefined) return { reports, flops: undefined };
  return { reports, flops: (flopsAfter - flopsBefore) / outerSteps };
}

function medianSeconds(all: readonly PhaseSeconds[]): PhaseSeconds {
  const of = (phase: keyof PhaseSeconds): number => median(all.map((seconds) => seconds[phase]));
  return {
    rollout: of("rollout"),
    adapt: of("adapt"),
    gradient: of("gradient"),
    direction: of("direction"),
    lineSearch: of("lineSearch"),
    total: of("total"),
  };
}

function compare(flops: number | undefined, seconds: number): MatrixProducts {
  const speed = measureMatrixSpeed();
  const machineGflops = speed / GIGA;
  if (flops === undefined) return { machineGflops };
  return {
    machineGflops,
    gflopPerOuterStep: flops / GIGA,
    fraction: flops / seconds / speed,
  };
}
