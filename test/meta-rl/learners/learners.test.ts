// What holds for every learner: it learns, repeats itself, takes nothing and leaves nothing behind.

import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../../src/backend/backend.ts";
import type { Learner } from "../../../src/meta-rl/learner.ts";
import { contextFree } from "../../../src/meta-rl/learners/context-free.ts";
import { fromScratch } from "../../../src/meta-rl/learners/from-scratch.ts";
import { mamlAdam } from "../../../src/meta-rl/learners/maml-adam.ts";
import { mamlPpo } from "../../../src/meta-rl/learners/maml-ppo.ts";
import { maml } from "../../../src/meta-rl/learners/maml.ts";
import { oracle } from "../../../src/meta-rl/learners/oracle.ts";
import { pretrained } from "../../../src/meta-rl/learners/pretrained.ts";
import { promp } from "../../../src/meta-rl/learners/promp.ts";
import { randomInitialisation } from "../../../src/meta-rl/learners/random-initialisation.ts";
import { reptile } from "../../../src/meta-rl/learners/reptile.ts";
import { createRandom } from "../../../src/random.ts";
import { taskReturns } from "../../../src/rl/rollout-statistics.ts";
import { disposeState } from "../../../src/train/open-run.ts";
import { hitTarget, pickTarget } from "../toy-environments.ts";
import { pairedDifference, readState, withoutSeconds } from "../../meta/readings.ts";
import { adaptTo20, configOf, heldOutReturns, problemFor, train } from "./support.ts";
import type { Setting } from "./support.ts";

beforeAll(() => useBackend("onnx"));

interface Case {
  readonly name: string;
  readonly learner: Learner;
  readonly fields: object;
  readonly outerSteps: number;
  /** What training improves: the return after an inner step, that before any, or nothing. */
  readonly improves: "adaptation" | "return" | "nothing";
  /** Rollouts of an outer step; each is 10 tasks of 5 episodes of 3 steps. */
  readonly rollouts: number;
}

const inner = { learningRate: 0.3, episodesPerTask: 5 };
const adam = { learningRate: 0.02 };
const wide = { maxKl: 0.05 };

const cases: readonly Case[] = [
  { learner: maml, outer: wide, outerSteps: 10, improves: "adaptation", rollouts: 2 },
  { learner: mamlAdam, outer: adam, outerSteps: 30, improves: "adaptation", rollouts: 2 },
  { learner: mamlPpo, outer: adam, outerSteps: 10, improves: "adaptation", rollouts: 2 },
  {
    learner: promp,
    inner: { ...inner, learningRate: 0.1 },
    outer: adam,
    outerSteps: 10,
    improves: "adaptation",
    rollouts: 2,
  },
  {
    learner: reptile,
    outer: { stepSize: 0.5 },
    outerSteps: 20,
    improves: "adaptation",
    rollouts: 2,
  },
  { learner: pretrained, outer: wide, outerSteps: 15, improves: "return", rollouts: 1 },
  { learner: contextFree, outer: wide, outerSteps: 15, improves: "return", rollouts: 1 },
  { learner: oracle, outer: wide, outerSteps: 15, improves: "return", rollouts: 1 },
  { learner: randomInitialisation, outerSteps: 2, improves: "nothing", rollouts: 2 },
  {
    learner: fromScratch,
    inner: { ...inner, learningRate: 0.03 },
    outerSteps: 2,
    improves: "nothing",
    rollouts: 2,
  },
].map(({ outer, inner: ownInner = inner, ...rest }): Case => {
  const learner = rest.learner as unknown as Learner;
  const fields = { inner: ownInner, ...(outer && { outer }) };
  return {
    ...rest,
    learner,
    name: learner.name,
    fields,
    improves: rest.improves as Case["improves"],
  };
});

/** Numbers of two computations whose sums were taken in another order. */
const CLOSE = { rtol: 2e-3, atol: 1e-4 };

