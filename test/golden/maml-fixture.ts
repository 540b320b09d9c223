// Reads golden files of one MAML-TRPO outer step: float64 numbers computed independently of this project. Every file
// says in `about` and `provenance` what it holds. Only the layout is changed here: [steps, episodes, …] becomes ours.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs-core";
import { z } from "zod";
import { categoricalMlp } from "../../src/nn/categorical-mlp.ts";
import { gaussianMlp } from "../../src/nn/gaussian-mlp.ts";
import type { Params } from "../../src/nn/params.ts";
import type { Policy } from "../../src/nn/policy.ts";
import type { Rollout } from "../../src/rl/trajectories.ts";

const array = z.object({ shape: z.array(z.int()), data: z.array(z.number()) });
const parameters = z.record(z.string(), array);
const batch = z.object({
  observations: array,
  actions: array,
  rewards: array,
  lengths: z.array(z.int()),
  expected: z.object({
    returns: array,
    baselineWeights: array,
    baselineValues: array,
    rawAdvantages: array,
    advantages: array,
  }),
});
const fixtureSchema = z.object({
  policy: z.object({
    type: z.enum(["gaussian", "categorical"]),
    hiddenSizes: z.array(z.int()),
    nonlinearity: z.enum(["tanh", "relu"]),
    observationSize: z.int(),
    actionSize: z.int(),
  }),
  hyperparameters: z.object({
    gamma: z.number(),
    gaeLambda: z.number(),
    innerLearningRate: z.number(),
    innerSteps: z.int(),
    baselineRidge: z.number(),
    cgIterations: z.int(),
    cgResidualTolerance: z.number(),
    cgDamping: z.number(),
    maxKl: z.number(),
    lineSearchSteps: z.int(),
    lineSearchShrink: z.number(),
  }),
  parameters,
  tasks: z.array(
    z.object({
      preAdaptation: z.array(batch),
      postAdaptation: batch,
      expected: z.object({ adaptedParameters: parameters, innerLosses: z.array(z.number()) }),
    }),
  ),
  probeVector: parameters,
  expected: z.object({
    surrogateLoss: z.number(),
    kl: z.number(),
    metaGradient: parameters,
    firstOrderMetaGradient: parameters,
    klHessianVectorProductWithDamping: parameters,
    cgDirection: parameters,
    fullStep: parameters,
    lineSearchAcceptedAt: z.int(),
    surrogateLossAfter: z.number(),
    klAfter: z.number(),
    parametersAfter: parameters,
  }),
});

/** One golden file. */
export type MamlFixture = z.output<typeof fixtureSchema>;

/** One task's batch of episodes in a golden file. */
export type FixtureBatch = z.output<typeof batch>;

/** Named arrays in a golden file. */
export type FixtureParameters = z.output<typeof parameters>;

const folder = process.env["ACCLIMATE_MAML_FIXTURES"] ?? join(import.meta.dirname, "maml");

/** The names of the golden files. */
export function fixtureNames(): string[] {
  const names = readdirSync(folder).filter((name) => name.endsWith(".json"));
  if (names.length === 0) throw new Error(`no golden files (*.json) in ${folder}`);
  return names.sort();
}

/** Reads a golden file. */
export function readFixture(name: string): MamlFixture {
  return fixtureSchema.parse(JSON.parse(readFileSync(join(folder, name), "utf8")));
}

/** The policy that a golden file was computed with. */
export function fixturePolicy({ policy }: MamlFixture): Policy {
  const options = {
    sizes: [policy.observationSize, ...policy.hiddenSizes, policy.actionSize],
    activation: policy.nonlinearity,
    initialisation: "glorot-uniform",
  } as const;
  return policy.type === "gaussian"
    ? gaussianMlp({ ...options, initialStd: 1, minStd: 1e-6 })
    : categoricalMlp(options);
}

/** Parameters as tensors, in the policy's order. */
export function toParams(named: FixtureParameters, policy: Policy): Params {
  return Object.fromEntries(
    Object.keys(policy.shapes).map((name) => {
      const { data, shape } = named[name] as z.output<typeof array>;
      return [name, tf.tensor(data, shape, "float32")];
    }),
  );
}

/** Parameters as one list of numbers, in the policy's order. */
export function toNumbers(named: FixtureParameters, policy: Policy): number[] {
  return Object.keys(policy.shapes).flatMap((name) => named[name]?.data ?? []);
}

/** The batches of all tasks, one each, as one rollout. */
export function toRollout({ policy }: MamlFixture, batches: readonly FixtureBatch[]): Rollout {
  const [steps, episodes] = batches[0]?.rewards.shape as [number, number];
  const isGaussian = policy.type === "gaussian";
  const actionSize = isGaussian ? policy.actionSize : 1;
  const join = (pick: (batch: FixtureBatch) => readonly number[], size: number): number[] =>
    batches.flatMap((batch) => episodesFirst(pick(batch), { steps, episodes, size }));
  const actions = join(({ actions }) => actions.data, actionSize);
  return {
    tasks: batches.length,
    episodes,
    steps,
    observationSize: policy.observationSize,
    actionSize,
    observations: Float32Array.from(join((b) => b.observations.data, policy.observationSize)),
    actions: isGaussian ? Float32Array.from(actions) : Int32Array.from(actions),
    rewards: Float32Array.from(join((b) => b.rewards.data, 1)),
    lengths: Int32Array.from(batches.flatMap((b) => b.lengths)),
    terminated: new Uint8Array(batches.length * episodes).fill(1),
    lastObservations: new Float32Array(batches.length * episodes * policy.observationSize),
  };
}

/** An expected `[steps, episodes]` array of each task, joined in our layout `[tasks, episodes, steps]`. */
export function expectedOf(
  batches: readonly FixtureBatch[],
  key: "returns" | "baselineValues" | "rawAdvantages" | "advantages",
): number[] {
  return batches.flatMap(({ expected }) => {
    const { data, shape } = expected[key];
    const [steps, episodes] = shape as [number, number];
    return episodesFirst(data, { steps, episodes, size: 1 });
  });
}

/** Reorders `[steps, episodes, size]` to `[episodes, steps, size]`. */
function episodesFirst(
  data: readonly number[],
  { steps, episodes, size }: { steps: number; episodes: number; size: number },
): number[] {
  const result: number[] = [];
  for (let episode = 0; episode < episodes; episode++) {
    for (let step = 0; step < steps; step++) {
      const begin = (step * episodes + episode) * size;
      result.push(...data.slice(begin, begin + size));
    }
  }
  return result;
}
