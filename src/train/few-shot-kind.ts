// Layer 5: experiments on task sets, as training knows them.

import { z } from "zod";
import { ConfigError, formatValue } from "../errors.ts";
import { evaluateFewShot } from "../few-shot/evaluate.ts";
import { createFewShotProblem } from "../few-shot/problem.ts";
import type { FewShotProblem } from "../few-shot/problem.ts";
import { didYouMean } from "../nearest-name.ts";
import { createRandom } from "../random.ts";
import type { TaskSet } from "../tasks/task-set.ts";
import type { Config } from "./base-config.ts";
import type { ExperimentKind } from "./experiment-kind.ts";
import { fewShotConfigShape } from "./few-shot-config.ts";
import type { FewShotConfig } from "./few-shot-config.ts";
import type { FewShotExperiment } from "./few-shot-experiment.ts";
import { hashTaskSet } from "./hash-task-set.ts";
import { learnerOf } from "./learner-of.ts";

/** Experiments on task sets. Their configurations were checked by the schema of their kind. */
export const fewShotKind: ExperimentKind<FewShotExperiment> = {
  commonShape: fewShotConfigShape,

  sourceShape({ taskSets }) {
    const ids = taskSets.map(({ id }) => id);
    return {
      taskSet: z
        .enum(ids)
        .default(ids[0] as string)
        .describe("id of the task set"),
    };
  },

  sourceOf(experiment, config) {
    const taskSet = taskSetOf(experiment, config);
    return { kind: "taskSet", id: taskSet.id, hash: () => hashTaskSet(taskSet) };
  },

  problemOf(experiment, config) {
    return createFewShotProblem(taskSetOf(experiment, config), config as unknown as FewShotConfig);
  },

  evaluate({ experiment, config, problem, state, outerSteps, settings = {} }) {
    if (settings.episodesPerTask !== undefined) {
      throw new ConfigError(
        `--episodes: must not be given for a task set, got ${settings.episodesPerTask}; use --tasks`,
      );
    }
    const { ways, shots, evaluation } = config as unknown as FewShotConfig;
    return evaluateFewShot({
      problem: problem as FewShotProblem,
      learner: learnerOf(experiment.learners, config.learner),
      config,
      state,
      split: evaluation.split,
      ways: evaluation.ways ?? ways,
      shots: evaluation.shots ?? shots,
      queries: evaluation.queries,
      tasks: settings.tasks ?? evaluation.tasks,
      innerSteps: settings.innerSteps ?? evaluation.innerSteps,
      learningRate: settings.learningRate ?? evaluation.learningRate,
      outerStep: Math.max(0, outerSteps - 1),
      rng: createRandom(settings.seed ?? config.seed).split("evaluation"),
    });
  },
};

function taskSetOf({ taskSets }: FewShotExperiment, config: Config): TaskSet {
  const { taskSet: id } = config as unknown as FewShotConfig;
  const found = taskSets.find((taskSet) => taskSet.id === id);
  if (found !== undefined) return found;
  const ids = taskSets.map((taskSet) => taskSet.id);
  throw new ConfigError(
    `config.taskSet: must be one of ${ids.join(", ")}, got ${formatValue(id)}${didYouMean(id, ids)}`,
  );
}
