// The public door: everything that experiments and other programs may import, as "acclimate".

// Errors, randomness, schedules
export {
  AcclimateError,
  BackendError,
  CheckpointError,
  ConfigError,
  EnvContractError,
  NumericalError,
  ShapeError,
  UnsupportedOpError,
} from "./errors.ts";
export { createRandom, restoreRandom } from "./random.ts";
export type { Random, RandomState } from "./random.ts";
export { drawBeta, drawDirichlet, drawFactor, drawGamma } from "./samplers.ts";
export type { Schedule, ScheduleVariables } from "./schedule.ts";

// Backends
export { backendNames, installedBackends, useBackend } from "./backend/backend.ts";
export type { BackendName } from "./backend/backend.ts";
export { compile, partial } from "./backend/compile.ts";
export type { Compiled, PartialApplication } from "./backend/compile.ts";
export { saveOnnx, toOnnx } from "./backend/export-onnx.ts";

// Networks and policies
export { categorical } from "./nn/categorical.ts";
export { categoricalMlp } from "./nn/categorical-mlp.ts";
export { gaussian } from "./nn/gaussian.ts";
export { gaussianMlp } from "./nn/gaussian-mlp.ts";
export type { GaussianMlpOptions } from "./nn/gaussian-mlp.ts";
export { initialiserNames } from "./nn/initialisers.ts";
export type { InitialiserName } from "./nn/initialisers.ts";
export { activationNames } from "./nn/mlp.ts";
export type { ActivationName, MlpOptions } from "./nn/mlp.ts";
export {
  countElements,
  disposeParams,
  flattenParams,
  gradParams,
  mapParams,
  shapesOf,
  tileParams,
  unflattenParams,
} from "./nn/params.ts";
export type { Params, ParamShapes } from "./nn/params.ts";
export type { NoiseLaw } from "./nn/noise.ts";
export type { Distribution, DistributionParams, Policy, SampledRows } from "./nn/policy.ts";

// Reinforcement learning
export { generalizedAdvantages, normaliseAdvantages } from "./rl/advantages.ts";
export type { GaeOptions } from "./rl/advantages.ts";
export { fitBaseline, predictBaseline } from "./rl/baseline.ts";
export type { BaselineData } from "./rl/baseline.ts";
export type {
  BatchStepResult,
  Environment,
  EnvironmentBatch,
  EnvironmentFamily,
  Json,
  Observation,
  PlaneView,
  StepResult,
  TaskDistribution,
  Trajectory,
} from "./rl/environment.ts";
export { estimateAdvantages } from "./rl/estimate-advantages.ts";
export type { AdvantageEstimates, AdvantageOptions } from "./rl/estimate-advantages.ts";
export { meanKl, policyGradientLoss, surrogateLoss } from "./rl/losses.ts";
export { planFiniteHorizon } from "./rl/finite-horizon.ts";
export type { FiniteHorizonPlan, TabularModel } from "./rl/finite-horizon.ts";
export { discountReturns } from "./rl/returns.ts";
export type { ReturnOptions } from "./rl/returns.ts";
export { collectRollout } from "./rl/rollout.ts";
export type { Act, RolloutOptions } from "./rl/rollout.ts";
export { episodeReturns, meanReturn, taskReturns } from "./rl/rollout-statistics.ts";
export { box, contains, discrete } from "./rl/spaces.ts";
export type { Box, BoxOptions, Discrete, Space } from "./rl/spaces.ts";
export { stepWeights, weightings } from "./rl/step-weights.ts";
export type { Weighting } from "./rl/step-weights.ts";
export { disposeTrajectories, toTrajectories } from "./rl/trajectories.ts";
export type { Rollout, Trajectories } from "./rl/trajectories.ts";
export { asTrials } from "./rl/wrappers/as-trials.ts";
export type { TrialOptions } from "./rl/wrappers/as-trials.ts";
export { clipActions } from "./rl/wrappers/clip-actions.ts";
export { limitTime } from "./rl/wrappers/limit-time.ts";
export type { LimitTimeOptions } from "./rl/wrappers/limit-time.ts";
export { normaliseObservations } from "./rl/wrappers/normalise-observations.ts";
export { observationMoments } from "./rl/wrappers/observation-moments.ts";
export type {
  ObservationMoments,
  ObservationMomentsOptions,
} from "./rl/wrappers/observation-moments.ts";
export { rescaleActions } from "./rl/wrappers/rescale-actions.ts";
export type { RescaleActionsOptions } from "./rl/wrappers/rescale-actions.ts";
export { scaleRewards } from "./rl/wrappers/scale-rewards.ts";
export type { ScaleRewardsOptions } from "./rl/wrappers/scale-rewards.ts";

