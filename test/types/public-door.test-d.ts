// Facts about the types of the public doors. Nothing here runs: `npm run check:types` compiles it.

import { expectTypeOf } from "vitest";
import { defineExperiment, maml, mamlAdam, oracle, promp, reptile } from "acclimate";
import type {
  ConfigError,
  CheckpointError,
  EnvironmentFamily,
  Learner,
  LearnerConfig,
  Params,
  PresetFor,
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

// Learners of different configurations stand in one list.
expectTypeOf<typeof maml>().toExtend<Learner>();
expectTypeOf<typeof reptile>().toExtend<Learner>();

// A preset is one for any of the experiment's learners, also of one whose fields are more than those of another.
const parts = { name: "typed", description: "", environments: [{} as EnvironmentFamily] };
defineExperiment({
  ...parts,
  learners: [maml, mamlAdam, promp, reptile, oracle],
  presets: {
    maml: { inner: { firstOrder: true }, outer: { maxKl: "0.01 * 0.9^outerStep" } },
    adam: { learner: "maml-adam", outer: { learningRate: 1e-3 } },
    promp: { learner: "promp", inner: { steps: 2 }, outer: { epochs: 3, klTarget: 0.02 } },
    reptile: { learner: "reptile", outer: { stepSize: 0.5 } },
    oracle: { learner: "oracle", baseline: { kind: "network", hiddenSizes: [4] } },
  },
});
const two = { ...parts, learners: [maml, promp] as const };
// @ts-expect-error -- none of these learners has an outer step size
defineExperiment({ ...two, presets: { a: { outer: { stepSize: 1 } } } });
// @ts-expect-error -- no learner has such a kind of baseline
defineExperiment({ ...two, presets: { a: { baseline: { kind: "x" } } } });

// What is written apart from the experiment can be typed, too.
expectTypeOf<{ outer: { epochs: number } }>().toExtend<PresetFor<typeof maml | typeof promp>>();
expectTypeOf<{ outer: { epochs: string } }>().not.toExtend<PresetFor<typeof maml | typeof promp>>();

// What is wrong with a checkpoint is wrong with what the user asked for: both end the command line with code 2.
expectTypeOf<CheckpointError>().toExtend<ConfigError>();
