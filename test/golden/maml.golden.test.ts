// One MAML-TRPO outer step against golden numbers, through the functions that training uses, on every backend that is
// installed. ACCLIMATE_MAML_FIXTURES names another folder with files of the same format.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor1D } from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { installedBackends, useBackend } from "../../src/backend/backend.ts";
import { conjugateGradient } from "../../src/meta/conjugate-gradient.ts";
import { adapt, innerStep } from "../../src/meta/inner-step.ts";
import { lineSearch } from "../../src/meta/line-search.ts";
import { plainInnerLoop } from "../../src/meta-rl/inner-config.ts";
import type { OuterBatch } from "../../src/meta-rl/outer-objective.ts";
import { PolicyProblem } from "../../src/meta-rl/policy-problem.ts";
import { metaPrograms } from "../../src/meta-rl/programs.ts";
import type { MetaPrograms } from "../../src/meta-rl/programs.ts";
import { trustRegionDirection } from "../../src/meta/trust-region.ts";
import type { TrustRegionOptions } from "../../src/meta/trust-region-objective.ts";
import { readParams, tileParams } from "../../src/nn/params.ts";
import type { Params } from "../../src/nn/params.ts";
import { linearBaseline } from "../../src/rl/baselines/linear-baseline.ts";
import { estimateAdvantages } from "../../src/rl/estimate-advantages.ts";
import { policyGradientLoss } from "../../src/rl/losses.ts";
import { toTrajectories } from "../../src/rl/trajectories.ts";
import type { Trajectories } from "../../src/rl/trajectories.ts";
import {
  expectedOf,
  fixtureNames,
  fixturePolicy,
  readFixture,
  toNumbers,
  toParams,
  toRollout,
} from "./maml-fixture.ts";
import type { FixtureBatch, FixtureParameters } from "./maml-fixture.ts";

/** A test whose tensors are freed at its end. */
function tidyIt(title: string, body: () => void): void {
  it(title, () => {
    tf.tidy(body);
  });
}

/** Compares with a tolerance relative to the largest expected element. */
function expectRelative(actual: ArrayLike<number>, expected: number[], tolerance: number): void {
  const largest = expected.reduce((max, x) => Math.max(max, Math.abs(x)), 0);
  expect(Array.from(actual)).toBeAllClose(expected, { rtol: 0, atol: tolerance * largest });
}

