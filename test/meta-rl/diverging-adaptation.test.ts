// Evaluation of inner learning rates that are far too large: no exception, and the place where it went wrong.

import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { useBackend } from "../../src/backend/backend.ts";
import { evaluate } from "../../src/meta-rl/evaluate.ts";
import type { Evaluation } from "../../src/meta-rl/evaluation.ts";
import { maml } from "../../src/meta-rl/learners/maml.ts";
import { createProblem } from "../../src/meta-rl/problem.ts";
import { disposeParams } from "../../src/nn/params.ts";
import { createRandom } from "../../src/random.ts";
import type { EnvironmentFamily } from "../../src/rl/environment.ts";
import { hitTarget, pickTarget } from "./toy-environments.ts";

beforeAll(() => useBackend("onnx"));

const policy = {
  hiddenSizes: [8],
  activation: "tanh",
  initialisation: "glorot-uniform",
  initialStd: 1,
  minStd: 1e-6,
} as const;

/** Adapts an untrained policy to 6 tasks by two inner steps. */
function evaluateWith(environment: EnvironmentFamily, learningRate: number): Evaluation {
  const config = z.strictObject(maml.configShape).parse({});
  const problem = createProblem(environment, policy);
  const rng = createRandom(4);
  const state = maml.initialise(problem, config, rng.split("initial"));
  const evaluation = evaluate({
    problem,
    learner: maml,
    config,
    state,
    tasks: 6,
    episodesPerTask: 5,
    innerSteps: 2,
    learningRate,
    rng: rng.split("evaluation"),
  });
  disposeParams(state.params);
  disposeParams(state.optimiser);
  return evaluation;
}

const environments: Readonly<Record<string, EnvironmentFamily>> = { hitTarget, pickTarget };

describe("evaluate", () => {
  for (const [name, environment] of Object.entries(environments)) {
    it(`names where parameters stop being finite, and goes on without that step, on ${name}`, () => {
      // More than a float32 can hold: the step is 0 or infinite times it.
      const { health, returns, perTask } = evaluateWith(environment, 1e39);
      const places = [0, 1].flatMap((innerStep) =>
        perTask.map((_, task) => ({ task, innerStep, parameter: "W0" })),
      );
      expect(health?.nonFinite).toEqual(places);
      expect(health?.steps.map(({ kl, stepNorm }) => [kl, stepNorm])).toEqual([
        [undefined, undefined],
        [undefined, undefined],
      ]);
      expect(health?.findings[0]?.text).toMatch(
        "Adaptation led 6 of 6 tasks to numbers that are not finite, first in W0 of task 0 at the 1st inner step;",
      );
      expect(JSON.parse(JSON.stringify({ health, returns }))).toEqual({ health, returns });
    });
  }

  it("names where episodes stop being finite although parameters do not", () => {
    // Weights near 1e30 fit a float32; a standard deviation of exp(1e30) does not.
    const { health, returns } = evaluateWith(hitTarget, 1e30);
    const places = health?.nonFinite.filter(({ innerStep }) => innerStep === 0) ?? [];
    expect(places.map(({ task }) => task).sort()).toEqual([0, 1, 2, 3, 4, 5]);
    expect(new Set(places.map(({ parameter }) => parameter))).toEqual(new Set(["episodes"]));
    expect(JSON.parse(JSON.stringify({ health, returns }))).toEqual({ health, returns });
  });

  it("judges steps that stay finite", () => {
    const { health } = evaluateWith(pickTarget, 1);
    expect(health?.nonFinite).toEqual([]);
    expect(health?.steps.map(({ innerSteps }) => innerSteps)).toEqual([1, 2]);
    for (const { kl, stepNorm } of health?.steps ?? []) {
      expect(kl?.median).toBeGreaterThan(0);
      expect(stepNorm?.median).toBeGreaterThan(0);
    }
  });
});
