// Whether training leaks: 2,000 outer steps of the bandit benchmark, with the tensors and the memory after each tenth.
//
//   npm run bench:memory
//
// Ends with 1 if the number of tensors changes, or if the last half takes more memory than the first by a twentieth.

import * as tf from "@tensorflow/tfjs-core";
import { createProblem, createRandom, resolveConfig, useBackend } from "acclimate";
import type { LearnerState, PolicyExperiment } from "acclimate";
import bandits from "./bandit.ts";

const OUTER_STEPS = 2000;
const REPORTS = 10;
const ALLOWED_GROWTH = 1.05;

await useBackend("onnx");
const { learners, environments }: PolicyExperiment = bandits;
const learner = learners[0]!;
const config = await resolveConfig(bandits);
const problem = createProblem(environments[0]!, config.policy);
const root = createRandom(config.seed);
let state = learner.initialise(problem, config, root.split("initial"));

const residentBytes: number[] = [];
const tensors: number[] = [];
for (let outerStep = 0; outerStep < OUTER_STEPS; outerStep++) {
  const rng = root.split("outer-step", outerStep);
  const next = learner.outerStep({ problem, config, state, outerStep, rng });
  dispose(state);
  state = next.state;
  if ((outerStep + 1) % (OUTER_STEPS / REPORTS) === 0) {
    residentBytes.push(process.memoryUsage.rss());
    tensors.push(tf.memory().numTensors);
    const megabytes = (residentBytes.at(-1) as number) / 2 ** 20;
    console.log(
      `${outerStep + 1} outer steps: ${tensors.at(-1)} tensors, ${megabytes.toFixed(0)} MiB resident`,
    );
  }
}
dispose(state);

const half = REPORTS / 2;
const growth = Math.max(...residentBytes.slice(half)) / Math.max(...residentBytes.slice(0, half));
const isFlat = new Set(tensors).size === 1 && growth <= ALLOWED_GROWTH;
console.log(isFlat ? "flat" : `not flat: memory grew by a factor of ${growth.toFixed(2)}`);
process.exitCode = isFlat ? 0 : 1;

function dispose({ params, optimiser }: LearnerState): void {
  tf.dispose([...Object.values(params), ...Object.values(optimiser)]);
}