// Meta-learning
export { conjugateGradient } from "./meta/conjugate-gradient.ts";
export type {
  ConjugateGradientOptions,
  ConjugateGradientSolution,
} from "./meta/conjugate-gradient.ts";
export { evaluate } from "./meta/evaluate.ts";
export type { EvaluateOptions } from "./meta/evaluate.ts";
export type {
  AdaptationPoint,
  EpisodesPicture,
  Evaluation,
  EvaluationNumbers,
  Optimum,
  PlanePath,
  TaskEvaluation,
} from "./meta/evaluation.ts";
export { adapt, innerStep } from "./meta/inner-step.ts";
export type { InnerStepOptions, TaskLoss } from "./meta/inner-step.ts";
export type {
  AdaptInput,
  Learner,
  LearnerConfig,
  LearnerState,
  OuterStepInput,
  OuterStepReport,
  OuterStepResult,
  PhaseSeconds,
} from "./meta/learner.ts";
export { maml } from "./meta/maml.ts";
export type { MamlConfig } from "./meta/maml.ts";
export { createProblem } from "./meta/problem.ts";
export type { PolicyConfig, Problem } from "./meta/problem.ts";

// Classical methods
export type { Agent, CreateAgent, Transition, TrialStart } from "./classical/agent.ts";
export type { ClassicalMethod, MethodParameters, TrialSetting } from "./classical/method.ts";
export { bernoulliBanditMethods } from "./classical/bandits/bandit-methods.ts";
export { bayesOptimalValue, planBayesOptimal } from "./classical/bandits/bayes-optimal.ts";
export type { BanditSize, BayesOptimalPlan } from "./classical/bandits/bayes-optimal.ts";
export { gittinsIndex } from "./classical/bandits/gittins-index.ts";
export type { GittinsIndex, GittinsIndexOptions } from "./classical/bandits/gittins-index.ts";
export { gittinsTable } from "./classical/bandits/gittins-table.ts";
export type { GittinsTable, GittinsTableOptions } from "./classical/bandits/gittins-table.ts";
export { createBeb } from "./classical/mdps/beb.ts";
export { createEpsilonGreedy } from "./classical/mdps/epsilon-greedy.ts";
export { createGreedy } from "./classical/mdps/greedy.ts";
export { tabularMdpMethods } from "./classical/mdps/mdp-methods.ts";
export { createOpsrl } from "./classical/mdps/opsrl.ts";
export type { TabularPrior } from "./classical/mdps/posterior.ts";
export { createPsrl } from "./classical/mdps/psrl.ts";
export { createUcrl2 } from "./classical/mdps/ucrl2.ts";
export { playTrials } from "./classical/play-trials.ts";
export type { PlayTrialsOptions } from "./classical/play-trials.ts";

// Experiments and training
export type { Progress } from "./train/checkpoint.ts";
export type { CommonConfig, Config } from "./train/config.ts";
export { defineExperiment } from "./train/experiment.ts";
export type { Experiment, ExperimentDefinition, Preset } from "./train/experiment.ts";
export { hashEnvironment } from "./train/hash-environment.ts";
export type { MetricsLine } from "./train/metrics.ts";
export { resolveConfig } from "./train/resolve-config.ts";
export type { ConfigChanges } from "./train/resolve-config.ts";
export { describeRun } from "./train/run-description.ts";
export type {
  EnvironmentVersion,
  RunDescription,
  RunFacts,
  Versions,
} from "./train/run-description.ts";
export { createRunFolder } from "./train/run-folder.ts";
export type { RunFolderOptions } from "./train/run-folder.ts";
export type { Summary } from "./train/summary.ts";
export { train } from "./train/train.ts";
export type { TrainingStart, TrainOptions, TrainResult } from "./train/train.ts";

// Reproductions of published tables
export { defineReproduction } from "./reproduce/reproduction.ts";
export type { Reproduction, ReproductionRow } from "./reproduce/reproduction.ts";
export type { ReproducedTable, TableCell, TableRow } from "./reproduce/table.ts";
