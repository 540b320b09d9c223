// The outer objective on frozen trajectories: its derivatives against finite differences, and the laws that it obeys.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import { adaptiveModel } from "../../src/meta/adaptation-rule.ts";
import { curvatureProduct, surrogateGradient } from "../../src/meta/differentiable-objective.ts";
import { plainInnerLoop } from "../../src/meta-rl/inner-config.ts";
import type { InnerLoop } from "../../src/meta-rl/policy-inner-loop.ts";
import { currentPolicies, outerObjective } from "../../src/meta-rl/outer-objective.ts";
import type {
  OuterBatch,
  OuterObjective,
  OuterObjectiveOptions,
} from "../../src/meta-rl/outer-objective.ts";
import { gaussianMlp } from "../../src/nn/gaussian-mlp.ts";
import {
  disposeParams,
  flattenParams,
  gradParams,
  mapParams,
  shapesOf,
  tileParams,
  unflattenParams,
} from "../../src/nn/params.ts";
import type { Params } from "../../src/nn/params.ts";
import { createRandom } from "../../src/random.ts";
import { policyGradientLoss } from "../../src/rl/losses.ts";
import type { Trajectories } from "../../src/rl/trajectories.ts";
import { checkGradients } from "../support/check-gradients.ts";

const TASKS = 3;
const STEPS = 4;
const ROWS = 2 * STEPS;
const policy = gaussianMlp({
  sizes: [2, 4, 2],
  activation: "tanh",
  initialisation: "glorot-uniform",
  initialStd: 0.8,
  minStd: 1e-6,
  contextSize: 2,
});

/** Random trajectories of two episodes; the last two rows are padding. */
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
    steps: STEPS,
    observations: normal([TASKS, ROWS, 2]),
    actions: normal([TASKS, ROWS, 2]),
    advantages: tf.squeeze(normal([TASKS, ROWS, 1]), [2]),
    baselines: tf.squeeze(normal([TASKS, ROWS, 1]), [2]),
    weights: tf.tensor2d(Array.from({ length: TASKS }, () => rowWeights)),
  };
}

/** Applies `f` to each tensor of the trajectories of a batch. */
function mapBatch(of: OuterBatch, f: (value: Tensor) => Tensor): OuterBatch {
  const map = ({ steps, ...tensors }: Trajectories): Trajectories =>
    ({ steps, ...mapParams(tensors, f) }) as unknown as Trajectories;
  return {
    ...of,
    preAdaptation: of.preAdaptation.map(map),
    postAdaptation: map(of.postAdaptation),
  };
}

let params: Params;
let batch: OuterBatch;

beforeAll(async () => {
  await useBackend("onnx");
  tf.engine().startScope();
  params = policy.initialise(createRandom(1));
  batch = {
    preAdaptation: [randomTrajectories(2), randomTrajectories(3)],
    postAdaptation: randomTrajectories(4),
    learningRates: [tf.scalar(0.2), tf.scalar(0.1)],
  };
});
afterAll(() => {
  tf.engine().endScope();
});

/** Options with an inner loop that differs from plain policy gradients. */
function optionsOf(
  inner: Partial<InnerLoop>,
  clip?: number,
): OuterObjectiveOptions & { readonly inner: InnerLoop } {
  return { policy, inner: { ...plainInnerLoop, ...inner }, clip };
}

const PLAIN = optionsOf({});

/** The objective around some meta-parameters. */
function objectiveOf(
  of: OuterBatch,
  options: OuterObjectiveOptions,
  at: Params = params,
): OuterObjective {
  return outerObjective(options, of, currentPolicies(options, at, of));
}

/** The meta-gradient as numbers. */
function metaGradient(of: OuterBatch, options: OuterObjectiveOptions): Float32Array {
  return tf.tidy(() => surrogateGradient(objectiveOf(of, options), params).dataSync<"float32">());
}

/** Meta-parameters somewhat off what they begin at: step sizes all differ. */
function metaParams({ inner }: { readonly inner: InnerLoop }): Params {
  const initial = adaptiveModel(policy, inner).initialise(createRandom(1));
  const rng = createRandom(5);
  const moved = mapParams(initial, (value, name) =>
    name.startsWith("stepSize/")
      ? tf.add(
          value,
          tf.tensor(
            Array.from({ length: value.size }, () => 0.3 * rng.normal()),
            value.shape,
          ),
        )
      : value.clone(),
  );
  disposeParams(initial);
  return moved;
}

