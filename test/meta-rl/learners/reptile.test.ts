// Reptile's move, made again from its parts.

import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { useBackend } from "../../../src/backend/backend.ts";
import { innerStep } from "../../../src/meta/inner-step.ts";
import { reptile } from "../../../src/meta-rl/learners/reptile.ts";
import { play } from "../../../src/meta-rl/play.ts";
import type { Problem } from "../../../src/meta-rl/problem.ts";
import { disposeParams, readParams, tileParams } from "../../../src/nn/params.ts";
import type { Params } from "../../../src/nn/params.ts";
import { createRandom } from "../../../src/random.ts";
import { estimateAdvantages } from "../../../src/rl/estimate-advantages.ts";
import { policyGradientLoss } from "../../../src/rl/losses.ts";
import { disposeTrajectories, toTrajectories } from "../../../src/rl/trajectories.ts";
import { disposeState } from "../../../src/train/open-run.ts";
import { hitTarget } from "../toy-environments.ts";
import { problemFor } from "./support.ts";

beforeAll(() => useBackend("onnx"));

const TASKS = 3;
const EPISODES = 4;
/** Of the first and of the second inner step. */
const RATES = [0.3, 0.15];

const problem = problemFor(reptile, hitTarget);

async function moveOf(
  stepSize: number,
): Promise<{ readonly before: Float64Array; readonly after: Float64Array }> {
  const config = await z.strictObject(reptile.configShape).parseAsync({
    metaBatchSize: TASKS,
    inner: { steps: 1, learningRate: "0.3 * 0.5^innerStep", episodesPerTask: EPISODES },
    outer: { stepSize },
  });
  const state = reptile.initialise(problem, config, createRandom(1));
  const rng = createRandom(2);
  const next = reptile.outerStep({ problem, config, state, outerStep: 0, rng }).state;
  const result = { before: readParams(state.params), after: readParams(next.params) };
  [state, next].forEach(disposeState);
  return result;
}

/** The mean over tasks of θ' after two policy-gradient steps, with nothing of the learner's. */
function meanOfAdapted({ environment, policy }: Problem): Float64Array {
  const rng = createRandom(2);
  const tasks = environment.sampleTasks(rng.split("tasks"), TASKS);
  const initial = policy.initialise(createRandom(1));
  let params: Params = tf.tidy(() => tileParams(initial, TASKS));
  disposeParams(initial);
  RATES.forEach((learningRate, k) => {
    const rollout = play({ environment, policy }, params, {
      tasks,
      episodesPerTask: EPISODES,
      rng: rng.split("inner-step", k),
    });
    const estimates = estimateAdvantages(rollout, { discount: 0.99, gaeLambda: 1 });
    const data = toTrajectories(rollout, estimates);
    const adapted = innerStep(
      (values, trajectories) => policyGradientLoss(policy, values, trajectories),
      params,
      data,
      { learningRate, firstOrder: true },
    );
    disposeTrajectories(data);
    disposeParams(params);
    params = adapted;
  });
  const values = Object.values(params).flatMap((value) => {
    const elements = value.dataSync<"float32">();
    const size = elements.length / TASKS;
    return Array.from({ length: size }, (_, i) =>
      [0, 1, 2].reduce((sum, task) => sum + elements[task * size + i]! / TASKS, 0),
    );
  });
  disposeParams(params);
  return Float64Array.from(values);
}

describe("reptile", () => {
  it("moves by a share of the way to the mean of the adapted parameters, after one more inner step than is reported", async () => {
    const mean = meanOfAdapted(problem);
    for (const stepSize of [1, 0.25]) {
      const { before, after } = await moveOf(stepSize);
      const expected = before.map((value, i) => value + stepSize * (mean[i]! - value));
      expect(after).toBeAllClose(expected, { rtol: 1e-4, atol: 1e-6 });
      expect(after).not.toBeAllClose(before, { rtol: 1e-2, atol: 1e-3 });
    }
  });
});
