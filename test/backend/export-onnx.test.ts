// A saved model computes the same in a session of its own, which knows nothing of this project.

import { join } from "node:path";
import { InferenceSession, Tensor as OrtTensor } from "onnxruntime-node";
import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Tensor, Tensor2D, Tensor3D } from "@tensorflow/tfjs-core";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import { compile } from "../../src/backend/compile.ts";
import { saveOnnx, toOnnx } from "../../src/backend/export-onnx.ts";
import { gaussianMlp } from "../../src/nn/gaussian-mlp.ts";
import { tileParams } from "../../src/nn/params.ts";
import type { Params } from "../../src/nn/params.ts";
import { createRandom } from "../../src/random.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

beforeAll(() => useBackend("onnx"));
beforeEach(() => {
  tf.engine().startScope();
});
afterEach(() => {
  tf.engine().endScope();
});

/** Runs a model on float tensors by name in a session of its own. */
async function runModel(
  model: string | Uint8Array,
  inputs: Readonly<Record<string, Tensor>>,
): Promise<{ names: readonly string[]; outputs: Record<string, Float32Array> }> {
  const session = await InferenceSession.create(model as Uint8Array);
  const feeds: Record<string, OrtTensor> = {};
  for (const [name, tensor] of Object.entries(inputs)) {
    feeds[name] = new OrtTensor("float32", tensor.dataSync<"float32">(), tensor.shape);
  }
  const results = await session.run(feeds);
  const names = [...session.inputNames, "->", ...session.outputNames];
  await session.release();
  const outputs: Record<string, Float32Array> = {};
  for (const [name, { data }] of Object.entries(results)) outputs[name] = data as Float32Array;
  return { names, outputs };
}

const policy = gaussianMlp({
  sizes: [2, 5, 2],
  activation: "tanh",
  initialisation: "glorot-uniform",
  initialStd: 1,
  minStd: 1e-6,
});

describe("saveOnnx", () => {
  it("saves a policy that another session runs", async () => {
    const inference = compile("policy", (params: Params, observations: Tensor3D) =>
      policy.apply(params, observations),
    );
    const params = tileParams(policy.initialise(createRandom(1)), 1);
    const observations = tf.randomNormal<tf.Rank.R3>([1, 4, 2], 0, 1, "float32", 3);
    const path = join(temporaryFolder(), "policy.onnx");
    await saveOnnx(path, inference, { params, observations });

    const named = Object.entries(params).map(([name, value]) => [`params.${name}`, value]);
    const inputs = { ...Object.fromEntries(named), observations } as Record<string, Tensor>;
    const { names, outputs } = await runModel(path, inputs);
    expect(names).toEqual([
      "params.W0",
      "params.b0",
      "params.W1",
      "params.b1",
      "params.logStd",
      "observations",
      "->",
      "mean",
      "logStd",
    ]);
    const expected = inference(params, observations);
    expect(outputs["mean"]).toBeAllClose(expected["mean"]!.dataSync());
    expect(outputs["logStd"]).toBeAllClose(expected["logStd"]!.dataSync());
  });

  it("says where a file cannot be written", async () => {
    const identity = compile("identity", (x: Tensor) => x);
    const path = join(temporaryFolder(), "missing", "model.onnx");
    await expect(saveOnnx(path, identity, { x: tf.scalar(1) })).rejects.toThrow(path);
  });
});

describe("toOnnx", () => {
  it("uses the standard's operators alone, gradients included", async () => {
    const gradient = compile("gradient", (w: Tensor2D, x: Tensor2D) => ({
      dw: tf.grad((weights: Tensor) =>
        tf.sum<Scalar>(tf.tanh(tf.matMul(x, weights as Tensor2D, true))),
      )(w),
    }));
    const [w, x] = [tf.randomNormal<tf.Rank.R2>([3, 2]), tf.randomNormal<tf.Rank.R2>([3, 4])];
    const model = toOnnx(gradient, { w, x });
    expect(Buffer.from(model).includes("com.microsoft")).toBe(false);
    const { outputs } = await runModel(model, { w, x });
    expect(outputs["dw"]).toBeAllClose(gradient(w, x).dw.dataSync());
  });

  it("names a single result, keeps unused arguments, and writes captured tensors into the model", async () => {
    const captured = tf.tensor1d([1, 2]);
    const f = compile("f", (x: Tensor, _unused: Tensor) => tf.mul(x, captured));
    const [x, unused] = [tf.tensor1d([3, 4]), tf.scalar(0)];
    const { names, outputs } = await runModel(toOnnx(f, { x, unused }), { x, unused });
    expect(names).toEqual(["x", "unused", "->", "result"]);
    expect([...outputs["result"]!]).toEqual([3, 8]);
  });

  it("keeps results apart that are arguments, constants or the same", async () => {
    const f = compile("f", (x: Tensor) => {
      const y = tf.exp(x);
      return { x, y, again: tf.exp(x), ones: tf.onesLike(x) };
    });
    const x = tf.tensor1d([0, 1]);
    const { names, outputs } = await runModel(toOnnx(f, { x }), { x });
    expect(names).toEqual(["x", "->", "x_1", "y", "again", "ones"]);
    expect([...outputs["x_1"]!, ...outputs["ones"]!]).toEqual([0, 1, 1, 1]);
    expect(outputs["again"]).toBeAllClose(outputs["y"]!);
  });
});
