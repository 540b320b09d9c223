import { describe, expect, it } from "vitest";
import { ConfigError } from "../../src/errors.ts";
import { checkConfig, choosePreset, resolveConfig } from "../../src/train/resolve-config.ts";
import type { ConfigChanges } from "../../src/train/resolve-config.ts";
import fake from "./fake-experiment.ts";
import real from "./learners-experiment.ts";

async function messageOf(changes: ConfigChanges): Promise<string> {
  const error: unknown = await resolveConfig(fake, changes).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(ConfigError);
  return (error as Error).message;
}

describe("resolveConfig", () => {
  it("completes the first preset with all defaults", async () => {
    expect(await resolveConfig(fake)).toEqual({
      environment: "hit-target@test",
      learner: "fake",
      seed: 1,
      outerSteps: 4,
      policy: {
        hiddenSizes: [3],
        activation: "tanh",
        initialisation: "glorot-uniform",
        initialStd: 1,
        minStd: 1e-6,
        contextSize: 0,
      },
      normaliseObservations: false,
      evaluation: { tasks: 3, episodesPerTask: 2, innerSteps: 1 },
      inner: { learningRate: 0.1 },
      failure: "none",
      failAt: 0,
    });
  });

  it("yields plain JSON that is valid itself", async () => {
    const config = await resolveConfig(fake, { overrides: ["inner.learningRate=0.5^outerStep"] });
    const copy: unknown = JSON.parse(JSON.stringify(config));
    expect(copy).toEqual(config);
    expect(await checkConfig(fake, copy)).toEqual(config);
  });

  it("reads an override as JSON, or else as a string", async () => {
    const config = await resolveConfig(fake, {
      overrides: [
        "policy.hiddenSizes=[8, 4]",
        "policy.activation=relu",
        'policy.initialisation="orthogonal"',
        "evaluation.learningRate=innerStep == 0 ? 0.5 : 0.25",
        "inner.learningRate=1e-2",
        "evaluation.tasks=5",
        "evaluation.tasks=6",
      ],
    });
    expect(config.policy).toMatchObject({
      hiddenSizes: [8, 4],
      activation: "relu",
      initialisation: "orthogonal",
    });
    expect(config.evaluation).toMatchObject({
      learningRate: "innerStep == 0 ? 0.5 : 0.25",
      tasks: 6,
      episodesPerTask: 2,
    });
    expect(config["inner"]).toEqual({ learningRate: 0.01 });
  });

  it("lets a seed and a number of outer steps win over overrides", async () => {
    const overrides = ["seed=5", "outerSteps=6"];
    expect(await resolveConfig(fake, { overrides })).toMatchObject({ seed: 5, outerSteps: 6 });
    expect(await resolveConfig(fake, { overrides, seed: 7, outerSteps: 8 })).toMatchObject({
      seed: 7,
      outerSteps: 8,
    });
  });

  it("leaves the preset as it is", async () => {
    const before = structuredClone(fake.presets);
    await resolveConfig(fake, { overrides: ["policy.hiddenSizes=[9]"] });
    expect(fake.presets).toEqual(before);
  });

  it.each([
    ["inner.learningRate=-1", "config.inner.learningRate: must be > 0, got -1"],
    ["inner.learningRate=lr", "config.inner.learningRate: may use only the names outerStep and"],
    ["policy.activation=elu", 'config.policy.activation: must be one of tanh, relu, got "elu"'],
    ["policy.hiddenSizes=[4,0]", "config.policy.hiddenSizes.1: must be >= 1, got 0"],
    ["policy.hiddenSizes=64", "config.policy.hiddenSizes: must be a list, got 64"],
    ["seed=1.5", "config.seed: must be an integer, got 1.5"],
    ["seed=one", 'config.seed: must be a number, got "one"'],
    ["outerSteps=0", "config.outerSteps: must be >= 1, got 0"],
    ["outerSteps=1e400", "config.outerSteps: must be a number, got Infinity"],
    ["evaluation=3", "config.evaluation: must be an object, got 3"],
    ["environment=walk", "config.environment: must be one of hit-target@test, pick-target@test"],
    [
      "inner.learningrate=1",
      '--set: must name fields that exist, got "inner.learningrate"; did you mean "inner.learningRate"?',
    ],
    ["quite.another=1", '--set: must name fields that exist, got "quite.another"'],
    ["__proto__.x=1", '--set: must name fields that exist, got "__proto__.x"'],
    ["seed.x=1", '--set: must name fields that exist, got "seed.x"'],
    ["seed", '--set: must be path=value, got "seed"'],
    ["=1", '--set: must be path=value, got "=1"'],
  ])("rejects --set %s", async (override, message) => {
    expect(await messageOf({ overrides: [override] })).toContain(message);
  });

  it("names every field that is wrong, a line each", async () => {
    expect(await messageOf({ overrides: ["seed=-1", "policy.minStd=0"] })).toBe(
      "config.seed: must be >= 0, got -1\nconfig.policy.minStd: must be > 0, got 0",
    );
  });

  it("names the field that was probably meant by an unknown one of a preset", async () => {
    const experiment = { ...fake, presets: { typo: { policy: { hidenSizes: [3] } } } };
    await expect(resolveConfig(experiment)).rejects.toThrow(
      'config: must name fields that exist, got "policy.hidenSizes"; did you mean "policy.hiddenSizes"?',
    );
  });

  it("rejects a schedule that breaks its rule later in training, and not one that never gets there", async () => {
    // 1 - 0.1 s is 0 at outer step 10.
    const overrides = ["inner.learningRate=1 - outerStep / 10"];
    await resolveConfig(fake, { overrides, outerSteps: 10 });
    expect(await messageOf({ overrides, outerSteps: 11 })).toBe(
      'config.inner.learningRate: must be > 0, got 0 from "1 - outerStep / 10" at outerStep 10, innerStep 0',
    );
  });

  it("looks at the last step of a long training", async () => {
    const overrides = ["inner.learningRate=outerStep == 54320 ? 0 : 1"];
    expect(await messageOf({ overrides, outerSteps: 54321 })).toContain("at outerStep 54320");
  });

  it("rejects an unknown preset", async () => {
    expect(await messageOf({ preset: "smal" })).toBe(
      'preset of fake: must be one of small, discrete, got "smal"; did you mean "small"?',
    );
    expect(await messageOf({ preset: "toString" })).toContain("must be one of small, discrete");
  });
});

