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
} from "./rl/environment.ts";
export { box, contains, discrete, elementSize, encodedSize, formatSpace } from "./rl/spaces.ts";
export type { Box, BoxOptions, Discrete, Space } from "./rl/spaces.ts";
export { createRandom, restoreRandom } from "./random.ts";
export type { Random, RandomState } from "./random.ts";
export { ConfigError, EnvContractError, formatValue } from "./errors.ts";
