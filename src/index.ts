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
export {
  adamStateFromParams,
  adamStateToParams,
  adamStep,
  clipNorm,
  createAdam,
} from "./nn/adam.ts";
export type { AdamOptions, AdamState } from "./nn/adam.ts";
export { categorical } from "./nn/categorical.ts";
export { categoricalMlp } from "./nn/categorical-mlp.ts";
export type { ContextualMlpOptions } from "./nn/contextual-mlp.ts";
export { gaussian } from "./nn/gaussian.ts";
export { gaussianMlp } from "./nn/gaussian-mlp.ts";
export type { GaussianMlpOptions } from "./nn/gaussian-mlp.ts";
export { initialiserNames } from "./nn/initialisers.ts";
export type { InitialiserName } from "./nn/initialisers.ts";
export { activationNames } from "./nn/mlp.ts";
export type { ActivationName, MlpOptions } from "./nn/mlp.ts";
export {
  countElements,
  createParams,
  disposeParams,
  flattenParams,
  gradParams,
  mapParams,
  readParams,
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
export type { Baseline, BaselineValues } from "./rl/baselines/baseline.ts";
export { fitBaseline, predictBaseline } from "./rl/baselines/fit-baseline.ts";
export type { BaselineData } from "./rl/baselines/fit-baseline.ts";
export { linearBaseline } from "./rl/baselines/linear-baseline.ts";
export { zeroBaseline } from "./rl/baselines/zero-baseline.ts";
export type { Json } from "./json.ts";
export type {
  BatchStepResult,
  Environment,
  EnvironmentBatch,
  EnvironmentFamily,
  Observation,
  PlaneView,
  StepResult,
  TaskDistribution,
  Trajectory,
} from "./rl/environment.ts";
export { estimateAdvantages } from "./rl/estimate-advantages.ts";
export type { AdvantageEstimates, AdvantageOptions } from "./rl/estimate-advantages.ts";
export { diceLoss } from "./rl/estimators/dice.ts";
export { loadedDiceLoss } from "./rl/estimators/loaded-dice.ts";
export { adaptationLoss, estimatorNames } from "./rl/estimators.ts";
export type { AdaptationData, AdaptationLossOptions, EstimatorName } from "./rl/estimators.ts";
export {
  clippedSurrogateLoss,
  meanEntropy,
  meanKl,
  policyGradientLoss,
  surrogateLoss,
} from "./rl/losses.ts";
export { planFiniteHorizon } from "./rl/finite-horizon.ts";
export type { FiniteHorizonPlan, TabularModel } from "./rl/finite-horizon.ts";
export { discountReturns } from "./rl/returns.ts";
export type { ReturnOptions } from "./rl/returns.ts";
export { collectRollout } from "./rl/rollout.ts";
export type { Act, RolloutOptions } from "./rl/rollout.ts";
export {
  environmentSteps,
  episodeReturns,
  meanReturn,
  taskReturns,
} from "./rl/rollout-statistics.ts";
export { box, contains, discrete } from "./rl/spaces.ts";
export type { Box, BoxOptions, Discrete, Space } from "./rl/spaces.ts";
export { stepWeights, weightings } from "./rl/step-weights.ts";
export type { Weighting } from "./rl/step-weights.ts";
export { disposeTrajectories, toTrajectories } from "./rl/trajectories.ts";
export type {
  Rollout,
  StepEstimates,
  Trajectories,
  TrajectoriesOptions,
} from "./rl/trajectories.ts";
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
export { observeTask } from "./rl/wrappers/observe-task.ts";
export { rescaleActions } from "./rl/wrappers/rescale-actions.ts";
export type { RescaleActionsOptions } from "./rl/wrappers/rescale-actions.ts";
export { scaleRewards } from "./rl/wrappers/scale-rewards.ts";
export type { ScaleRewardsOptions } from "./rl/wrappers/scale-rewards.ts";

// Meta-learning
export { adaptPolicy } from "./meta-rl/adapt-policy.ts";
export type { AdaptPolicyConfig } from "./meta-rl/adapt-policy.ts";
export { conjugateGradient } from "./meta/conjugate-gradient.ts";
export type {
  ConjugateGradientOptions,
  ConjugateGradientSolution,
} from "./meta/conjugate-gradient.ts";
export { assessAdaptation } from "./meta-rl/adaptation-health.ts";
export type { AssessOptions } from "./meta-rl/adaptation-health.ts";
export type { AdaptationPoint } from "./meta/adaptation-point.ts";
export { evaluate } from "./meta-rl/evaluate.ts";
export type { EvaluateOptions } from "./meta-rl/evaluate.ts";
export type {
  EpisodesPicture,
  Evaluation,
  EvaluationNumbers,
  Optimum,
  PlanePath,
  TaskEvaluation,
} from "./meta-rl/evaluation.ts";
export { findingKinds } from "./meta-rl/health.ts";
export type {
  AdaptationHealth,
  Finding,
  Gain,
  InnerStepHealth,
  Spread,
  WorseShare,
} from "./meta-rl/health.ts";
export { initialiseLearner } from "./meta-rl/inner-config.ts";
export type { InitialiseLearnerConfig } from "./meta-rl/inner-config.ts";
export { adapt, innerStep } from "./meta/inner-step.ts";
export type { InnerStepOptions, TaskLoss } from "./meta/inner-step.ts";
export type {
  Adaptation,
  AdaptInput,
  InnerStepDiagnosis,
  Learner,
  LearnerConfig,
  LearnerState,
  OuterStepInput,
  OuterStepReport,
  OuterStepResult,
  PhaseSeconds,
  TasksToPlay,
} from "./meta-rl/learner.ts";
export { fineTuningFields, innerFields, samplingShape } from "./meta-rl/learner-config.ts";
export type { FineTuningConfig, InnerConfig, SamplingConfig } from "./meta-rl/learner-config.ts";
export { contextFree } from "./meta-rl/learners/context-free.ts";
export { fromScratch } from "./meta-rl/learners/from-scratch.ts";
export type { FromScratchConfig } from "./meta-rl/learners/from-scratch.ts";
export { mamlAdam } from "./meta-rl/learners/maml-adam.ts";
export type { MamlAdamConfig } from "./meta-rl/learners/maml-adam.ts";
export { mamlPpo } from "./meta-rl/learners/maml-ppo.ts";
export type { MamlPpoConfig } from "./meta-rl/learners/maml-ppo.ts";
export { maml } from "./meta-rl/learners/maml.ts";
export type { MamlConfig } from "./meta-rl/learners/maml.ts";
export { oracle } from "./meta-rl/learners/oracle.ts";
export { pretrained } from "./meta-rl/learners/pretrained.ts";
export type { PretrainedConfig } from "./meta-rl/learners/pretrained.ts";
export { promp } from "./meta-rl/learners/promp.ts";
export type { PrompConfig } from "./meta-rl/learners/promp.ts";
export { randomInitialisation } from "./meta-rl/learners/random-initialisation.ts";
export type { RandomInitialisationConfig } from "./meta-rl/learners/random-initialisation.ts";
export { reptile } from "./meta-rl/learners/reptile.ts";
export type { ReptileConfig } from "./meta-rl/learners/reptile.ts";
export type { NonFiniteStep } from "./meta/non-finite-step.ts";
export { play } from "./meta-rl/play.ts";
export type { PlayOptions } from "./meta-rl/play.ts";
export { playUnadapted } from "./meta-rl/play-unadapted.ts";
export { createProblem } from "./meta-rl/problem.ts";
export type { PolicyConfig, Problem } from "./meta-rl/problem.ts";
export { startStopwatch } from "./meta-rl/stopwatch.ts";
export type { Phase, Stopwatch } from "./meta-rl/stopwatch.ts";
export { valueNetwork } from "./meta-rl/value-network.ts";
export type { ValueNetwork, ValueNetworkOptions } from "./meta-rl/value-network.ts";

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
export type { Config } from "./train/base-config.ts";
export type { CommonConfig, PolicyTrainingConfig } from "./train/config.ts";
export { defineExperiment } from "./train/experiment.ts";
export type {
  Experiment,
  ExperimentDefinition,
  PolicyExperiment,
  Preset,
  PresetFor,
} from "./train/experiment.ts";
export type { ConfigOf, EvaluationOf, MetricsLineOf } from "./train/experiment-types.ts";
export type { ExperimentBase } from "./train/experiment-base.ts";
export { hashEnvironment } from "./train/hash-environment.ts";
export { hashTaskSet } from "./train/hash-task-set.ts";
export type { AnyMetricsLine, MetricsLine } from "./train/metrics.ts";
export { resolveConfig } from "./train/resolve-config.ts";
export type { ConfigChanges } from "./train/resolve-config.ts";
export { describeRun } from "./train/run-description.ts";
export type { RunDescription, RunFacts, SourceVersion, Versions } from "./train/run-description.ts";
export { createRunFolder } from "./train/run-folder.ts";
export type { RunFolderOptions } from "./train/run-folder.ts";
export type { Summary } from "./train/summary.ts";
export { train } from "./train/train.ts";
export type { TrainingStart, TrainOptions, TrainResult } from "./train/train.ts";

// Reproductions of published tables
export type { Measure } from "./train/evaluation-curve.ts";
export type {
  AdaptationMethod,
  AdaptationPanel,
  PublishedMean,
} from "./reproduce/adaptation/adaptation-panel.ts";
export { defineAdaptationReproduction } from "./reproduce/adaptation/adaptation-reproduction.ts";
export type { AdaptationReproduction } from "./reproduce/adaptation/adaptation-reproduction.ts";
export type {
  AdaptationCell,
  AdaptationPanelTable,
  AdaptationRow,
  AdaptationTable,
  CheckedExpectation,
  SeedMean,
  TakenBack,
} from "./reproduce/adaptation/adaptation-table.ts";
export type { AdaptationPlace, Expectation } from "./reproduce/adaptation/expectation.ts";
export { defineReproduction } from "./reproduce/reproduction.ts";
export type { Reproduction, ReproductionRow } from "./reproduce/reproduction.ts";
export type { ReproducedTable, TableCell, TableRow } from "./reproduce/table.ts";