describe("resolveConfig with several learners", () => {
  const outerOf = async (changes: ConfigChanges): Promise<unknown> =>
    (await resolveConfig(real, changes))["outer"];

  it("takes the first learner unless the preset names another", async () => {
    expect(await resolveConfig(real)).toMatchObject({ learner: "maml", outer: { maxKl: 0.01 } });
    const config = await resolveConfig(real, { preset: "promp" });
    expect(config).toMatchObject({ learner: "promp", outer: { epochs: 2, clip: 0.3 } });
    expect(config["outer"]).not.toHaveProperty("maxKl");
  });

  it("lets --set choose a learner, whose defaults complete the preset", async () => {
    expect(await outerOf({ preset: "oracle", overrides: ["learner=maml-adam"] })).toEqual({
      learningRate: 0.001,
      exploration: 0,
      entropyBonus: 0,
    });
    const overrides = ["learner=oracle", "outer.learningRate=0.5", "learner=maml-adam"];
    expect(await outerOf({ preset: "adam", overrides })).toMatchObject({ learningRate: 0.5 });
  });

  it("yields a configuration that is valid itself", async () => {
    const config = await resolveConfig(real, { preset: "promp" });
    expect(await checkConfig(real, JSON.parse(JSON.stringify(config)))).toEqual(config);
  });

  it.each([
    [
      { overrides: ["learner=prmp"] },
      'config.learner: must be one of maml, maml-adam, promp, oracle, got "prmp"; did you mean "promp"?',
    ],
    [
      { overrides: ["learner=reptile"] },
      'config.learner: must be one of maml, maml-adam, promp, oracle, got "reptile"',
    ],
    [
      { overrides: ["learner=3"] },
      "config.learner: must be one of maml, maml-adam, promp, oracle, got 3",
    ],
    [
      { overrides: ["outer.klTarget=0.1"] },
      '--set: must name fields that exist, got "outer.klTarget"',
    ],
    [
      { preset: "promp", overrides: ["outer.maxKl=0.1"] },
      '--set: must name fields that exist, got "outer.maxKl"',
    ],
    [
      { preset: "promp", overrides: ["learner=maml"] },
      'config: must name fields that exist, got "outer.epochs"',
    ],
    [
      { preset: "oracle", overrides: ["inner.steps=2"] },
      '--set: must name fields that exist, got "inner.steps"',
    ],
  ])("rejects %j", async (changes, message) => {
    const error: unknown = await resolveConfig(real, changes).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as Error).message).toContain(message);
  });

  it("rejects the configuration of a run whose learner is gone", async () => {
    const config = { ...(await resolveConfig(real)), learner: "gone" };
    await expect(checkConfig(real, config)).rejects.toThrow('got "gone"');
  });
});

describe("choosePreset", () => {
  it("is the first preset unless another is named", () => {
    expect(choosePreset(fake)).toBe("small");
    expect(choosePreset(fake, "discrete")).toBe("discrete");
  });
});
