// The narrow door: all that an environment may import, as "acclimate/env".

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
export { planFiniteHorizon } from "./rl/finite-horizon.ts";
export type { FiniteHorizonPlan, TabularModel } from "./rl/finite-horizon.ts";
export { box, contains, discrete, elementSize, encodedSize, formatSpace } from "./rl/spaces.ts";
export type { Box, BoxOptions, Discrete, Space } from "./rl/spaces.ts";
export { unbatch } from "./rl/unbatch.ts";
export { createRandom, restoreRandom } from "./random.ts";
export type { Random, RandomState } from "./random.ts";
export { drawBeta, drawDirichlet, drawGamma } from "./samplers.ts";
export { ConfigError, EnvContractError, formatValue } from "./errors.ts";
