// Facts about the types of the public doors. Nothing here runs: `npm run check:types` compiles it.

import { expectTypeOf } from "vitest";
import type {
  ConfigError,
  CheckpointError,
  EnvironmentFamily,
  LearnerConfig,
  maml,
  Params,
  Rollout,
  Schedule,
  Space,
} from "acclimate";
import type { EnvironmentFamily as EnvironmentFamilyOfEnv } from "acclimate/env";

// An environment written against the narrow door is one for the public door.
expectTypeOf<EnvironmentFamilyOfEnv>().toEqualTypeOf<EnvironmentFamily>();

// A task is plain JSON: a function is none.
expectTypeOf<EnvironmentFamily<{ readonly goal: readonly [number, number] }>>().toBeObject();
// @ts-expect-error -- a task with a function does not survive a run folder
expectTypeOf<EnvironmentFamily<{ readonly reward: () => number }>>().toBeObject();

// Families of different tasks stand in one list.
expectTypeOf<EnvironmentFamily<{ readonly speed: number }>>().toExtend<EnvironmentFamily>();

// Spaces are told apart by `kind`.
expectTypeOf<Extract<Space, { kind: "discrete" }>["n"]>().toBeNumber();

// Parameters and rollouts are values.
expectTypeOf<Params>().toEqualTypeOf<Readonly<Params>>();
expectTypeOf<Rollout>().toEqualTypeOf<Readonly<Rollout>>();

// A learner's configuration has the types of its schemas, with the defaults filled in.
type MamlConfig = LearnerConfig<(typeof maml)["configShape"]>;
expectTypeOf<MamlConfig["inner"]["steps"]>().toEqualTypeOf<number>();
expectTypeOf<MamlConfig["inner"]["learningRate"]>().toEqualTypeOf<Schedule>();

// What is wrong with a checkpoint is wrong with what the user asked for: both end the command line with code 2.
expectTypeOf<CheckpointError>().toExtend<ConfigError>();
