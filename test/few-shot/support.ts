// What the tests of supervised few-shot learning share: a small network, outer problems, training, and readings of results.

import * as tf from "@tensorflow/tfjs-core";
import { z } from "zod";
import { disposeTasks, toTaskBatch } from "../../src/few-shot/item-batch.ts";
import type {
  FewShotAdaptation,
  FewShotLearner,
  FewShotReport,
} from "../../src/few-shot/learner.ts";
import { innerFields } from "../../src/few-shot/learner-config.ts";
import type { InnerConfig } from "../../src/few-shot/learner-config.ts";
import { mamlObjective } from "../../src/few-shot/learners/maml.ts";
import type { InnerTaskBatch } from "../../src/few-shot/learners/maml.ts";
import { fewShotPrograms } from "../../src/few-shot/objective.ts";
import type { Predicted } from "../../src/few-shot/objective.ts";
import { createFewShotProblem } from "../../src/few-shot/problem.ts";
import type { FewShotProblem } from "../../src/few-shot/problem.ts";
import { batchSizes } from "../../src/few-shot/sample.ts";
import type { LearnerConfig, LearnerState } from "../../src/meta/learner.ts";
import { OuterProblem } from "../../src/meta/outer-problem.ts";
import type { NetworkConfig } from "../../src/nn/create-network.ts";
import type { Params } from "../../src/nn/params.ts";
import { createRandom } from "../../src/random.ts";
import type { FewShotTask, TaskSet, TaskShape } from "../../src/tasks/task-set.ts";
import { disposeState } from "../../src/train/open-run.ts";

/** The network of most tests. */
export const smallNetwork: NetworkConfig = {
  kind: "mlp",
  hiddenSizes: [8],
  filters: [],
  activation: "tanh",
  normalisation: "none",
  initialisation: "glorot-uniform",
};

/** The sizes of most tests' tasks. */
export const SHAPES = {
  classification: { ways: 3, shots: 2, queries: 4 },
  regression: { ways: 1, shots: 5, queries: 6 },
} as const;

/** Makes the problem of a task set. @param network - what differs from {@link smallNetwork} */
export function problemOf(
  taskSet: TaskSet,
  network: Partial<NetworkConfig> = {},
  ways: TaskShape["ways"] = SHAPES[taskSet.targets.kind].ways,
): FewShotProblem {
  return createFewShotProblem(taskSet, {
    network: { ...smallNetwork, ...network },
    ways,
    evaluation: {},
  });
}

/** Completes the fields of an inner loop with their defaults. */
export function innerOf(fields: z.input<z.ZodObject<typeof innerFields>>): InnerConfig {
  return z.strictObject(innerFields).parse(fields);
}

/** Tasks of the training split. */
export function drawTasks(
  { taskSet }: FewShotProblem,
  count: number,
  shape: TaskShape = SHAPES[taskSet.targets.kind],
  seed = 5,
): readonly FewShotTask[] {
  return taskSet.sampleTasks(createRandom(seed), { split: "train", count, ...shape });
}

/** What {@link withMamlProblem} poses. */
export interface MamlSetting {
  readonly problem: FewShotProblem;
  readonly inner: InnerConfig;
  readonly tasks: readonly FewShotTask[];
  readonly shape: TaskShape;
  /** One for each inner step. */
  readonly learningRates: readonly number[];
  readonly meta: Params;
}

/** Poses MAML's outer problem, runs `f` on it, and frees everything but `meta`. */
export function withMamlProblem<Result>(
  { problem, inner, tasks, shape, learningRates, meta }: MamlSetting,
  f: (outer: OuterProblem<InnerTaskBatch, Predicted>) => Result,
): Result {
  const batch = {
    ...toTaskBatch(tasks, problem.taskSet.targets, batchSizes(problem, shape)),
    learningRates: learningRates.map((rate) => tf.scalar(rate)),
  };
  const programs = fewShotPrograms(mamlObjective(problem, inner));
  const outer = new OuterProblem(programs, meta, [batch]);
  const result = f(outer);
  outer.dispose();
  tf.dispose([...batch.learningRates]);
  disposeTasks(batch);
  return result;
}

/** A learner at work on a problem. */
export interface Setting {
  readonly problem: FewShotProblem;
  readonly learner: FewShotLearner;
  readonly config: LearnerConfig<z.core.$ZodShape>;
}

/** Completes a configuration with a learner's defaults; tasks have the size of {@link SHAPES}. */
export function settingOf<Shape extends z.core.$ZodShape>(
  learner: FewShotLearner<Shape>,
  problem: FewShotProblem,
  fields: object = {},
): Setting {
  const config = z
    .strictObject(learner.configShape)
    .parse({ metaBatchSize: 8, ...SHAPES[problem.taskSet.targets.kind], ...fields });
  return { problem, learner: learner, config };
}

/** What training leads to; the caller disposes the state. */
export interface Trained {
  readonly state: LearnerState;
  readonly reports: readonly FewShotReport[];
}

/** Trains from the beginning. */
export function train(
  { problem, learner, config }: Setting,
  seed: number,
  outerSteps: number,
): Trained {
  const root = createRandom(seed);
  let state = learner.initialise(problem, config, root.split("initial"));
  const reports: FewShotReport[] = [];
  for (let outerStep = 0; outerStep < outerSteps; outerStep++) {
    const rng = root.split("outer-step", outerStep);
    const { state: next, report } = learner.outerStep({ problem, config, state, outerStep, rng });
    disposeState(state);
    state = next;
    reports.push(report);
  }
  return { state, reports };
}

/** Adapts to held-out tasks, always the same ones. */
export function adaptTo(
  { problem, learner, config }: Setting,
  state: LearnerState,
  tasks: readonly FewShotTask[] = heldOut(problem),
  options: { readonly innerSteps?: number; readonly learningRate?: number } = {},
): FewShotAdaptation {
  const { innerSteps = 1, learningRate } = options;
  const rng = createRandom(98);
  return learner.adapt({ problem, config, state, tasks, innerSteps, learningRate, rng });
}

/** Held-out tasks, always the same ones. */
export function heldOut({ taskSet }: FewShotProblem, count = 60): readonly FewShotTask[] {
  const { kind } = taskSet.targets;
  return taskSet.sampleTasks(createRandom(99), { split: "test", count, ...SHAPES[kind] });
}

/** The loss of each held-out task: 1 - accuracy, or the mean squared error, by the definition. */
export function taskErrors(
  { taskSet }: FewShotProblem,
  tasks: readonly FewShotTask[],
  predictions: readonly Float32Array[] | undefined,
): readonly number[] {
  return tasks.map(({ ways, query: { count, targets } }, t) => {
    const outputs = predictions?.[t] as Float32Array;
    let error = 0;
    for (let i = 0; i < count; i++) {
      if (taskSet.targets.kind === "regression") error += (outputs[i]! - targets[i]!) ** 2;
      else {
        const row = [...outputs.subarray(i * ways, (i + 1) * ways)];
        error += row.indexOf(Math.max(...row)) === targets[i] ? 0 : 1;
      }
    }
    return error / count;
  });
}