describe.each(cases)("$name", ({ learner, fields, outerSteps, improves, rollouts }) => {
  // One problem for all tests: what is compiled for a policy lives as long as it does.
  const problem = problemFor(learner, hitTarget);
  const setting: Setting<Record<string, never>> = {
    problem,
    learner: learner as unknown as Learner<Record<string, never>>,
    config: configOf(learner, fields) as Record<string, never>,
  };
  const inChunks = (tasksPerChunk: number): typeof setting => ({
    ...setting,
    config: configOf(learner, { ...fields, tasksPerChunk }) as Record<string, never>,
  });

  it("learns", () => {
    const untrained = train(setting, { seed: 1, outerSteps: 0 }).state;
    const { state } = train(setting, { seed: 1, outerSteps });
    const [before, after] = [untrained, state].map((of) => heldOutReturns(setting, of));
    const changed = JSON.stringify(readState(untrained)) !== JSON.stringify(readState(state));
    [untrained, state].forEach(disposeState);
    expect(changed).toBe(improves !== "nothing");
    const point = improves === "return" ? 0 : 1;
    if (improves !== "nothing") {
      const { mean, standardError } = pairedDifference(after?.[point], before?.[point]);
      expect(mean).toBeGreaterThan(5 * standardError);
    }
    if (improves !== "return") {
      const { mean, standardError } = pairedDifference(after?.[1], after?.[0]);
      expect(mean).toBeGreaterThan(5 * standardError);
    }
  });

  it("gives the same numbers for the same seed and others for another", () => {
    const run = (seed: number): object => {
      const { state, reports } = train(setting, { seed, outerSteps: 2 });
      const values = readState(state);
      disposeState(state);
      return { values, reports: reports.map(withoutSeconds) };
    };
    expect(run(3)).toEqual(run(3));
    expect(run(3)).not.toEqual(run(4));
  });

  it("leaves the state that it was given unchanged and leaks no tensor", () => {
    const { config } = setting;
    const state = setting.learner.initialise(problem, config, createRandom(1));
    const before = readState(state);
    const tensors = tf.memory().numTensors;
    const rng = createRandom(2);
    const next = setting.learner.outerStep({ problem, config, state, outerStep: 0, rng });
    expect(Object.keys(readState(next.state)).toSorted()).toEqual(Object.keys(before).toSorted());
    expect(tf.memory().numTensors).toBe(tensors + Object.keys(before).length);
    disposeState(next.state);
    heldOutReturns(setting, state, 2);
    expect(tf.memory().numTensors).toBe(tensors);
    expect(readState(state)).toEqual(before);
    disposeState(state);
  });

  it("computes the same in chunks of any size", () => {
    const run = (of: typeof setting): { values: Record<string, number[]>; returns: number[] } => {
      const { state } = train(of, { seed: 1, outerSteps: 1 });
      const values = readState(state);
      const returns = heldOutReturns(of, state, 2).flatMap((ofTasks) => [...ofTasks]);
      disposeState(state);
      return { values, returns };
    };
    const whole = run(setting);
    const parts = run(inChunks(4));
    for (const [name, values] of Object.entries(whole.values)) {
      expect(parts.values[name]).toBeAllClose(values, CLOSE);
    }
    expect(parts.returns).toBeAllClose(whole.returns, { rtol: 1e-2, atol: 1e-2 });
  });

  it("counts the environment steps and reports the returns of its rollouts", () => {
    const { state, reports } = train(setting, { seed: 1, outerSteps: 1 });
    disposeState(state);
    expect(reports[0]?.environmentSteps).toBe(rollouts * 10 * 5 * 3);
    const { preAdaptation, postAdaptation } = reports[0]!;
    if (rollouts === 1) expect(postAdaptation).toEqual(preAdaptation);
    else expect(postAdaptation.return).toBeGreaterThan(preAdaptation.return);
  });

  it("adapts once for each inner step that is asked for", () => {
    const { state } = train(setting, { seed: 1, outerSteps: 0 });
    for (const innerSteps of [0, 2]) {
      const adaptation = adaptTo20(setting, state, innerSteps);
      expect(adaptation.rollouts).toHaveLength(innerSteps + 1);
      expect(adaptation.nonFinite ?? []).toEqual([]);
      for (const rollout of adaptation.rollouts)
        expect(rollout).toMatchObject({ tasks: 20, episodes: 20 });
    }
    disposeState(state);
  });
});

describe("a policy that sees the task", () => {
  it("returns more than one that does not", () => {
    const returns = [contextFree, oracle].map((learner) => {
      const problem = problemFor(learner, hitTarget);
      const setting = { learner, problem, config: configOf(learner, { inner, outer: wide }) };
      const { state } = train(setting, { seed: 1, outerSteps: 15 });
      const [before] = heldOutReturns(setting, state, 0);
      disposeState(state);
      return before;
    });
    const { mean, standardError } = pairedDifference(returns[1], returns[0]);
    expect(mean).toBeGreaterThan(5 * standardError);
  });

  it.each([contextFree, oracle])("does not adapt: $name", (learner) => {
    const problem = problemFor(learner, pickTarget);
    const setting = { learner, problem, config: configOf(learner) };
    const { state } = train(setting, { seed: 1, outerSteps: 0 });
    const { rollouts, diagnoses } = adaptTo20(setting, state, 3);
    // The same policy on new episodes: returns scatter around one mean. A return is a mean of 20 episodes of 2 choices,
    // so its variance is at most 2 / 4 / 20, and that of a mean over 20 tasks at most 0.00125.
    const means = rollouts.map(
      (rollout) => taskReturns(rollout).reduce((sum, x) => sum + x, 0) / 20,
    );
    disposeState(state);
    expect(diagnoses).toBeUndefined();
    expect(Math.max(...means) - Math.min(...means)).toBeLessThan(6 * Math.sqrt(2 * 0.00125));
    expect(new Set(means).size).toBeGreaterThan(1);
  });
});
