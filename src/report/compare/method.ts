// Layer 5: which runs belong together: those that differ in nothing but their seed.

import { ConfigError, formatValue } from "../../errors.ts";
import type { FinishedRun } from "./finished-run.ts";
import { nameMethods } from "./method-names.ts";

/** A run, and the experiment that it is of wherever its folder lies. */
export interface ComparedRun extends FinishedRun {
  /** Name of an experiment of the package, or the absolute path of a file. */
  readonly experiment: string;
}

/** Runs of one experiment with one configuration. */
export interface Method {
  /** No other method of the comparison has it. */
  readonly name: string;
  /** At least one; no two have the same seed. */
  readonly runs: readonly ComparedRun[];
}

/**
 * Groups runs into methods, in the order of their first runs, and names them.
 * @param labels - names by folder, instead of those that are made from presets and configurations
 * @throws {@link ConfigError} if two runs of a method have one seed, or two methods one name
 */
export function groupRuns(
  runs: readonly ComparedRun[],
  labels: ReadonlyMap<string, string> = new Map(),
): readonly Method[] {
  const groups = new Map<string, ComparedRun[]>();
  for (const run of runs) {
    const key = keyOf(run);
    const group = groups.get(key) ?? [];
    checkSeed(group, run);
    groups.set(key, [...group, run]);
  }
  const found = [...groups.values()];
  const names = nameMethods(found.map(([first]) => describe(first as ComparedRun)));
  const methods = found.map((members, index) => ({
    name: labelOf(members, labels) ?? (names[index] as string),
    runs: members,
  }));
  checkNames(methods);
  return methods;
}

function keyOf({ experiment, description }: ComparedRun): string {
  return JSON.stringify([experiment, sortKeys({ ...description.config, seed: 0 })]);
}

/** The same value with the keys of all objects in one order. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, field]) => [key, sortKeys(field)]));
}

function describe({ experiment, description: { preset, config } }: ComparedRun) {
  return { experiment, preset, config };
}

function checkSeed(group: readonly ComparedRun[], { folder, description }: ComparedRun): void {
  const same = group.find((other) => other.description.seed === description.seed);
  if (same === undefined) return;
  throw new ConfigError(
    `compare: runs with one configuration must have different seeds, got seed ${description.seed} in ` +
      `${formatValue(same.folder)} and ${formatValue(folder)}; leave one out`,
  );
}

function labelOf(
  members: readonly ComparedRun[],
  labels: ReadonlyMap<string, string>,
): string | undefined {
  const given = new Set(members.map(({ folder }) => labels.get(folder)));
  given.delete(undefined);
  if (given.size <= 1) return [...given][0];
  throw new ConfigError(
    `--label: must give one name to runs that differ only in their seed, got ${formatValue([...given])}`,
  );
}

function checkNames(methods: readonly Method[]): void {
  const names = methods.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return;
  throw new ConfigError(
    `--label: names of methods must differ, got ${formatValue(twice)} twice; runs of one method have one configuration`,
  );
}
