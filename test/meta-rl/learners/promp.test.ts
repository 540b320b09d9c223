// ProMP's penalties: what they do, how they change, and that they are a part of the state.

import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../../src/backend/backend.ts";
import type { LearnerState } from "../../../src/meta-rl/learner.ts";
import { promp } from "../../../src/meta-rl/learners/promp.ts";
import { createRandom } from "../../../src/random.ts";
import { disposeState } from "../../../src/train/open-run.ts";
import { hitTarget } from "../toy-environments.ts";
import { readState } from "../../meta/readings.ts";
import { configOf, problemFor, train } from "./support.ts";

beforeAll(() => useBackend("onnx"));

const problem = problemFor(promp, hitTarget);

const inner = { steps: 2, learningRate: 0.1, episodesPerTask: 5 };

interface Run {
  /** Divergences before each inner step, after the last outer step. */
  readonly innerKls: readonly number[];
  /** Penalties that the last outer step used. */
  readonly used: readonly number[];
  /** Penalties that the next one would use. */
  readonly next: readonly number[];
}

/** Makes outer steps. */
function run(outer: object, outerSteps = 1): Run {
  const config = configOf(promp, { inner, outer: { learningRate: 0.01, ...outer } });
  const { state, reports } = train({ problem, learner: promp, config }, { seed: 1, outerSteps });
  const next = readState(state)["klPenalties"]!;
  disposeState(state);
  const { innerKls = [], klPenalties: used = [] } = reports.at(-1)!;
  return { innerKls, used, next };
}

describe("promp", () => {
  it("begins with the configured penalty before each inner step", () => {
    const config = configOf(promp, { inner, outer: { klPenalty: 0.25 } });
    const state = promp.initialise(problem, config, createRandom(1));
    expect(readState(state)["klPenalties"]).toEqual([0.25, 0.25]);
    disposeState(state);
  });

  it("halves the penalty of a divergence below two thirds of the target, and doubles that of one above three halves", () => {
    const outer = { klPenalty: 0.25, adaptiveKlPenalty: false };
    const { innerKls, next } = run(outer);
    const [first = 0, second = 0] = innerKls;
    expect(next).toEqual([0.25, 0.25]);
    expect(Math.min(first, second)).toBeGreaterThan(0);
    const nextFor = (klTarget: number): readonly number[] =>
      run({ ...outer, adaptiveKlPenalty: true, klTarget }).next;
    // The first outer step, and with it the divergences, does not depend on the target.
    for (const [k, kl] of innerKls.entries()) {
      expect(nextFor(kl * 1.6)[k]).toBe(0.125);
      expect(nextFor(kl * 1.4)[k]).toBe(0.25);
      expect(nextFor(kl / 1.4)[k]).toBe(0.25);
      expect(nextFor(kl / 1.6)[k]).toBe(0.5);
    }
    // Each by itself: the larger one just above three halves of the target, the smaller one just below.
    expect(first).not.toBeCloseTo(second, 5);
    const between = Math.sqrt(first * second) / 1.5;
    expect(nextFor(between)).toEqual(first > second ? [0.5, 0.25] : [0.25, 0.5]);
  });

  it("carries penalties from one outer step to the next", () => {
    // 2^-2 is halved in each of three outer steps whose divergences are far below the target.
    const { used, next } = run({ klPenalty: 0.25, klTarget: 1e6 }, 3);
    expect(used).toEqual([0.0625, 0.0625]);
    expect(next).toEqual([0.03125, 0.03125]);
  });

  it("does not halve below 1e-6, nor begin a penalty where there is none", () => {
    expect(run({ klPenalty: 1e-6, klTarget: 1e6 }).next).toBeAllClose([1e-6, 1e-6], { rtol: 1e-6 });
    expect(run({ klPenalty: 1e-9, klTarget: 1e6 }).next).toBeAllClose([1e-9, 1e-9], { rtol: 1e-6 });
    expect(run({ klPenalty: 0, klTarget: 1e6 }).next).toEqual([0, 0]);
  });

  it("diverges less under a stronger penalty", () => {
    const [free, held] = [0, 100].map(
      (klPenalty) => run({ klPenalty, epochs: 10, adaptiveKlPenalty: false }).innerKls[0]!,
    );
    expect(held).toBeLessThan(free! / 4);
  });

  it("reads the penalties of the state that it is given", () => {
    const config = configOf(promp, { inner });
    const state = promp.initialise(problem, config, createRandom(1));
    const penalties = tf.tensor1d([2, 3]);
    state.optimiser["klPenalties"]?.dispose();
    const given: LearnerState = {
      ...state,
      optimiser: { ...state.optimiser, klPenalties: penalties },
    };
    const rng = createRandom(2);
    const { state: next, report } = promp.outerStep({
      problem,
      config,
      state: given,
      outerStep: 0,
      rng,
    });
    [given, next].forEach(disposeState);
    expect(report.klPenalties).toEqual([2, 3]);
  });
});