describe("outerObjective", () => {
  const loops: readonly Partial<InnerLoop>[] = [
    {},
    { estimator: "likelihood-ratio" },
    { estimator: "dice" },
    { estimator: "loaded-dice", diceLambda: 0.7 },
    { entropyBonus: 0.3 },
    { adapts: "head" },
    { adapts: "context" },
    { stepSizes: "per-layer" },
    { stepSizes: "per-parameter", adapts: "head" },
  ];

  // The value of a magic box does not change with the parameters, only its derivatives say how it would: finite differences
  // of the value are not those of DiCE. test/rl/estimators.test.ts and test/meta/exact-meta-gradient.test.ts check it.
  const ordinary = loops.filter(({ estimator }) => estimator?.includes("dice") !== true);

  it.each(ordinary)(
    "has a surrogate whose gradient agrees with finite differences with %j",
    (inner) => {
      tf.tidy(() => {
        const options = optionsOf(inner);
        const meta = metaParams(options);
        const objective = objectiveOf(batch, options, meta);
        const surrogate = (flat: Tensor): Tensor =>
          objective.surrogate(unflattenParams(flat as tf.Tensor1D, shapesOf(meta)));
        checkGradients(surrogate, [flattenParams(meta)], { order: 1, rtol: 1e-2 });
      });
    },
  );

  it("has a surrogate whose second derivative agrees with finite differences", () => {
    tf.tidy(() => {
      const objective = objectiveOf(batch, PLAIN);
      const surrogate = (flat: Tensor): Tensor =>
        objective.surrogate(unflattenParams(flat as tf.Tensor1D, policy.shapes));
      checkGradients(surrogate, [flattenParams(params)], { order: 2, rtol: 1e-2 });
    });
  });

  it("adds terms whose gradients agree with finite differences", () => {
    tf.tidy(() => {
      const options = optionsOf({ estimator: "likelihood-ratio" }, 0.3);
      const withTerms: OuterBatch = {
        ...batch,
        explorationCredit: tf.tensor1d([0.3, -0.2, 0.1]),
        entropyBonus: tf.scalar(0.2),
        klPenalties: [tf.scalar(0.5), tf.scalar(2)],
      };
      const objective = objectiveOf(withTerms, options);
      // Off the current parameters, where penalties have a gradient, but not so far that a ratio is clipped.
      const at = tf.tidy(() => tf.add(flattenParams(params), 0.01));
      const surrogate = (flat: Tensor): Tensor =>
        objective.surrogate(unflattenParams(flat as tf.Tensor1D, policy.shapes));
      checkGradients(surrogate, [at], { order: 1, rtol: 1e-2 });
    });
  });

  it("leaves each term out where its field is absent", () => {
    const at = (extra: Partial<OuterBatch>, clip?: number): number =>
      tf.tidy(() => {
        const options = optionsOf({ estimator: "likelihood-ratio" }, clip);
        const of = { ...batch, ...extra };
        const elsewhere = mapParams(params, (value) => tf.add(value, 0.2));
        return objectiveOf(of, options).surrogate(elsewhere).dataSync()[0] as number;
      });
    const plain = at({});
    tf.tidy(() => {
      expect(at({ explorationCredit: tf.tensor1d([0.3, -0.2, 0.1]) })).not.toBeCloseTo(plain, 3);
      expect(at({ entropyBonus: tf.scalar(0.2) })).not.toBeCloseTo(plain, 3);
      expect(at({ klPenalties: [tf.scalar(0.5), tf.scalar(2)] })).toBeGreaterThan(plain);
      expect(at({}, 0.01)).toBeGreaterThan(plain);
      expect(at({ explorationCredit: tf.zeros([3]) })).toBeCloseTo(plain, 5);
    });
  });

  it("has inner divergences that are 0 at the current meta-parameters and positive elsewhere", () => {
    tf.tidy(() => {
      const objective = objectiveOf(batch, optionsOf({ estimator: "likelihood-ratio" }));
      const kls = (at: Params): number[] =>
        objective.innerDivergences(at).map((kl) => kl.dataSync()[0] as number);
      expect(kls(params)).toBeAllClose([0, 0], { atol: 1e-6 });
      for (const kl of kls(mapParams(params, (value) => tf.add(value, 0.2)))) {
        expect(kl).toBeGreaterThan(1e-3);
      }
    });
  });

  it("has a curvature product that is the second derivative of its divergence", () => {
    tf.tidy(() => {
      const objective = objectiveOf(batch, PLAIN);
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
        PLAIN,
      ),
    );
    expect(reversed).toBeAllClose(metaGradient(batch, PLAIN), { rtol: 1e-4, atol: 1e-6 });
  });

  it.each(loops)("does not depend on what stands in padded rows with %j", (inner) => {
    const options = optionsOf({ ...inner, stepSizes: "fixed", adapts: "all" });
    const changed = tf.tidy(() => {
      const isReal = tf.reshape(tf.cast(tf.less(tf.range(0, ROWS), ROWS - 2), "float32"), [
        1,
        ROWS,
      ]);
      const spoil = (value: Tensor): Tensor => {
        const real = value.rank === 3 ? tf.expandDims(isReal, 2) : isReal;
        return tf.add(value, tf.mul(tf.sub(1, real), 0.7));
      };
      const spoilt = mapBatch(batch, spoil);
      const keepWeights = (data: Trajectories, from: Trajectories): Trajectories => ({
        ...data,
        weights: from.weights,
      });
      return metaGradient(
        {
          ...batch,
          preAdaptation: spoilt.preAdaptation.map((data, k) =>
            keepWeights(data, batch.preAdaptation[k] as Trajectories),
          ),
          postAdaptation: keepWeights(spoilt.postAdaptation, batch.postAdaptation),
        },
        options,
      );
    });
    expect(changed).toBeAllClose(metaGradient(batch, options), { rtol: 1e-5, atol: 1e-7 });
  });

  it("has the plain policy gradient as its gradient at inner learning rate 0", () => {
    const still = { ...batch, learningRates: batch.learningRates.map(() => tf.scalar(0)) };
    const plain = tf.tidy(() => {
      const gradient = gradParams(
        (values) =>
          tf.mean(policyGradientLoss(policy, tileParams(values, TASKS), batch.postAdaptation)),
        params,
      );
      return flattenParams(gradient).dataSync();
    });
    expect(metaGradient(still, PLAIN)).toBeAllClose(plain, { rtol: 1e-4, atol: 1e-6 });
    tf.dispose(still.learningRates);
  });

  it("has another gradient when it is of first order, or estimated otherwise", () => {
    const plain = metaGradient(batch, PLAIN);
    for (const inner of [
      { firstOrder: true },
      { estimator: "likelihood-ratio" },
      { estimator: "loaded-dice" },
    ] as const) {
      expect(metaGradient(batch, optionsOf(inner))).not.toBeAllClose(plain, {
        rtol: 1e-2,
        atol: 1e-4,
      });
    }
  });
});
