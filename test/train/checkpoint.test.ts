import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import { CheckpointError, ConfigError } from "../../src/errors.ts";
import type { LearnerState } from "../../src/meta-rl/learner.ts";
import { promp } from "../../src/meta-rl/learners/promp.ts";
import { adamStateFromParams } from "../../src/nn/adam.ts";
import { takePrefix } from "../../src/nn/params.ts";
import { createRandom } from "../../src/random.ts";
import { readCheckpoint, writeCheckpoint } from "../../src/train/checkpoint.ts";
import type { Checkpoint } from "../../src/train/checkpoint.ts";
import { disposeState } from "../../src/train/open-run.ts";
import { problemOf } from "../../src/train/problem-of.ts";
import { decodeSafetensors, encodeSafetensors } from "../../src/train/safetensors.ts";
import { train } from "../../src/train/train.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import real from "./learners-experiment.ts";
import { describeRunOf } from "./support.ts";

beforeAll(() => useBackend("cpu"));

const FILE = "checkpoint.safetensors";

/** Smallest denormal, negative zero, and a number that no short decimal gives. */
const AWKWARD = [1.401298464324817e-45, -0, Math.fround(0.1), Math.fround(-3.4e38)];

function makeState(values: readonly number[] = AWKWARD): LearnerState {
  return {
    params: { W0: tf.tensor2d([...values], [2, values.length / 2]), b0: tf.tensor1d([1]) },
    optimiser: { steps: tf.scalar(7, "int32"), started: tf.tensor1d([true, false], "bool") },
  };
}

function makeCheckpoint(state: LearnerState): Checkpoint {
  return {
    state,
    progress: { outerSteps: 3, environmentSteps: 120 },
    config: { seed: 1, inner: { learningRate: "0.5^innerStep" } },
    version: "1.2.3",
  };
}

/** Writes a checkpoint into a new folder. */
async function writeOne(): Promise<string> {
  const folder = temporaryFolder();
  const state = makeState();
  await writeCheckpoint(folder, makeCheckpoint(state));
  disposeState(state);
  return folder;
}

/** Reads the checkpoint of a folder against a state that must fit it, and frees both. */
function read(folder: string, expected: LearnerState = makeState()): void {
  try {
    disposeState(readCheckpoint(folder, expected).state);
  } finally {
    disposeState(expected);
  }
}

describe("readCheckpoint", () => {
  it("gives back every bit that was written", async () => {
    const folder = temporaryFolder();
    const state = makeState();
    const written = makeCheckpoint(state);
    await writeCheckpoint(folder, written);
    const found = readCheckpoint(folder, state);
    expect({ ...found, state: null }).toEqual({ ...written, state: null });
    const values = found.state.params["W0"]?.dataSync();
    expect([...(values ?? [])].every((x, i) => Object.is(x, AWKWARD[i]))).toBe(true);
    expect(found.state.params["W0"]?.shape).toEqual([2, 2]);
    expect(found.state.optimiser["steps"]?.dtype).toBe("int32");
    expect(found.state.optimiser["steps"]?.dataSync()).toEqual(Int32Array.of(7));
    expect(found.state.optimiser["started"]?.dtype).toBe("bool");
    expect(found.state.optimiser["started"]?.dataSync()).toEqual(Uint8Array.of(1, 0));
    disposeState(state);
    disposeState(found.state);
  });

  it("gives back the whole state of a learner, Adam's and the penalties among it", async () => {
    const folder = temporaryFolder();
    const run = await describeRunOf(real, { preset: "promp" });
    await train({ experiment: real, run, folder });
    const [state, expected] = [1, 2].map((seed) =>
      promp.initialise(
        problemOf(real, run.config as never),
        run.config as never,
        createRandom(seed),
      ),
    ) as [LearnerState, LearnerState];
    const found = readCheckpoint(folder, expected);
    await writeCheckpoint(folder, found);
    const again = readCheckpoint(folder, state);
    const names = Object.keys(found.state.optimiser);
    expect(names.toSorted()).toEqual(
      [
        ...["adam/mean", "adam/steps", "adam/variance", "klPenalties"],
        ...["value/W0", "value/W1", "value/b0", "value/b1"],
      ].toSorted(),
    );
    // Four outer steps of two epochs each.
    expect(found.state.optimiser["adam/steps"]?.dataSync()).toEqual(Int32Array.of(8));
    const { steps, mean, variance } = adamStateFromParams(
      takePrefix("adam/", found.state.optimiser),
    );
    expect(steps).toBe(8);
    expect([mean, variance].every((values) => values.some((x) => x !== 0))).toBe(true);
    for (const name of names) {
      expect(again.state.optimiser[name]?.dataSync()).toEqual(
        found.state.optimiser[name]?.dataSync(),
      );
    }
    [state, expected, found.state, again.state].forEach(disposeState);
  });

  it("notices a change of any byte that means something", async () => {
    const folder = await writeOne();
    const whole = readFileSync(join(folder, FILE));
    const padding = whole.indexOf("} ") + 1; // spaces between header and data
    const data = 8 + Number(whole.readBigUInt64LE(0));
    for (let i = 0; i < whole.length; i++) {
      if (i >= padding && i < data) continue;
      const damaged = Buffer.from(whole);
      damaged[i] = (damaged[i] ?? 0) ^ 1;
      writeFileSync(join(folder, FILE), damaged);
      expect(() => read(folder), `byte ${i}`).toThrow(CheckpointError);
    }
  });

  it("rejects a checkpoint of a network of other sizes", async () => {
    const folder = await writeOne();
    expect(() => read(folder, makeState([1, 2]))).toThrow(
      "params/W0 must be float32 [2, 1], got float32 [2, 2]",
    );
  });

  it("rejects a checkpoint of a learner with other tensors", async () => {
    const folder = await writeOne();
    const expected = { params: { w: tf.scalar(1) }, optimiser: {} };
    expect(() => read(folder, expected)).toThrow(
      "must hold the tensors params/w, got params/W0, params/b0, optimiser/steps, optimiser/started",
    );
  });

  it("rejects a tensor of another element type", async () => {
    const folder = await writeOne();
    const state = makeState();
    const optimiser = { ...state.optimiser, steps: tf.scalar(7) };
    state.optimiser["steps"]?.dispose();
    expect(() => read(folder, { ...state, optimiser })).toThrow(
      "optimiser/steps must be float32 [], got int32 []",
    );
  });

  it.each([
    [{ format: "other" }, 'must be a checkpoint of acclimate, got format "other"'],
    [{ formatVersion: "2" }, 'must have format version 1, got "2"; read it with acclimate 1.2.3'],
    [{ acclimate: "9.9.9" }, "it is damaged"],
  ])("rejects metadata %o", async (change, message) => {
    const folder = await writeOne();
    const path = join(folder, FILE);
    const { tensors, metadata } = decodeSafetensors(path, readFileSync(path));
    writeFileSync(path, encodeSafetensors({ tensors, metadata: { ...metadata, ...change } }));
    expect(() => read(folder)).toThrow(message);
    expect(() => read(folder)).toThrow(CheckpointError);
  });

  it("rejects a folder without a checkpoint", () => {
    const folder = temporaryFolder();
    expect(() => read(folder)).toThrow(ConfigError);
    expect(() => read(folder)).toThrow("run folder: must hold checkpoint.safetensors, got");
  });
});
