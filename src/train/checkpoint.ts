// Layer 5: checkpoints: everything that a bit-exact resume needs, in one safetensors file.
//
// Streams are named by the outer step, so counters stand in for the state of any generator. A digest over all content
// tells damage that the format alone cannot, such as a flipped bit of a weight.

import { createHash } from "node:crypto";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { z } from "zod";
import writeFileAtomic from "write-file-atomic";
import { CheckpointError, formatValue } from "../errors.ts";
import type { LearnerState } from "../meta/learner.ts";
import { mapParams } from "../nn/params.ts";
import type { Params } from "../nn/params.ts";
import { ruleAndValueOf } from "../schema-rule.ts";
import { readRunFile, runFiles } from "./run-folder.ts";
import { decodeSafetensors, encodeSafetensors } from "./safetensors.ts";
import type { Safetensor, SafetensorValues, SafetensorsFile } from "./safetensors.ts";

/** How far training has come. */
export interface Progress {
  /** Outer steps that are finished; the next one has this index. */
  readonly outerSteps: number;
  /** Environment steps of all of them. */
  readonly environmentSteps: number;
}

/** What a checkpoint holds. */
export interface Checkpoint {
  readonly state: LearnerState;
  readonly progress: Progress;
  /** The configuration of the run, which must match that of its folder. */
  readonly config: unknown;
  /** Version of acclimate that wrote it. */
  readonly version: string;
}

const FORMAT = "acclimate-checkpoint";
const FORMAT_VERSION = "1";

/** The parts of a state; each is a prefix of tensors' names. */
const PARTS = ["params", "optimiser"] as const;

/** Writes a checkpoint into a run folder, whole or not at all. */
export async function writeCheckpoint(folder: string, checkpoint: Checkpoint): Promise<void> {
  const { state, progress, config, version } = checkpoint;
  const tensors = new Map<string, Safetensor>();
  for (const part of PARTS) {
    for (const [name, tensor] of Object.entries(state[part])) {
      tensors.set(`${part}/${name}`, {
        shape: tensor.shape,
        values: tensor.dataSync<"float32" | "int32" | "bool">(),
      });
    }
  }
  const metadata = {
    format: FORMAT,
    formatVersion: FORMAT_VERSION,
    acclimate: version,
    progress: JSON.stringify(progress),
    config: JSON.stringify(config),
  };
  const digest = digestOf({ tensors, metadata });
  const file = encodeSafetensors({ tensors, metadata: { ...metadata, digest } });
  await writeFileAtomic(join(folder, runFiles.checkpoint), Buffer.from(file.buffer));
}

/**
 * Reads the checkpoint of a run folder. The caller owns the state.
 * @param expected - a state of the same learner and problem, whose names and shapes the file must have; kept as it is
 * @throws {@link CheckpointError} if the file is damaged, or belongs to another problem
 */
export function readCheckpoint(folder: string, expected: LearnerState): Checkpoint {
  const where = join(folder, runFiles.checkpoint);
  const file = decodeSafetensors(where, readRunFile(folder, runFiles.checkpoint));
  const metadata = readMetadata(where, file);
  checkTensors(where, file, expected);
  return {
    state: {
      params: makeParams(file, "params", expected.params),
      optimiser: makeParams(file, "optimiser", expected.optimiser),
    },
    ...metadata,
  };
}

const progressSchema = z.strictObject({
  outerSteps: z.int().min(0),
  environmentSteps: z.int().min(0),
});

function readMetadata(where: string, file: SafetensorsFile): Omit<Checkpoint, "state"> {
  const { digest, ...metadata } = file.metadata;
  if (metadata["format"] !== FORMAT) {
    throw new CheckpointError(
      `${where}: must be a checkpoint of acclimate, got format ${formatValue(metadata["format"])}`,
    );
  }
  if (metadata["formatVersion"] !== FORMAT_VERSION) {
    throw new CheckpointError(
      `${where}: must have format version ${FORMAT_VERSION}, got ${formatValue(metadata["formatVersion"])}; read it with acclimate ${metadata["acclimate"]}`,
    );
  }
  const expected = digestOf({ tensors: file.tensors, metadata });
  if (digest !== expected) {
    throw new CheckpointError(
      `${where}: must have the digest ${expected}, got ${formatValue(digest)}; it is damaged`,
    );
  }
  const progress = progressSchema.safeParse(JSON.parse(metadata["progress"] ?? "null"), {
    reportInput: true,
  });
  const [issue] = progress.error?.issues ?? [];
  const { config, acclimate: version } = metadata;
  if (progress.data === undefined || config === undefined || version === undefined) {
    throw new CheckpointError(
      `${where}: must hold progress, config and a version, got ${issue === undefined ? "none" : ruleAndValueOf(issue, issue.input)}`,
    );
  }
  return { progress: progress.data, config: JSON.parse(config), version };
}

/** Checks names, shapes and element types, before any tensor is made. */
function checkTensors(where: string, { tensors }: SafetensorsFile, expected: LearnerState): void {
  const wanted = new Map(
    PARTS.flatMap((part) =>
      Object.entries(expected[part]).map(([name, tensor]) => [`${part}/${name}`, tensor]),
    ),
  );
  if (wanted.size !== tensors.size || [...wanted.keys()].some((name) => !tensors.has(name))) {
    throw new CheckpointError(
      `${where}: must hold the tensors ${[...wanted.keys()].join(", ")}, got ${[...tensors.keys()].join(", ")}`,
    );
  }
  for (const [name, { shape, values }] of tensors) {
    const like = wanted.get(name) as Tensor;
    const dtype = dtypeOf(values);
    if (tf.util.arraysEqual([...shape], like.shape) && dtype === like.dtype) continue;
    throw new CheckpointError(
      `${where}: ${name} must be ${like.dtype} ${formatValue(like.shape)}, got ${dtype} ${formatValue(shape)}`,
    );
  }
}

/** Makes the tensors of one part, in the order of `expected`. */
function makeParams(
  { tensors }: SafetensorsFile,
  part: (typeof PARTS)[number],
  expected: Params,
): Params {
  return mapParams(expected, ({ shape, dtype }, name) =>
    tf.tensor((tensors.get(`${part}/${name}`) as Safetensor).values, shape, dtype),
  );
}

function dtypeOf(values: SafetensorValues): "float32" | "int32" | "bool" {
  if (values instanceof Float32Array) return "float32";
  return values instanceof Int32Array ? "int32" : "bool";
}

/** SHA-256 over everything that a file holds. */
function digestOf({ tensors, metadata }: SafetensorsFile): string {
  const hash = createHash("sha256").update(JSON.stringify(metadata));
  for (const name of [...tensors.keys()].sort()) {
    const { shape, values } = tensors.get(name) as Safetensor;
    hash.update(JSON.stringify([name, dtypeOf(values), shape])).update(values);
  }
  return hash.digest("hex");
}
