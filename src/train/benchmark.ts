// Layer 5: measures outer steps of a learner as training runs them, without writing anything.

import { backendStats } from "../backend/diagnostics.ts";
import type { MetaLearner, TimedReport } from "../meta/learner.ts";
import type { PhaseSeconds } from "../meta/stopwatch.ts";
import type { OuterStepReport } from "../meta-rl/learner.ts";
import { createRandom } from "../random.ts";
import type { Config } from "./base-config.ts";
import type { Experiment } from "./experiment.ts";
import { kindOf } from "./kind-of.ts";
import { learnerOf } from "./learner-of.ts";
import { measureMatrixSpeed } from "./matrix-speed.ts";
import { median } from "./median.ts";
import { disposeState } from "./open-run.ts";

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
  /** Median over outer steps of environment steps by seconds of the rollout phase; absent where there is no environment. */
  readonly environmentStepsPerSecond?: number;
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
  const seconds = medianSeconds(reports.map((report) => report.seconds as PhaseSeconds));
  return {
    seconds,
    ...environmentSpeed(reports),
    peakMemoryBytes,
    matrixProducts: compare(flops, seconds.total),
  };
}

interface Measured {
  readonly reports: readonly TimedReport[];
  /** Of matrix products, for each outer step. */
  readonly flops: number | undefined;
}

function measureOuterSteps({ experiment, config, outerSteps, warmup }: BenchmarkOptions): Measured {
  const learner = learnerOf<MetaLearner>(experiment.learners, config.learner);
  const problem = kindOf(experiment).problemOf(experiment, config);
  const root = createRandom(config.seed);
  const reports: TimedReport[] = [];
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

/** How fast environments step. */
function environmentSpeed(
  reports: readonly TimedReport[],
): Pick<Benchmark, "environmentStepsPerSecond"> {
  const played = reports.filter(
    (report): report is OuterStepReport => "environmentSteps" in report,
  );
  if (played.length === 0) return {};
  const speeds = played.map((report) => report.environmentSteps / report.seconds.rollout);
  return { environmentStepsPerSecond: median(speeds) };
}

function medianSeconds(all: readonly PhaseSeconds[]): PhaseSeconds {
  const [first = {}] = all;
  return Object.fromEntries(
    Object.keys(first).map((phase) => [phase, median(all.map((seconds) => seconds[phase] ?? 0))]),
  ) as PhaseSeconds;
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
