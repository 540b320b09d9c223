// What the tests of learners share: a small policy, training, and how much a policy returns.

import { z } from "zod";
import type {
  Adaptation,
  Learner,
  LearnerConfig,
  LearnerState,
} from "../../../src/meta-rl/learner.ts";
import type { OuterStepReport } from "../../../src/meta-rl/learner.ts";
import { createProblem } from "../../../src/meta-rl/problem.ts";
import type { PolicyConfig, Problem } from "../../../src/meta-rl/problem.ts";
import { createRandom } from "../../../src/random.ts";
import type { EnvironmentFamily } from "../../../src/rl/environment.ts";
import { taskReturns } from "../../../src/rl/rollout-statistics.ts";
import { disposeState } from "../../../src/train/open-run.ts";

/** The policy of all tests. */
export const smallPolicy: PolicyConfig = {
  hiddenSizes: [8],
  activation: "tanh",
  initialisation: "glorot-uniform",
  initialStd: 1,
  minStd: 1e-6,
};

/** Completes a configuration with a learner's defaults. */
export function configOf<Shape extends z.core.$ZodShape>(
  { configShape }: Learner<Shape>,
  fields: object = {},
): LearnerConfig<Shape> {
  const config: unknown = z.strictObject(configShape).parse({ metaBatchSize: 10, ...fields });
  return config as LearnerConfig<Shape>;
}

/** A learner at work on a problem. */
export interface Setting<Shape extends z.core.$ZodShape> {
  readonly problem: Problem;
  readonly learner: Learner<Shape>;
  readonly config: LearnerConfig<Shape>;
}

/** Makes the problem of a learner. */
export function problemFor(
  learner: Pick<Learner, "environmentFor">,
  environment: EnvironmentFamily,
  policy: PolicyConfig = smallPolicy,
): Problem {
  return createProblem(learner.environmentFor?.(environment) ?? environment, policy);
}

/** What training leads to; the caller disposes the state. */
export interface Trained {
  readonly state: LearnerState;
  readonly reports: readonly OuterStepReport[];
}

/** Trains from the beginning. */
export function train<Shape extends z.core.$ZodShape>(
  { problem, learner, config }: Setting<Shape>,
  { seed, outerSteps }: { readonly seed: number; readonly outerSteps: number },
): Trained {
  const root = createRandom(seed);
  let state = learner.initialise(problem, config, root.split("initial"));
  const reports: OuterStepReport[] = [];
  for (let outerStep = 0; outerStep < outerSteps; outerStep++) {
    const rng = root.split("outer-step", outerStep);
    const { state: next, report } = learner.outerStep({ problem, config, state, outerStep, rng });
    disposeState(state);
    state = next;
    reports.push(report);
  }
  return { state, reports };
}

/** Adapts to 20 held-out tasks, always the same ones. */
export function adaptTo20<Shape extends z.core.$ZodShape>(
  { problem, learner, config }: Setting<Shape>,
  state: LearnerState,
  innerSteps = 1,
): Adaptation {
  const rng = createRandom(99);
  const tasks = problem.environment.sampleTasks(rng.split("tasks"), 20);
  return learner.adapt({ problem, config, state, tasks, innerSteps, episodesPerTask: 20, rng });
}

/** The mean return of each of 20 held-out tasks after each number of inner steps. */
export function heldOutReturns<Shape extends z.core.$ZodShape>(
  setting: Setting<Shape>,
  state: LearnerState,
  innerSteps = 1,
): readonly Float64Array[] {
  return adaptTo20(setting, state, innerSteps).rollouts.map(taskReturns);
}
