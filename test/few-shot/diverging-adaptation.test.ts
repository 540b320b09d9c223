// Inner steps that lead to predictions that are not finite end their task, and no other one.

import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import { evaluateFewShot } from "../../src/few-shot/evaluate.ts";
import type { FewShotEvaluation } from "../../src/few-shot/evaluation.ts";
import { fromScratch } from "../../src/few-shot/learners/from-scratch.ts";
import type { LearnerState } from "../../src/meta/learner.ts";
import { mapParams } from "../../src/nn/params.ts";
import { createRandom } from "../../src/random.ts";
import { disposeState } from "../../src/train/open-run.ts";
import { adaptTo, heldOut, problemOf, settingOf, SHAPES, train } from "./support.ts";
import { lines } from "./toy-task-sets.ts";

beforeAll(() => useBackend("onnx"));

const INNER_STEPS = 12;

// The head is linear in bounded features: steps of it that are too long grow from one to the next.
const problem = problemOf(lines);
const setting = settingOf(fromScratch, problem, { inner: { learningRate: 1000 } });

/** The parameters before adaptation, freed after `f`. */
function withState<Result>(f: (state: LearnerState) => Result): Result {
  const { state } = train(setting, 1, 0);
  try {
    return f(state);
  } finally {
    disposeState(state);
  }
}

/** 70 tasks, of which some end early. */
function evaluate(state: LearnerState): FewShotEvaluation {
  return evaluateFewShot({
    problem,
    learner: setting.learner,
    config: setting.config,
    state,
    split: "test",
    tasks: 70,
    innerSteps: INNER_STEPS,
    rng: createRandom(3),
    ...SHAPES.regression,
  });
}

describe("adapting with steps that are too long", () => {
  it("keeps what a task predicted before the step that led to what is not finite", () => {
    const { predictions, nonFinite = [] } = withState((state) =>
      adaptTo(setting, state, heldOut(problem), { innerSteps: INNER_STEPS }),
    );
    expect(nonFinite.length).toBeGreaterThan(0);
    expect(new Set(nonFinite.map(({ task }) => task)).size).toBe(nonFinite.length);
    expect(predictions.flat().every((outputs) => outputs.every(Number.isFinite))).toBe(true);
    for (const { task, innerStep, parameter } of nonFinite) {
      expect(parameter).toBe("predictions");
      for (let k = innerStep + 1; k <= INNER_STEPS; k++) {
        expect(predictions[k]?.[task]).toBe(predictions[innerStep]?.[task]);
      }
      if (innerStep > 0) {
        expect(predictions[innerStep]?.[task]).not.toEqual(predictions[innerStep - 1]?.[task]);
      }
    }
  });

  it("leaves the other tasks as they are without it", () => {
    const tasks = heldOut(problem, 3);
    const [first, second, third] = tasks;
    const targets = second!.support.targets.map(() => Infinity);
    const diverging = [first!, { ...second!, support: { ...second!.support, targets } }, third!];
    const options = { innerSteps: 2, learningRate: 0.01 };
    const [calm, disturbed] = withState((state) => [
      adaptTo(setting, state, tasks, options),
      adaptTo(setting, state, diverging, options),
    ]);
    expect(calm.nonFinite).toEqual([]);
    expect(disturbed.nonFinite).toEqual([{ task: 1, innerStep: 0, parameter: "predictions" }]);
    for (const task of [0, 2]) {
      expect(disturbed.predictions.map((of) => of[task])).toEqual(
        calm.predictions.map((of) => of[task]),
      );
    }
  });
});

describe("an evaluation", () => {
  it("lists the steps that ended tasks by the task's index among all", () => {
    const { nonFinite = [], perTask, scores } = withState(evaluate);
    expect(nonFinite.some(({ task }) => task < 60)).toBe(true);
    expect(nonFinite.some(({ task }) => task >= 60)).toBe(true);
    for (const { task, innerStep } of nonFinite) {
      const ofTask = perTask[task]?.scores ?? [];
      expect(new Set(ofTask.slice(innerStep)).size).toBe(1);
    }
    expect(scores.every(({ mean }) => Number.isFinite(mean))).toBe(true);
  });

  it("ends with an error if what was learned is not finite", () => {
    expect(() =>
      withState((state) => {
        const params = mapParams(state.params, (value) => value.mul(NaN));
        try {
          return evaluate({ ...state, params });
        } finally {
          disposeState({ params, optimiser: {} });
        }
      }),
    ).toThrow(
      "evaluation: task 0 after 0 inner steps must have a finite result, got NaN; lower the step sizes of training",
    );
  });
});
