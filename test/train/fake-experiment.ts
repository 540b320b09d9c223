// An experiment that takes no time: its learner only adds noise. A file that `acclimate train` can be given, too.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { z } from "zod";
import { ConfigError, NumericalError } from "../../src/errors.ts";
import type { Learner, LearnerState } from "../../src/meta-rl/learner.ts";
import { play } from "../../src/meta-rl/play.ts";
import { mapParams, tileParams } from "../../src/nn/params.ts";
import type { Random } from "../../src/random.ts";
import { environmentSteps, meanReturn } from "../../src/rl/rollout-statistics.ts";
import { valueAt } from "../../src/schedule.ts";
import { scheduleSchema } from "../../src/schedule-schema.ts";
import { defineExperiment } from "../../src/train/experiment.ts";
import type { Experiment } from "../../src/train/experiment.ts";
import { hitTarget, pickTarget } from "../meta-rl/toy-environments.ts";

/** The environment variable with the outer step in which the learner interrupts its own process. */
export const INTERRUPT_AT = "ACCLIMATE_TEST_INTERRUPT_AT";

const configShape = {
  inner: z
    .strictObject({ learningRate: scheduleSchema(z.number().gt(0)).default(0.1) })
    .prefault({}),
  /** What goes wrong, and when. */
  failure: z.enum(["none", "params", "return", "numbers", "bug", "config"]).default("none"),
  failAt: z.int().min(0).default(0),
} as const;

type FakeConfig = z.output<z.ZodObject<typeof configShape>>;

const learner: Learner<typeof configShape> = {
  name: "fake",
  configShape,

  initialise: ({ policy }, _config, rng): LearnerState => ({
    params: policy.initialise(rng),
    optimiser: { steps: tf.scalar(0, "int32"), started: tf.tensor1d([false, true], "bool") },
  }),

  outerStep({ problem, config, state, outerStep, rng }) {
    if (process.env[INTERRUPT_AT] === String(outerStep)) process.kill(process.pid, "SIGINT");
    const failure = outerStep === config.failAt ? config.failure : "none";
    fail(failure);
    const rate = valueAt(config.inner.learningRate, { outerStep, innerStep: 0 });
    const tasks = problem.environment.sampleTasks(rng.split("tasks"), 2);
    const shared = tf.tidy(() => tileParams(state.params, 1));
    const rollout = play(problem, shared, { tasks, episodesPerTask: 2, rng });
    tf.dispose(Object.values(shared));
    const steps = state.optimiser["steps"] as Tensor;
    const started = state.optimiser["started"] as Tensor;
    return {
      state: {
        params: mapParams(state.params, (value, name) =>
          addNoise(value, rng.split(name), failure === "params" ? NaN : rate),
        ),
        optimiser: {
          steps: tf.tidy(() => tf.add(steps, tf.scalar(1, "int32"))),
          started: started.clone(),
        },
      },
      report: {
        preAdaptation: { return: meanReturn(rollout) },
        postAdaptation: { return: failure === "return" ? Infinity : (steps.dataSync()[0] ?? NaN) },
        environmentSteps: environmentSteps(rollout),
        seconds: { rollout: 1, adapt: 0, gradient: 0, direction: 0, lineSearch: 0, total: 1.5 },
      },
    };
  },

  adapt({ problem, state, tasks, innerSteps, episodesPerTask, rng }) {
    const shared = tf.tidy(() => tileParams(state.params, 1));
    const rollouts = Array.from({ length: innerSteps + 1 }, (_, k) =>
      play(problem, shared, { tasks, episodesPerTask, rng: rng.split("inner-step", k) }),
    );
    tf.dispose(Object.values(shared));
    return { rollouts };
  },
};

function fail(failure: FakeConfig["failure"]): void {
  if (failure === "numbers") throw new NumericalError("fake: loss must be finite, got NaN");
  if (failure === "config") throw new ConfigError("fake: must be good, got bad");
  if (failure === "bug") throw new TypeError("fake bug");
}

function addNoise(value: Tensor, rng: Random, rate: number): Tensor {
  const noise = Float32Array.from({ length: value.size }, () => rate * rng.normal());
  return tf.tidy(() => tf.add(value, tf.tensor(noise, value.shape)));
}

/** Small enough that a whole run takes milliseconds. */
const small = {
  outerSteps: 4,
  policy: { hiddenSizes: [3] },
  evaluation: { tasks: 3, episodesPerTask: 2, innerSteps: 1 },
} as const;

const experiment: Experiment = defineExperiment({
  name: "fake",
  description: "Adds noise to parameters",
  environments: [hitTarget, pickTarget],
  learners: [learner],
  presets: { small, discrete: { ...small, environment: "pick-target@test" } },
});

export default experiment;
