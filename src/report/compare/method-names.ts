// Layer 5: names of methods, no longer than what tells them apart.

import { basename, extname } from "node:path";
import type { Config } from "../../train/base-config.ts";

/** What a method can be named after. */
export interface MethodFacts {
  /** Name of an experiment, or the path of its file. */
  readonly experiment: string;
  readonly preset: string;
  readonly config: Config;
}

/** Fields that are looked at before all others: where they differ, many others do. */
const FIRST_FIELDS: readonly string[] = ["learner", "environment"];

/** What stands for a field that a configuration does not have. */
const ABSENT = "absent";

/**
 * Names methods: by the experiment if there are several, the preset, and the fields in which configurations of one preset
 * differ, such as `quick, outer.maxKl=0.02`.
 * @param methods - no two with the same experiment and configuration
 * @returns a different name for each
 */
export function nameMethods(methods: readonly MethodFacts[]): readonly string[] {
  const experiments = new Set(methods.map(({ experiment }) => experiment));
  const titles = new Set([...experiments].map(titleOf));
  const startOf = ({ experiment, preset }: MethodFacts): string => {
    if (experiments.size === 1) return preset;
    return `${titles.size === experiments.size ? titleOf(experiment) : experiment} ${preset}`;
  };
  const fields = methods.map(({ config }) => fieldsOf(config));
  const all = [...new Set(fields.flatMap((one) => [...one.keys()]))];
  const rest = all.filter((path) => path !== "seed" && !FIRST_FIELDS.includes(path));
  return [...FIRST_FIELDS.map((path) => [path]), rest].reduce(
    (names, paths) => addFields(names, fields, paths),
    methods.map(startOf),
  );
}

/** Adds to names that several methods have those of the fields in which these methods differ. */
function addFields(
  names: readonly string[],
  fields: readonly ReadonlyMap<string, string>[],
  paths: readonly string[],
): string[] {
  return names.map((name, index) => {
    const peers = fields.filter((_, other) => names[other] === name);
    const valueIn = (one: ReadonlyMap<string, string> | undefined, path: string): string =>
      one?.get(path) ?? ABSENT;
    const differing = paths.filter(
      (path) => new Set(peers.map((peer) => valueIn(peer, path))).size > 1,
    );
    return [name, ...differing.map((path) => `${path}=${valueIn(fields[index], path)}`)].join(", ");
  });
}

/** The values of a configuration by their paths; a list is one value. */
function fieldsOf(value: object, prefix = ""): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(value).flatMap(([key, field]: [string, unknown]) => {
      const path = prefix + key;
      if (typeof field === "object" && field !== null && !Array.isArray(field)) {
        return [...fieldsOf(field, `${path}.`)];
      }
      return [[path, typeof field === "string" ? field : JSON.stringify(field)] as const];
    }),
  );
}

/** The name of an experiment, or of its file without folders and ending. */
function titleOf(experiment: string): string {
  return basename(experiment, extname(experiment));
}
