// Layer 5: how much more one method returns on held-out tasks than another: in pairs of the same seed and task, where
// there are such pairs, since what tasks and seeds have in common then cancels.

import type { InnerStepsEstimate } from "./adaptation.ts";
import { estimateOverSeeds, estimateOverTasks } from "./estimate.ts";
import type { Estimate } from "./estimate.ts";
import type { ComparedRun, Method } from "./method.ts";
import { unpairedDifference } from "./unpaired-difference.ts";

/** The difference of a method to the reference. */
export interface Difference {
  /** Seeds whose tasks are compared one by one; none if the difference is one of means. */
  readonly pairedSeeds: readonly number[];
  /** Why there are no pairs. */
  readonly unpairedBecause?: string;
  /** What the intervals are over; absent if there are none. */
  readonly over?: "seeds" | "tasks";
  /** After each number of inner steps that both have. */
  readonly returns: readonly InnerStepsEstimate[];
}

/** A run of the method and one of the reference with the same seed. */
interface Pair {
  readonly seed: number;
  readonly own: ComparedRun;
  readonly other: ComparedRun;
}

/**
 * Subtracts the returns of `reference` from those of `method`. With pairs of several seeds, the interval is over the mean
 * differences of seeds; with pairs of one seed, over the differences of tasks.
 */
export function differenceTo(reference: Method, method: Method): Difference {
  const pairs = pairRuns(method, reference);
  const differing = pairs.filter(({ own, other }) => tasksOf(own) !== tasksOf(other));
  const steps = Math.min(
    ...[...method.runs, ...reference.runs].map(({ evaluation }) => evaluation.returns.length),
  );
  const after = (estimate: (innerSteps: number) => Estimate): readonly InnerStepsEstimate[] =>
    Array.from({ length: steps }, (_, innerSteps) => ({ innerSteps, ...estimate(innerSteps) }));
  if (pairs.length === 0 || differing.length > 0) {
    const seeds = differing.map(({ seed }) => seed).join(", ");
    const unpairedBecause =
      pairs.length === 0 ? "no seed in common" : `other held-out tasks with seed ${seeds}`;
    const { over, estimate } = unpairedDifference(reference, method);
    return { pairedSeeds: [], unpairedBecause, ...(over && { over }), returns: after(estimate) };
  }
  const pairedSeeds = pairs.map(({ seed }) => seed);
  const over = pairs.length > 1 ? "seeds" : "tasks";
  const returns = after((innerSteps) => pairedDifference(pairs, innerSteps));
  return { pairedSeeds, over, returns };
}

function pairRuns(method: Method, reference: Method): readonly Pair[] {
  return method.runs.flatMap((own) => {
    const { seed } = own.description;
    const other = reference.runs.find(({ description }) => description.seed === seed);
    return other === undefined ? [] : [{ seed, own, other }];
  });
}

/** All tasks of an evaluation as one text. */
function tasksOf({ evaluation }: ComparedRun): string {
  return JSON.stringify(evaluation.perTask.map(({ task }) => task));
}

function pairedDifference(pairs: readonly Pair[], innerSteps: number): Estimate {
  const ofPairs = pairs.map(({ own, other }) =>
    own.evaluation.perTask.map(
      ({ returns }, task) =>
        (returns[innerSteps] as number) -
        (other.evaluation.perTask[task]?.returns[innerSteps] as number),
    ),
  );
  const [only = []] = ofPairs;
  if (pairs.length === 1) return estimateOverTasks(only);
  return estimateOverSeeds(ofPairs.map((differences) => estimateOverTasks(differences).mean));
}