describe.each(await installedBackends())("on %s", (backend) => {
  beforeAll(() => useBackend(backend));

  describe.each(fixtureNames())("%s", (name) => {
    const fixture = readFixture(name);
    const policy = fixturePolicy(fixture);
    const { hyperparameters, expected } = fixture;
    const { gamma: discount, gaeLambda, baselineRidge: ridge } = hyperparameters;
    const preAdaptation = Array.from({ length: hyperparameters.innerSteps }, (_, k) =>
      fixture.tasks.map((task) => task.preAdaptation[k] as FixtureBatch),
    );
    const postAdaptation = fixture.tasks.map((task) => task.postAdaptation);
    const options: TrustRegionOptions = hyperparameters;
    const steps = (firstOrder: boolean): { learningRate: number; firstOrder: boolean }[] =>
      preAdaptation.map(() => ({ learningRate: hyperparameters.innerLearningRate, firstOrder }));
    const estimate = (batches: readonly FixtureBatch[]): ReturnType<typeof estimateAdvantages> =>
      estimateAdvantages(toRollout(fixture, batches), {
        discount,
        gaeLambda,
        baseline: linearBaseline(ridge),
      });
    const trajectoriesOf = (batches: readonly FixtureBatch[]): Trajectories =>
      toTrajectories(toRollout(fixture, batches), estimate(batches));
    /** The data of tasks `begin` to `end - 1`. */
    const dataOf = (begin: number, end: number): OuterBatch => ({
      preAdaptation: preAdaptation.map((batches) => trajectoriesOf(batches.slice(begin, end))),
      postAdaptation: trajectoriesOf(postAdaptation.slice(begin, end)),
      learningRates: preAdaptation.map(() => tf.scalar(hyperparameters.innerLearningRate)),
    });
    const programsOf = (firstOrder: boolean): MetaPrograms =>
      metaPrograms({ policy, inner: { ...plainInnerLoop, firstOrder } });
    const flat = (named: FixtureParameters): number[] => toNumbers(named, policy);

    let params: Params;
    let pre: Trajectories[];
    let objective: PolicyProblem;
    let firstOrderObjective: PolicyProblem;

    beforeAll(() => {
      tf.engine().startScope();
      params = toParams(fixture.parameters, policy);
      pre = preAdaptation.map(trajectoriesOf);
      // In chunks of one task and of the others, as large meta-batches are processed.
      const count = fixture.tasks.length;
      const chunks = [dataOf(0, 1), ...(count > 1 ? [dataOf(1, count)] : [])];
      objective = new PolicyProblem(programsOf(false), params, chunks);
      firstOrderObjective = new PolicyProblem(programsOf(true), params, chunks);
    });
    afterAll(() => {
      tf.engine().endScope();
    });

    it.each([
      ["returns", "returns"],
      ["baseline values", "baselineValues"],
      ["advantages before normalisation", "rawAdvantages"],
      ["advantages", "advantages"],
    ] as const)("agrees in the %s", (_, key) => {
      for (const batches of [...preAdaptation, postAdaptation]) {
        expectRelative(estimate(batches)[key], expectedOf(batches, key), 1e-5);
      }
    });

    tidyIt("agrees in the inner losses and the adapted parameters", () => {
      const loss = (values: Params, data: Trajectories): Tensor1D =>
        policyGradientLoss(policy, values, data);
      let adapted = tileParams(params, fixture.tasks.length);
      for (const [k, step] of steps(false).entries()) {
        const data = pre[k] as Trajectories;
        // Files may hold the losses of the first inner steps only; of the very first they all do.
        const losses = fixture.tasks.map((task) => task.expected.innerLosses[k]);
        if (k === 0 || !losses.includes(undefined)) {
          expectRelative(loss(adapted, data).dataSync(), losses as number[], 2e-5);
        }
        adapted = innerStep(loss, adapted, data, step);
      }
      const atOnce = adapt(loss, tileParams(params, fixture.tasks.length), pre, steps(false));
      for (const [paramName, value] of Object.entries(atOnce)) {
        const target = fixture.tasks.flatMap(
          (task) => task.expected.adaptedParameters[paramName]?.data ?? [],
        );
        expectRelative(value.dataSync(), target, 2e-5);
        expectRelative((adapted[paramName] as tf.Tensor).dataSync(), target, 2e-5);
      }
    });

    tidyIt("agrees in the surrogate loss, the divergence and the meta-gradient", () => {
      const here = objective.evaluate(readParams(params));
      // Advantages are of order 1, so that is the scale of a loss that cancels to 0.
      expect(Math.abs(objective.loss - expected.surrogateLoss)).toBeLessThan(2e-5);
      expect(Math.abs(here.loss - expected.surrogateLoss)).toBeLessThan(2e-5);
      expect(Math.abs(here.kl - expected.kl)).toBeLessThan(1e-6);
      expectRelative(objective.gradient, flat(expected.metaGradient), 2e-5);
    });

    tidyIt("agrees in the first-order meta-gradient, which differs from the full one", () => {
      const { gradient } = firstOrderObjective;
      expectRelative(gradient, flat(expected.firstOrderMetaGradient), 2e-5);
      const full = flat(expected.metaGradient);
      expect(() => {
        expectRelative(gradient, full, 1e-3);
      }).toThrow();
    });

    tidyIt("agrees in the curvature product", () => {
      const v = Float64Array.from(flat(fixture.probeVector));
      const product = objective.curvatureProduct(v).map((x, i) => x + options.cgDamping * v[i]!);
      expectRelative(product, flat(expected.klHessianVectorProductWithDamping), 2e-4);
    });

    tidyIt("agrees in the conjugate gradient direction and the full step", () => {
      const { solution } = conjugateGradient(
        (v) => objective.curvatureProduct(v).map((x, i) => x + options.cgDamping * v[i]!),
        objective.gradient,
        { iterations: options.cgIterations, residualTolerance: options.cgResidualTolerance },
      );
      expectRelative(solution, flat(expected.cgDirection), 1e-2);
      const step = trustRegionDirection(objective, options);
      expectRelative(step, flat(expected.fullStep), 1e-2);
    });

    tidyIt("accepts the same step and arrives at the same parameters", () => {
      const step = trustRegionDirection(objective, options);
      const found = lineSearch(objective, readParams(params), step, options);
      expect(found.isAccepted).toBe(true);
      expect(found.trials - 1).toBe(expected.lineSearchAcceptedAt);
      expectRelative(found.params, flat(expected.parametersAfter), 1e-2);
    });

    tidyIt(
      "agrees in the surrogate loss and the divergence at the golden parameters afterwards",
      () => {
        const after = Float64Array.from(flat(expected.parametersAfter));
        const { loss, kl } = objective.evaluate(after);
        expect(loss).toBeAllClose(expected.surrogateLossAfter, { rtol: 0, atol: 2e-5 });
        expect(kl).toBeAllClose(expected.klAfter, { rtol: 1e-3 });
      },
    );
  });
});
