// Layer 5: what `config.json` says: everything that a run depends on.

import { join } from "node:path";
import { z } from "zod";
import { backendNames, backendVersion } from "../backend/backend.ts";
import type { BackendName } from "../backend/backend.ts";
import { ConfigError } from "../errors.ts";
import { packageVersion } from "../package-version.ts";
import type { EnvironmentFamily } from "../rl/environment.ts";
import { describeFirstIssue } from "../schema-rule.ts";
import type { Config } from "./config.ts";
import { hashEnvironment } from "./hash-environment.ts";
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
  readonly environment: EnvironmentVersion;
  readonly backend: BackendName;
  readonly versions: Versions;
}

/** Which environment, and what it did when the run began. */
export interface EnvironmentVersion {
  readonly id: string;
  /** See {@link hashEnvironment}. */
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

/** Describes a run that is about to begin, on the backend that is in use. */
export function describeRun(facts: RunFacts, environment: EnvironmentFamily): RunDescription {
  const { experiment, preset, command, config, backend } = facts;
  return {
    experiment,
    preset,
    seed: config.seed,
    command,
    config,
    environment: { id: environment.id, hash: hashEnvironment(environment) },
    backend,
    versions: {
      acclimate: packageVersion(),
      node: process.versions.node,
      backend: backendVersion(backend),
    },
  };
}

const text = z.string();

const descriptionSchema = z.looseObject({
  experiment: text,
  preset: text,
  seed: z.int().min(0),
  command: text,
  config: z.looseObject({}),
  environment: z.looseObject({ id: text, hash: text }),
  backend: z.enum(backendNames),
  versions: z.looseObject({ acclimate: text, node: text, backend: text }),
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
