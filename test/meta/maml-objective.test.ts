// MAML's outer objective on frozen trajectories: its gradient against finite differences, and the laws that it obeys.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import type { InnerStepOptions } from "../../src/meta/inner-step.ts";
import { curvatureProduct, surrogateGradient } from "../../src/meta/differentiable-objective.ts";
import type { DifferentiableObjective } from "../../src/meta/differentiable-objective.ts";
import { currentPolicies, mamlObjective } from "../../src/meta/maml-objective.ts";
import type { MamlBatch } from "../../src/meta/maml-objective.ts";
import { gaussianMlp } from "../../src/nn/gaussian-mlp.ts";
import {
  flattenParams,
  gradParams,
  mapParams,
  tileParams,
  unflattenParams,
} from "../../src/nn/params.ts";
import type { Params } from "../../src/nn/params.ts";
import { createRandom } from "../../src/random.ts";
import { policyGradientLoss } from "../../src/rl/losses.ts";
import type { Trajectories } from "../../src/rl/trajectories.ts";
import { checkGradients } from "../support/check-gradients.ts";

const TASKS = 3;
const ROWS = 8;
const policy = gaussianMlp({
  sizes: [2, 4, 2],
  activation: "tanh",
  initialisation: "glorot-uniform",
  initialStd: 0.8,
  minStd: 1e-6,
});
const STEPS: readonly InnerStepOptions[] = [
  { learningRate: 0.2, firstOrder: false },
  { learningRate: 0.1, firstOrder: false },
];

/** Random trajectories whose last two rows are padding. */
function randomTrajectories(seed: number): Trajectories {
  const rng = createRandom(seed);
  const normal = (shape: [number, number, number]): tf.Tensor3D => {
    const [a, b, c] = shape;
    return tf.tensor3d(
      Array.from({ length: a * b * c }, () => rng.normal()),
      shape,
    );
  };
  const rowWeights = Array.from({ length: ROWS }, (_, i) => (i < ROWS - 2 ? 1 / (ROWS - 2) : 0));
  return {
    observations: normal([TASKS, ROWS, 2]),
    actions: normal([TASKS, ROWS, 2]),
    advantages: tf.squeeze(normal([TASKS, ROWS, 1]), [2]),
    weights: tf.tensor2d(Array.from({ length: TASKS }, () => rowWeights)),
  };
}

/** Applies `f` to each tensor of a batch. */
function mapBatch(batch: MamlBatch, f: (value: Tensor) => Tensor): MamlBatch {
  const map = (data: Trajectories): Trajectories =>
    mapParams(data as unknown as Params, f) as unknown as Trajectories;
  return { preAdaptation: batch.preAdaptation.map(map), postAdaptation: map(batch.postAdaptation) };
}

let params: Params;
let batch: MamlBatch;

beforeAll(async () => {
  await useBackend("onnx");
  tf.engine().startScope();
  params = policy.initialise(createRandom(1));
  batch = {
    preAdaptation: [randomTrajectories(2), randomTrajectories(3)],
    postAdaptation: randomTrajectories(4),
  };
});
afterAll(() => {
  tf.engine().endScope();
});

/** The objective at the current parameters. */
function objectiveOf(of: MamlBatch, steps: readonly InnerStepOptions[]): DifferentiableObjective {
  return mamlObjective(policy, of, steps, currentPolicies(policy, params, of, steps));
}

/** The meta-gradient as numbers. */
function metaGradient(of: MamlBatch, steps: readonly InnerStepOptions[]): Float32Array {
  return tf.tidy(() => {
    return surrogateGradient(objectiveOf(of, steps), params).dataSync<"float32">();
  });
}

describe("mamlObjective", () => {
  it("has a surrogate whose first and second derivatives agree with finite differences", () => {
    tf.tidy(() => {
      const objective = objectiveOf(batch, STEPS);
      const surrogate = (flat: Tensor): Tensor =>
        objective.surrogate(unflattenParams(flat as tf.Tensor1D, policy.shapes));
      checkGradients(surrogate, [flattenParams(params)], { order: 2, rtol: 1e-2 });
    });
  });

  it("has a curvature product that is the second derivative of its divergence", () => {
    tf.tidy(() => {
      const objective = objectiveOf(batch, STEPS);
      const flat = flattenParams(params);
      const v = tf.tensor1d(Array.from({ length: flat.size }, (_, i) => Math.sin(i)));
      const slope = (x: Tensor): Tensor => {
        const at = unflattenParams(x as tf.Tensor1D, policy.shapes);
        const gradient = gradParams((values) => objective.divergence(values), at);
        return tf.sum(tf.mul(flattenParams(gradient), v));
      };
      const hessian = tf.grad(slope)(flat);
      const product = curvatureProduct(objective, params, v);
      expect(product.dataSync()).toBeAllClose(hessian.dataSync(), { rtol: 1e-3, atol: 1e-5 });
    });
  });

  it("does not depend on the order of the tasks", () => {
    const reversed = tf.tidy(() =>
      metaGradient(
        mapBatch(batch, (value) => tf.reverse(value, 0)),
        STEPS,
      ),
    );
    expect(reversed).toBeAllClose(metaGradient(batch, STEPS), { rtol: 1e-4, atol: 1e-6 });
  });

  it("does not depend on what stands in padded rows", () => {
    const changed = tf.tidy(() => {
      const isReal = tf.reshape(tf.cast(tf.less(tf.range(0, ROWS), ROWS - 2), "float32"), [
        1,
        ROWS,
      ]);
      const spoil = (value: Tensor): Tensor => {
        const real = value.rank === 3 ? tf.expandDims(isReal, 2) : isReal;
        return tf.add(value, tf.mul(tf.sub(1, real), 0.7));
      };
      const keepWeights = (data: Trajectories): Trajectories => ({
        ...(mapParams(data as unknown as Params, spoil) as unknown as Trajectories),
        weights: data.weights,
      });
      return metaGradient(
        {
          preAdaptation: batch.preAdaptation.map(keepWeights),
          postAdaptation: keepWeights(batch.postAdaptation),
        },
        STEPS,
      );
    });
    expect(changed).toBeAllClose(metaGradient(batch, STEPS), { rtol: 1e-5, atol: 1e-7 });
  });

  it("has the plain policy gradient as its gradient at inner learning rate 0", () => {
    const still = STEPS.map((step) => ({ ...step, learningRate: 0 }));
    const plain = tf.tidy(() => {
      const gradient = gradParams(
        (values) =>
          tf.mean(policyGradientLoss(policy, tileParams(values, TASKS), batch.postAdaptation)),
        params,
      );
      return flattenParams(gradient).dataSync();
    });
    expect(metaGradient(batch, still)).toBeAllClose(plain, { rtol: 1e-4, atol: 1e-6 });
  });

  it("has another gradient when it is of first order", () => {
    const firstOrder = STEPS.map((step) => ({ ...step, firstOrder: true }));
    expect(metaGradient(batch, firstOrder)).not.toBeAllClose(metaGradient(batch, STEPS), {
      rtol: 1e-2,
      atol: 1e-4,
    });
  });
});
