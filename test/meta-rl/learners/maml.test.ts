// MAML-TRPO from end to end on environments made for the test.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../../src/backend/backend.ts";
import { backendStats } from "../../../src/backend/diagnostics.ts";
import { evaluate } from "../../../src/meta-rl/evaluate.ts";
import type { Evaluation } from "../../../src/meta-rl/evaluation.ts";
import type { OuterStepReport } from "../../../src/meta-rl/learner.ts";
import { maml } from "../../../src/meta-rl/learners/maml.ts";
import type { MamlConfig } from "../../../src/meta-rl/learners/maml.ts";
import type { Problem } from "../../../src/meta-rl/problem.ts";
import { disposeParams, readParams } from "../../../src/nn/params.ts";
import { createRandom } from "../../../src/random.ts";
import type { EnvironmentFamily } from "../../../src/rl/environment.ts";
import { prepareSchedules } from "../../../src/schedule.ts";
import { hitTarget, pickTarget } from "../toy-environments.ts";
import { configOf, problemFor, train as trainLearner } from "./support.ts";
import type { Trained as TrainedState } from "./support.ts";

beforeAll(() => useBackend("onnx"));

function configure(fields: object = {}): MamlConfig {
  return configOf(maml, { inner: { learningRate: 0.3, episodesPerTask: 10 }, ...fields });
}

interface Trained extends TrainedState {
  readonly problem: Problem;
}

/** Trains from scratch; the caller disposes the state. */
function train(
  environment: EnvironmentFamily,
  config: MamlConfig,
  amount: { readonly seed: number; readonly outerSteps: number },
): Trained {
  const problem = problemFor(maml, environment);
  return { problem, ...trainLearner({ problem, learner: maml, config }, amount) };
}

function evaluateTrained({ problem, state }: Trained, config: MamlConfig): Evaluation {
  return evaluate({
    problem,
    learner: maml,
    config,
    state,
    tasks: 20,
    episodesPerTask: 20,
    innerSteps: 2,
    learningRate: 0.3,
    rng: createRandom(99),
  });
}

/** Mean and standard error over tasks of the return after one inner step minus the return before. */
function gain({ perTask }: Evaluation): { mean: number; standardError: number } {
  const gains = perTask.map(({ returns }) => (returns[1] as number) - (returns[0] as number));
  const mean = gains.reduce((sum, x) => sum + x, 0) / gains.length;
  const variance = gains.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (gains.length - 1);
  return { mean, standardError: Math.sqrt(variance / gains.length) };
}

describe.each<[string, EnvironmentFamily]>([
  ["continuous actions", hitTarget],
  ["discrete actions", pickTarget],
])("maml with %s", (_, environment) => {
  it("learns parameters from which one inner step gains return", () => {
    const config = configure();
    const trained = train(environment, config, { seed: 1, outerSteps: 15 });
    const { mean, standardError } = gain(evaluateTrained(trained, config));
    disposeParams(trained.state.params);
    expect(mean).toBeGreaterThan(5 * standardError);
    for (const { kl, surrogate, stepAccepted } of trained.reports) {
      expect(kl).toBeLessThan(0.01);
      if (stepAccepted === true) {
        expect(surrogate?.after).toBeLessThan(surrogate?.before as number);
      }
    }
  });

  it("gives the same numbers for the same seed and others for another", () => {
    const config = configure();
    const run = (seed: number): unknown => {
      const { state, reports } = train(environment, config, { seed, outerSteps: 2 });
      const params = Object.values(state.params).map((value) => Array.from(value.dataSync()));
      disposeParams(state.params);
      return { params, reports: reports.map(({ seconds: _seconds, ...rest }) => rest) };
    };
    expect(run(3)).toEqual(run(3));
    expect(run(3)).not.toEqual(run(4));
  });
});

