// The narrow door: all that an environment may import, as "acclimate/env".

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
export { planFiniteHorizon } from "./rl/finite-horizon.ts";
export type { FiniteHorizonPlan, TabularModel } from "./rl/finite-horizon.ts";
export { formatFixed } from "./rl/format-fixed.ts";
export { renderArms } from "./rl/render-arms.ts";
export type { ArmsPicture } from "./rl/render-arms.ts";
export { renderGrid } from "./rl/render-grid.ts";
export type { Cell, GridPicture } from "./rl/render-grid.ts";
export { renderPlane } from "./rl/render-plane.ts";
export type { PlanePicture, Segment } from "./rl/render-plane.ts";
export { renderStrips } from "./rl/render-strips.ts";
export type { StripPicture } from "./rl/render-strips.ts";
export { box, contains, discrete, elementSize, encodedSize, formatSpace } from "./rl/spaces.ts";
export type { Box, BoxOptions, Discrete, Space } from "./rl/spaces.ts";
export { createTextMap } from "./rl/text-map.ts";
export type { TextMap, TextMapOptions } from "./rl/text-map.ts";
export { unbatch } from "./rl/unbatch.ts";
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
export { createRandom, restoreRandom } from "./random.ts";
export type { Random, RandomState } from "./random.ts";
export { drawBeta, drawDirichlet, drawFactor, drawGamma } from "./samplers.ts";
export { ConfigError, EnvContractError, formatValue } from "./errors.ts";
