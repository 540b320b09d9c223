// Training from scratch: each task by itself, and Adam's state goes on from one inner step to the next.

import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../../src/backend/backend.ts";
import type { Adaptation } from "../../../src/meta-rl/learner.ts";
import { fromScratch } from "../../../src/meta-rl/learners/from-scratch.ts";
import { randomInitialisation } from "../../../src/meta-rl/learners/random-initialisation.ts";
import { createRandom } from "../../../src/random.ts";
import { taskReturns } from "../../../src/rl/rollout-statistics.ts";
import { rolloutOfTasks } from "../../../src/rl/rollout-tasks.ts";
import { disposeState } from "../../../src/train/open-run.ts";
import { hitTarget } from "../toy-environments.ts";
import type { TargetTask } from "../toy-environments.ts";
import { pairedDifference, readState } from "../../meta/readings.ts";
import { configOf, heldOutReturns, problemFor, train } from "./support.ts";

beforeAll(() => useBackend("onnx"));

const problem = problemFor(fromScratch, hitTarget);
const config = configOf(fromScratch, { inner: { learningRate: 0.03, episodesPerTask: 10 } });
const setting = { problem, learner: fromScratch, config };

/** The rewards of the first of two tasks, after each number of inner steps. */
function rewardsOfFirst(tasks: readonly [TargetTask, TargetTask]): readonly Float32Array[] {
  const state = fromScratch.initialise(problem, config, createRandom(1));
  const options = { innerSteps: 3, episodesPerTask: 10, rng: createRandom(2) };
  const { rollouts } = fromScratch.adapt({ problem, config, state, tasks, ...options });
  disposeState(state);
  return rollouts.map((rollout) => rolloutOfTasks(rollout, 0, 1).rewards);
}

describe("fromScratch", () => {
  it("trains each task by itself", () => {
    const [one, other] = [{ target: 1 }, { target: -1 }];
    expect(rewardsOfFirst([one, other])).toEqual(rewardsOfFirst([one, one]));
    expect(rewardsOfFirst([one, other])).not.toEqual(rewardsOfFirst([other, one]));
  });

  it("gains with every one of its inner steps, and more than single gradient steps do", () => {
    const { state } = train(setting, { seed: 1, outerSteps: 0 });
    const returns = heldOutReturns(setting, state, 3);
    for (let k = 0; k < 3; k++) {
      const { mean, standardError } = pairedDifference(returns[k + 1], returns[k]);
      expect(mean).toBeGreaterThan(3 * standardError);
    }
    const single = {
      problem,
      learner: randomInitialisation,
      config: configOf(randomInitialisation, { inner: { learningRate: 0.03 } }),
    };
    const { mean, standardError } = pairedDifference(
      returns[3],
      heldOutReturns(single, state, 3)[3],
    );
    disposeState(state);
    expect(mean).toBeGreaterThan(5 * standardError);
  });

  it("goes on with Adam's state in the next inner step", () => {
    // The first step of a new Adam moves every parameter by the whole learning rate; one that goes on does not.
    const once = { ...config, inner: { ...config.inner, epochs: 1 } };
    const state = fromScratch.initialise(problem, once, createRandom(1));
    const tasks = [{ target: 1 }, { target: -1 }];
    const options = { innerSteps: 2, episodesPerTask: 10, rng: createRandom(2) };
    const { diagnoses } = fromScratch.adapt({ problem, config: once, state, tasks, ...options });
    const size = Object.values(state.params).reduce((sum, value) => sum + value.size, 0);
    disposeState(state);
    const whole = 0.03 * Math.sqrt(size);
    for (const norm of diagnoses![0]!.stepNorm) expect(norm).toBeCloseTo(whole, 3);
    for (const norm of diagnoses![1]!.stepNorm) expect(norm).toBeLessThan(0.999 * whole);
  });

  it("takes an inner step back where numbers stop being finite, for that task alone", () => {
    const far = { ...config, inner: { ...config.inner, learningRate: 100 } };
    const adaptTo = (tasks: readonly TargetTask[]): Adaptation => {
      const state = fromScratch.initialise(problem, far, createRandom(1));
      const options = { innerSteps: 2, episodesPerTask: 5, rng: createRandom(1) };
      const adaptation = fromScratch.adapt({ problem, config: far, state, tasks, ...options });
      disposeState(state);
      return adaptation;
    };
    const tasks = hitTarget.sampleTasks(createRandom(3), 6);
    const { nonFinite = [], rollouts, diagnoses } = adaptTo(tasks);
    const [first] = nonFinite;
    expect(first).toMatchObject({ innerStep: 0, parameter: "W0" });
    for (const { task, innerStep } of nonFinite) {
      expect(diagnoses?.[innerStep]?.stepNorm[task]).toBe(0);
    }
    const moved = diagnoses?.[0]?.stepNorm.filter((norm) => norm > 0).length;
    expect(moved).toBe(tasks.length - nonFinite.filter(({ innerStep }) => innerStep === 0).length);
    expect(moved).toBeGreaterThan(0);
    for (const rollout of rollouts) expect(taskReturns(rollout).every(Number.isFinite)).toBe(true);
    // Whatever the other tasks are.
    const opposite = tasks.map(({ target }, i) => ({
      target: i === first?.task ? target : -target,
    }));
    expect(adaptTo(opposite).nonFinite).toContainEqual(first);
  });

  it("learns nothing in outer steps, and reports what its own inner step leads to", () => {
    const { state, reports } = train(setting, { seed: 1, outerSteps: 1 });
    const untrained = train(setting, { seed: 1, outerSteps: 0 }).state;
    expect(readState(state)).toEqual(readState(untrained));
    [state, untrained].forEach(disposeState);
    const rng = createRandom(1).split("outer-step", 0);
    const initial = fromScratch.initialise(problem, config, createRandom(1).split("initial"));
    const tasks = problem.environment.sampleTasks(rng.split("tasks"), config.metaBatchSize);
    const options = { innerSteps: 1, episodesPerTask: 10, rng };
    const { rollouts } = fromScratch.adapt({ problem, config, state: initial, tasks, ...options });
    disposeState(initial);
    const [before, after] = rollouts.map(
      (rollout) => taskReturns(rollout).reduce((sum, x) => sum + x, 0) / tasks.length,
    );
    expect(reports[0]?.preAdaptation.return).toBeCloseTo(before!, 9);
    expect(reports[0]?.postAdaptation.return).toBeCloseTo(after!, 9);
  });
});