describe("maml", () => {
  it("leaves the state that it was given unchanged and leaks no tensor", () => {
    const config = configure({ inner: { steps: 2, episodesPerTask: 4 } });
    const problem = problemFor(maml, hitTarget);
    const state = maml.initialise(problem, config, createRandom(1));
    const before = Object.values(state.params).map((value) => Array.from(value.dataSync()));
    const tensors = tf.memory().numTensors;
    const rng = createRandom(2);
    const result = maml.outerStep({ problem, config, state, outerStep: 0, rng });
    expect(tf.memory().numTensors).toBe(tensors + before.length);
    expect(Object.values(state.params).map((value) => Array.from(value.dataSync()))).toEqual(
      before,
    );
    disposeParams(result.state.params);
    disposeParams(state.params);
  });

  it("traces its functions in the first outer steps and never again", () => {
    const config = configure({ tasksPerChunk: 4 });
    const tracesAfter = (outerSteps: number): number => {
      const before = backendStats()!.traces;
      const { state } = train(hitTarget, config, { seed: 1, outerSteps });
      disposeParams(state.params);
      return backendStats()!.traces - before;
    };
    // Chunks of 3 and 4 tasks: two signatures of the inner step, the gradient, the curvature product and the values of
    // the line search; inference once for one set of parameters and once for one a task.
    expect(tracesAfter(1)).toBe(4 * 2 + 2);
    expect(tracesAfter(8)).toBe(4 * 2 + 2);
  });

  it("computes the same in chunks of any size", () => {
    const run = (tasksPerChunk: "auto" | number): { params: number[]; report: OuterStepReport } => {
      const config = configure({ tasksPerChunk, outer: { cgDamping: 0.1 } });
      const { state, reports } = train(hitTarget, config, { seed: 1, outerSteps: 1 });
      const params = [...readParams(state.params)];
      disposeParams(state.params);
      return { params, report: reports[0]! };
    };
    const whole = run("auto");
    expect(whole.report.stepAccepted).toBe(true);
    for (const tasksPerChunk of [1, 3, 4, 1000]) {
      const { params, report } = run(tasksPerChunk);
      expect(params).toBeAllClose(whole.params, { rtol: 1e-3, atol: 1e-5 });
      expect(report.postAdaptation.return).toBeCloseTo(whole.report.postAdaptation.return, 3);
    }
  });

  it("counts the environment steps of all rollouts", () => {
    const config = configure({ metaBatchSize: 3, inner: { steps: 2, episodesPerTask: 4 } });
    const { state, reports } = train(hitTarget, config, { seed: 1, outerSteps: 1 });
    disposeParams(state.params);
    // 3 tasks, 4 episodes, 3 steps, one rollout before and one after each of 2 inner steps
    expect(reports[0]?.environmentSteps).toBe(3 * 4 * 3 * 3);
  });

  it("moves along another direction when it is of first order", () => {
    const run = (firstOrder: boolean): number[] => {
      const config = configure({ inner: { learningRate: 0.3, episodesPerTask: 10, firstOrder } });
      const { state } = train(hitTarget, config, { seed: 5, outerSteps: 1 });
      const values = Array.from((state.params["W0"] as Tensor).dataSync());
      disposeParams(state.params);
      return values;
    };
    expect(run(true)).not.toBeAllClose(run(false), { rtol: 1e-3 });
  });

  it("reports the mean over tasks after each number of inner steps", () => {
    const config = configure();
    const trained = train(hitTarget, config, { seed: 1, outerSteps: 1 });
    const evaluation = evaluateTrained(trained, config);
    disposeParams(trained.state.params);
    expect(evaluation.returns.map(({ innerSteps }) => innerSteps)).toEqual([0, 1, 2]);
    expect(evaluation).toMatchObject({ environment: "hit-target@test", tasks: 20 });
    for (const { innerSteps, mean, ci95 } of evaluation.returns) {
      const ofTasks = evaluation.perTask.map(({ returns }) => returns[innerSteps] as number);
      expect(mean).toBeCloseTo(ofTasks.reduce((sum, x) => sum + x, 0) / ofTasks.length, 9);
      expect(ci95[0]).toBeLessThan(mean);
      expect(ci95[1]).toBeGreaterThan(mean);
    }
  });

  it("adapts by the learning rate of the outer step that it is told", async () => {
    const learningRate = "outerStep < 3 ? 0 : 0.3";
    await prepareSchedules([learningRate]);
    const config = configure({ inner: { learningRate: 0.3, episodesPerTask: 4 } });
    const problem = problemFor(maml, hitTarget);
    const state = maml.initialise(problem, config, createRandom(1));
    const tasks = hitTarget.sampleTasks(createRandom(2), 3);
    const [kept, changed] = [2, 3].map((outerStep) => {
      const rng = createRandom(3);
      const input = { problem, config, state, tasks, episodesPerTask: 4, innerSteps: 1, rng };
      return maml.adapt({ ...input, learningRate, outerStep }).diagnoses?.[0]?.stepNorm;
    });
    disposeParams(state.params);
    expect(Array.from(kept ?? [])).toEqual([0, 0, 0]);
    expect(Math.min(...(changed ?? []))).toBeGreaterThan(1e-3);
  });
});
