// Layer 5: a comparison as tables of text, for the terminal, for Markdown and for the page alike.

import { formatCount, formatDuration, formatNumberOf } from "../format.ts";
import type { InnerStepsEstimate } from "./adaptation.ts";
import type { ComparedMethod, Comparison } from "./comparison.ts";
import { CHOSEN_SHARE } from "./cost-to-return.ts";
import type { Difference } from "./difference.ts";
import { formatEstimate, returnDecimals } from "./format-estimate.ts";
import { TRAILING_STEPS } from "./trailing-return.ts";

/** A table with one row a method, the best training return first. */
export interface ComparisonTable {
  readonly title: string;
  /** What the numbers are. */
  readonly note: string;
  /** Names of the columns; the first is that of the methods' names. */
  readonly head: readonly string[];
  /** One cell a column. */
  readonly rows: readonly (readonly string[])[];
}

/** What the columns of numbers of inner steps mean. */
const STAGES = "before adaptation and after 1, 2, … inner steps";

/** What stands for a number that there is none of. */
const NONE = "-";

/** Builds the tables: training at equal environment steps, held-out tasks, and, with several methods, differences. */
export function comparisonTables(comparison: Comparison): readonly ComparisonTable[] {
  const methods = rankedMethods(comparison);
  const decimals = returnDecimals(comparison);
  return [
    trainingTable(comparison, methods, decimals),
    adaptationTable(methods, decimals),
    ...(methods.length > 1 ? [differenceTable(comparison, methods, decimals)] : []),
  ];
}

/** Returns the methods in the order of the ranking. */
export function rankedMethods({ ranking, methods }: Comparison): readonly ComparedMethod[] {
  return [...methods].sort((a, b) => ranking.indexOf(a.name) - ranking.indexOf(b.name));
}

function trainingTable(
  { environmentSteps, targetReturn, isTargetGiven }: Comparison,
  methods: readonly ComparedMethod[],
  decimals: number,
): ComparisonTable {
  const target = targetReturn.toFixed(decimals);
  const choice = isTargetGiven
    ? ""
    : `, which is ${100 * CHOSEN_SHARE} % of the way from the worst start to the best end`;
  return {
    title: "Training",
    note:
      `Return after adaptation within the first ${formatCount(environmentSteps)} environment steps, which all runs have ` +
      `taken: mean of the last ${TRAILING_STEPS} outer steps, over seeds, with its 95 % interval. Then the environment ` +
      `steps and the wall-clock time until that mean is first at least ${target}${choice}.`,
    head: ["method", "seeds", "training return", `steps to ${target}`, `time to ${target}`],
    rows: methods.map(({ name, runs, trainingReturn, costToReturn }) => {
      const { reached, environmentSteps: steps, seconds } = costToReturn;
      const missed = `not reached by ${runs.length - reached} of ${formatNumberOf(runs.length, "seed")}`;
      return [
        name,
        String(runs.length),
        trainingReturn === undefined ? NONE : formatEstimate(trainingReturn, decimals),
        steps === undefined ? missed : formatCount(steps.mean),
        seconds === undefined ? NONE : formatDuration(seconds.mean),
      ];
    }),
  };
}

function adaptationTable(methods: readonly ComparedMethod[], decimals: number): ComparisonTable {
  const all = methods.map(({ adaptation }) => adaptation);
  const intervals = [...new Set(all.map(({ over }) => over))];
  return {
    title: "Adaptation to held-out tasks",
    note:
      `Mean return on held-out tasks, ${STAGES}, with its 95 % interval ` +
      (intervals.length > 1
        ? "over seeds, or over tasks for methods with one seed."
        : `over ${intervals[0]}.`),
    ...stageTable(methods, (method) => method.adaptation, decimals),
  };
}

function differenceTable(
  { reference }: Comparison,
  methods: readonly ComparedMethod[],
  decimals: number,
): ComparisonTable {
  const { head, rows } = stageTable(methods, (method) => method.difference, decimals);
  const pairs = new Map(methods.map((method) => [method.name, describePairs(method.difference)]));
  return {
    title: `Difference to ${reference}`,
    note:
      `Return on held-out tasks minus that of ${reference}, ${STAGES}. Runs with the same seed are evaluated on the same ` +
      "tasks: differences are taken in pairs of seed and task, which cancels what these have in common. 95 % intervals " +
      "are over the mean differences of seeds, or, with one seed, over the differences of tasks.",
    head: [...head, "pairs"],
    rows: rows.map((row) => [...row, pairs.get(row[0] ?? "") ?? NONE]),
  };
}

/** A table with a column for each number of inner steps. */
function stageTable(
  methods: readonly ComparedMethod[],
  returnsOf: (
    method: ComparedMethod,
  ) => { readonly returns: readonly InnerStepsEstimate[] } | undefined,
  decimals: number,
): Pick<ComparisonTable, "head" | "rows"> {
  const found = methods.flatMap((method) => {
    const of = returnsOf(method);
    return of === undefined ? [] : [{ name: method.name, returns: of.returns }];
  });
  const stages = Math.max(...found.map(({ returns }) => returns.length));
  const steps = Array.from({ length: stages }, (_, innerSteps) => innerSteps);
  return {
    head: ["method", ...steps.map((step) => (step === 0 ? "before" : `after ${step}`))],
    rows: found.map(({ name, returns }) => [
      name,
      ...steps.map((step) => {
        const estimate = returns[step];
        return estimate === undefined ? NONE : formatEstimate(estimate, decimals);
      }),
    ]),
  };
}

/** Which seeds are paired: "seeds 1, 2". */
function describePairs(difference: Difference | undefined): string {
  if (difference === undefined) return NONE;
  const { pairedSeeds, unpairedBecause } = difference;
  if (unpairedBecause !== undefined) return `unpaired: ${unpairedBecause}`;
  return `${pairedSeeds.length === 1 ? "seed" : "seeds"} ${pairedSeeds.join(", ")}`;
}
