// Layer 3: the rule that observations do not show the task, with evidence of where they do.

import type { Random } from "../../random.ts";
import type { Json } from "../../json.ts";
import type { EnvironmentFamily } from "../environment.ts";
import { finding, note } from "./rule.ts";
import type { EnvironmentRule, Remark } from "./rule.ts";
import { listVaryingNumbers } from "./task-numbers.ts";
import { playAlone } from "./trials.ts";

/** Before any action, an observation may not depend on the task; later, no element may be one of the task's numbers. */
export const leakRule: EnvironmentRule = {
  name: "does not show the task in its observations",
  check: checkLeak,
};

/** Tasks whose observations are compared. */
const COMPARED_TASKS = 64;

/** Observations after a step that are compared of each task, at least: few enough to be quick, too many for chance. */
const LATER_OBSERVATIONS = 16;

/** Correlation from which one number is said to go with another; far above that of 64 random pairs, which is 0.5 at most. */
const CLEAR_CORRELATION = 0.8;

const REMEDY = "take it out, or set observesTask: true";

function checkLeak(family: EnvironmentFamily, rng: Random): readonly Remark[] {
  const tasks = family.sampleTasks(rng.split("tasks"), COMPARED_TASKS);
  const numbers = listVaryingNumbers(tasks);
  const first = findLeakAtReset(family, { tasks, numbers, rng: rng.split("reset") });
  const message = first ?? findLeakLater(family, { tasks, numbers, rng: rng.split("step") });
  if (family.observesTask === true) {
    return [
      note(
        message === undefined
          ? "observesTask is true, but no element of an observation is known to show the task"
          : `as observesTask says, an observation has ${message}`,
      ),
    ];
  }
  if (message === undefined) return [];
  const [where, must] =
    message === first
      ? ["reset", "the observation must not depend on the task before an action"]
      : ["step", "the observation must not hold a number of the task"];
  return [finding(`${where}: ${must}, got ${message}; ${REMEDY}`)];
}

interface Comparison {
  readonly tasks: readonly Json[];
  /** `[tasks]` each, by path */
  readonly numbers: ReadonlyMap<string, readonly number[]>;
  readonly rng: Random;
}

/** Compares the first observations of tasks under one stream. @returns which element differs, and with what it goes */
function findLeakAtReset(
  family: EnvironmentFamily,
  { tasks, numbers, rng }: Comparison,
): string | undefined {
  const observations = tasks.map((task) => {
    const observation = family.createEnvironment(task).reset(rng.split("environment"));
    return typeof observation === "number" ? [observation] : Array.from(observation);
  });
  const candidates = observations[0]!.flatMap((_, element) => {
    const values = observations.map((observation) => observation[element]!);
    if (new Set(values).size === 1) return [];
    return [{ element, ...explain(values, numbers) }];
  });
  const best = candidates.toSorted((a, b) => b.strength - a.strength)[0];
  return best && `element ${best.element}, which ${best.evidence}`;
}

/** How well a number of the task explains values, one a task. */
interface Explanation {
  readonly strength: number;
  readonly evidence: string;
}

function explain(
  values: readonly number[],
  numbers: ReadonlyMap<string, readonly number[]>,
): Explanation {
  const tasks = values.length;
  let best: Explanation = {
    strength: 0,
    evidence: `takes ${new Set(values).size} values in ${tasks} tasks under the same stream`,
  };
  for (const [path, ofTasks] of numbers) {
    const equal = values.filter((value, task) => isEqual(value, ofTasks[task]!)).length;
    const correlation = correlate(values, ofTasks);
    if (equal === tasks) {
      return { strength: 2, evidence: `equals ${path} in ${tasks} of ${tasks} tasks` };
    }
    if (Math.abs(correlation) < Math.max(CLEAR_CORRELATION, best.strength)) continue;
    best = {
      strength: Math.abs(correlation),
      evidence: `goes with ${path} (correlation ${correlation.toFixed(2)} over ${tasks} tasks)`,
    };
  }
  return best;
}

/** Plays the same random actions in all tasks. @returns which element is a number of the task after every step */
function findLeakLater(
  family: EnvironmentFamily,
  { tasks, numbers, rng }: Comparison,
): string | undefined {
  const steps = Math.min(family.horizon, LATER_OBSERVATIONS);
  const episodes = Math.ceil(LATER_OBSERVATIONS / steps);
  /** Pairs of an element and a path that were equal so far. */
  let equal: readonly (readonly [element: number, path: string])[] | undefined;
  for (const [t, task] of tasks.entries()) {
    for (let e = 0; e < episodes; e++) {
      const stream = rng.split("episode", e);
      for (const { observation } of playAlone(family, { task, stream }, steps).steps) {
        equal ??= observation.flatMap((_, element) =>
          [...numbers.keys()].map((path) => [element, path] as const),
        );
        equal = equal.filter(([element, path]) =>
          isEqual(observation[element]!, numbers.get(path)![t]!),
        );
        if (equal.length === 0) return undefined;
      }
    }
  }
  const [first] = equal ?? [];
  if (first === undefined) return undefined;
  const [element, path] = first;
  return `element ${element}, which equals ${path} after every step of ${tasks.length} of ${tasks.length} tasks`;
}

/** Observations may have been rounded to float32. */
function isEqual(observed: number, ofTask: number): boolean {
  return observed === ofTask || observed === Math.fround(ofTask);
}

/** Pearson's correlation; 0 where one side does not vary. */
function correlate(xs: readonly number[], ys: readonly number[]): number {
  const n = xs.length;
  const mean = (values: readonly number[]): number => values.reduce((sum, x) => sum + x, 0) / n;
  const [meanX, meanY] = [mean(xs), mean(ys)];
  let [xx, yy, xy] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [dx, dy] = [xs[i]! - meanX, ys[i]! - meanY];
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  return xx === 0 || yy === 0 ? 0 : xy / Math.sqrt(xx * yy);
}
