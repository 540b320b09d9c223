// Layer 5: what `config.json` says: everything that a run depends on.

import { join } from "node:path";
import { z } from "zod";
import { backendNames, backendVersion } from "../backend/backend.ts";
import type { BackendName } from "../backend/backend.ts";
import { ConfigError } from "../errors.ts";
import { packageVersion } from "../package-version.ts";
import { describeFirstIssue } from "../schema-rule.ts";
import type { Config } from "./base-config.ts";
import type { Experiment } from "./experiment.ts";
import { kindOf } from "./kind-of.ts";
import { readJson, runFiles } from "./run-folder.ts";

/** A run, as `config.json` describes it. */
export interface RunDescription {
  /** Name of an experiment of the package, or the path of a file, relative to the run folder. */
  readonly experiment: string;
  readonly preset: string;
  readonly seed: number;
  /** The command that makes the same run again. */
  readonly command: string;
  /** The whole resolved configuration. */
  readonly config: Config;
  /** Absent where tasks come from a task set. */
  readonly environment?: SourceVersion;
  /** Absent where tasks come from an environment. */
  readonly taskSet?: SourceVersion;
  readonly backend: BackendName;
  readonly versions: Versions;
}

/** Which environment or task set, and what it did when the run began. */
export interface SourceVersion {
  readonly id: string;
  /** See {@link hashEnvironment} and {@link hashTaskSet}. */
  readonly hash: string;
}

/** Versions of what ran. */
export interface Versions {
  readonly acclimate: string;
  readonly node: string;
  /** Package and version of the backend's engine. */
  readonly backend: string;
}

/** What {@link describeRun} cannot find out by itself. */
export type RunFacts = Pick<
  RunDescription,
  "experiment" | "preset" | "command" | "config" | "backend"
>;

/** Describes a run of an experiment that is about to begin, on the backend that is in use. */
export function describeRun(facts: RunFacts, of: Experiment): RunDescription {
  const { experiment, preset, command, config, backend } = facts;
  const source = kindOf(of).sourceOf(of, config);
  return {
    experiment,
    preset,
    seed: config.seed,
    command,
    config,
    [source.kind]: { id: source.id, hash: source.hash() },
    backend,
    versions: {
      acclimate: packageVersion(),
      node: process.versions.node,
      backend: backendVersion(backend),
    },
  };
}

const text = z.string();

const version = z.looseObject({ id: text, hash: text });

const descriptionSchema = z
  .looseObject({
    experiment: text,
    preset: text,
    seed: z.int().min(0),
    command: text,
    config: z.looseObject({}),
    environment: version.optional(),
    taskSet: version.optional(),
    backend: z.enum(backendNames),
    versions: z.looseObject({ acclimate: text, node: text, backend: text }),
  })
  .refine(({ environment, taskSet }) => environment !== undefined || taskSet !== undefined, {
    message: "must be an environment or a task set",
    path: ["environment"],
  });

/**
 * Reads `config.json` of a run folder. Its configuration is not checked against its experiment.
 * @throws {@link ConfigError} if there is none, or it is not one that acclimate wrote
 */
export function readRunDescription(folder: string): RunDescription {
  const value = readJson(folder, runFiles.config);
  const issue = describeFirstIssue(join(folder, runFiles.config), descriptionSchema, value);
  if (issue === undefined) return value as RunDescription;
  throw new ConfigError(`${issue}; give a folder that acclimate train wrote`);
}

/** Returns the environment or the task set of a run. */
export function sourceOfRun({ environment, taskSet }: RunDescription): SourceVersion {
  return (environment ?? taskSet) as SourceVersion; // `config.json` was checked to have one of them
}
