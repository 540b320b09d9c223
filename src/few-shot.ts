// The door of supervised few-shot learning: everything that its experiments may import, as "acclimate/few-shot". Nothing of
// reinforcement learning comes with it.

// Experiments
export { defineFewShotExperiment } from "./train/few-shot-experiment.ts";
export type {
  FewShotExperiment,
  FewShotExperimentDefinition,
  FewShotPreset,
  FewShotPresetFor,
} from "./train/few-shot-experiment.ts";
export type { FewShotConfig } from "./train/few-shot-config.ts";

// Learners
export { fromScratch } from "./few-shot/learners/from-scratch.ts";
export type { FromScratchConfig } from "./few-shot/learners/from-scratch.ts";
export { maml } from "./few-shot/learners/maml.ts";
export type { MamlConfig } from "./few-shot/learners/maml.ts";
export { nearestNeighbour } from "./few-shot/learners/nearest-neighbour.ts";
export type { NearestNeighbourConfig } from "./few-shot/learners/nearest-neighbour.ts";
export { pretrained } from "./few-shot/learners/pretrained.ts";
export type { PretrainedConfig } from "./few-shot/learners/pretrained.ts";
export { prototypical } from "./few-shot/learners/prototypical.ts";
export type { PrototypicalConfig } from "./few-shot/learners/prototypical.ts";
export { reptile } from "./few-shot/learners/reptile.ts";
export type { ReptileConfig } from "./few-shot/learners/reptile.ts";

// What learners are made of
export { adaptFromState } from "./few-shot/adapt-from-state.ts";
export type { AdaptFromStateConfig } from "./few-shot/adapt-from-state.ts";
export { adaptNetwork } from "./few-shot/adapt-network.ts";
export type { AdaptNetworkOptions } from "./few-shot/adapt-network.ts";
export { evaluateFewShot } from "./few-shot/evaluate.ts";
export type { FewShotEvaluateOptions } from "./few-shot/evaluate.ts";
export { fewShotMeasures } from "./few-shot/evaluation.ts";
export type {
  DomainEvaluation,
  ExampleItems,
  ExamplePrediction,
  ExampleTask,
  FewShotEvaluation,
  FewShotEvaluationNumbers,
  FewShotMeasure,
  FewShotTaskEvaluation,
} from "./few-shot/evaluation.ts";
export type { ItemBatch, TaskBatch } from "./few-shot/item-batch.ts";
export { itemLoss, networkLoss } from "./few-shot/item-loss.ts";
export type { LossKind } from "./few-shot/item-loss.ts";
export type {
  FewShotAdaptation,
  FewShotAdaptInput,
  FewShotLearner,
  FewShotLearning,
  FewShotReport,
  FewShotStepInput,
  FewShotStepResult,
  Score,
  TasksToLearn,
} from "./few-shot/learner.ts";
export { fineTuningFields, innerFields, taskShape } from "./few-shot/learner-config.ts";
export type { FewShotObjective, Predicted, QueryBatch } from "./few-shot/objective.ts";
export { fewShotOuterStep } from "./few-shot/outer-step.ts";
export type { FewShotOuterMethod } from "./few-shot/outer-step.ts";
export { predictTasks, repeatPredictions } from "./few-shot/predict-tasks.ts";
export type { PredictTasksOptions } from "./few-shot/predict-tasks.ts";
export { createFewShotProblem } from "./few-shot/problem.ts";
export type { FewShotProblem, TaskWays } from "./few-shot/problem.ts";
export { prototypeScores } from "./few-shot/prototype-scores.ts";
export { sampleOuterTasks } from "./few-shot/sample.ts";
export type { TaskSample } from "./few-shot/sample.ts";
export type { Judged, PredictedItems } from "./few-shot/score.ts";
export { startFewShotStopwatch } from "./few-shot/stopwatch.ts";
export type { FewShotPhase, FewShotStopwatch } from "./few-shot/stopwatch.ts";
export { stepWithoutLearning } from "./few-shot/step-without-learning.ts";
export { withAdam } from "./meta/adam-improvement.ts";
export type { AdaptationRule } from "./meta/adaptation-rule.ts";
export { adamFields } from "./meta/config-fields.ts";
export type { AdamConfig } from "./meta/config-fields.ts";
export type {
  AdaptOptions,
  LearnerConfig,
  LearnerState,
  MetaLearner,
  OuterStepOptions,
  ProblemKind,
  ReportedStep,
  TimedReport,
} from "./meta/learner.ts";
export { innerStep } from "./meta/inner-step.ts";
export type { InnerStepOptions, TaskLoss } from "./meta/inner-step.ts";
export type { NonFiniteStep } from "./meta/non-finite-step.ts";
export type { SampledStep } from "./meta/outer-step.ts";
export type { PhaseSeconds, Stopwatch } from "./meta/stopwatch.ts";
export type { TasksPerChunk } from "./meta/task-chunks.ts";

// Networks
export { createNetwork, networkKinds } from "./nn/create-network.ts";
export type { NetworkConfig, NetworkEnds, NetworkKind } from "./nn/create-network.ts";
export type { Network } from "./nn/network.ts";

// Errors
export { NumericalError } from "./errors.ts";

// Task sets
export * from "./task-set.ts";
