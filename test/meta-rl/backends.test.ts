// The same learning on every backend: two outer steps from the same seed agree within float tolerance.

import type { Tensor } from "@tensorflow/tfjs-core";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { installedBackends, useBackend } from "../../src/backend/backend.ts";
import { maml } from "../../src/meta-rl/learners/maml.ts";
import { createProblem } from "../../src/meta-rl/problem.ts";
import { disposeParams } from "../../src/nn/params.ts";
import { createRandom } from "../../src/random.ts";
import type { EnvironmentFamily } from "../../src/rl/environment.ts";
import { hitTarget, pickTarget } from "./toy-environments.ts";

interface Learned {
  readonly returns: readonly number[];
  readonly params: readonly number[];
}

async function learnOn(backend: string, environment: EnvironmentFamily): Promise<Learned> {
  await useBackend(backend);
  const problem = createProblem(environment, {
    hiddenSizes: [6],
    activation: "tanh",
    initialisation: "glorot-uniform",
    initialStd: 1,
    minStd: 1e-6,
  });
  const config = z
    .strictObject(maml.configShape)
    .parse({ metaBatchSize: 4, inner: { learningRate: 0.3, episodesPerTask: 5 } });
  const root = createRandom(11);
  let state = maml.initialise(problem, config, root.split("initial"));
  const returns: number[] = [];
  for (let outerStep = 0; outerStep < 2; outerStep++) {
    const rng = root.split("outer-step", outerStep);
    const { state: next, report } = maml.outerStep({ problem, config, state, outerStep, rng });
    disposeParams(state.params);
    state = next;
    returns.push(report.preAdaptation.return, report.postAdaptation.return);
  }
  const params = Object.values(state.params).flatMap((value: Tensor) =>
    Array.from(value.dataSync()),
  );
  disposeParams(state.params);
  return { returns, params };
}

const [first, ...others] = await installedBackends();

describe.each<[string, EnvironmentFamily]>([
  ["continuous actions", hitTarget],
  ["discrete actions", pickTarget],
])("learning with %s", (_, environment) => {
  it.each(others)(`is the same on %s as on ${first}`, async (backend) => {
    const reference = await learnOn(first as string, environment);
    const learned = await learnOn(backend, environment);
    expect(learned.returns).toBeAllClose(reference.returns, { rtol: 1e-3, atol: 1e-4 });
    expect(learned.params).toBeAllClose(reference.params, { atol: 2e-3, rtol: 0 });
  });
});
