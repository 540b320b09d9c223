// Variants of MAML that configuration chooses: learned step sizes, parts that adapt, inner losses, terms, baselines.

import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../../src/backend/backend.ts";
import { ConfigError } from "../../../src/errors.ts";
import { runOf } from "../../../src/meta-rl/inner-config.ts";
import { maml } from "../../../src/meta-rl/learners/maml.ts";
import { sampleOuterStep } from "../../../src/meta-rl/outer-sample.ts";
import { metaPrograms } from "../../../src/meta-rl/programs.ts";
import { startStopwatch } from "../../../src/meta-rl/stopwatch.ts";
import { disposeParams } from "../../../src/nn/params.ts";
import { createRandom } from "../../../src/random.ts";
import { disposeState } from "../../../src/train/open-run.ts";
import { hitTarget } from "../toy-environments.ts";
import { pairedDifference, readState } from "../../meta/readings.ts";
import { configOf, heldOutReturns, problemFor, smallPolicy, train } from "./support.ts";
import type { Setting } from "./support.ts";

beforeAll(() => useBackend("onnx"));

const plain = problemFor(maml, hitTarget);
const withContext = problemFor(maml, hitTarget, { ...smallPolicy, contextSize: 3 });

type MamlSetting = Setting<typeof maml.configShape>;

/** MAML with other fields of `inner`, or of the whole configuration. */
function setting(inner: object, fields: object = {}, problem = plain): MamlSetting {
  const config = configOf(maml, {
    inner: { learningRate: 0.3, episodesPerTask: 5, ...inner },
    outer: { maxKl: 0.05 },
    ...fields,
  });
  return { problem, learner: maml, config };
}

/** All numbers of the state after some outer steps. */
function stateAfter(of: MamlSetting, outerSteps: number): Record<string, number[]> {
  const { state } = train(of, { seed: 1, outerSteps });
  const values = readState(state);
  disposeState(state);
  return values;
}

/** Which parameters an inner step changes, of the first task. */
function namesThatAdapt({ problem, config }: MamlSetting): readonly string[] {
  const state = maml.initialise(problem, config, createRandom(1));
  const run = runOf(config.inner);
  const programs = metaPrograms({ policy: problem.policy, inner: run.inner });
  const input = { problem, config, state, outerStep: 0, rng: createRandom(2) };
  const sample = sampleOuterStep(input, { run, programs, stopwatch: startStopwatch() });
  const names = Object.entries(sample.adapted[0] ?? {}).filter(([name, value]) => {
    const before = state.params[name]?.dataSync() ?? new Float32Array(value.size);
    return value.dataSync().some((x, i) => x !== before[i % before.length]);
  });
  sample.dispose();
  disposeParams(sample.baselineState);
  disposeState(state);
  return names.map(([name]) => name);
}

/** Whether after training an inner step gains more than chance explains. */
function expectToLearn(of: MamlSetting): void {
  const { state } = train(of, { seed: 1, outerSteps: 10 });
  const [before, after] = heldOutReturns(of, state);
  disposeState(state);
  const { mean, standardError } = pairedDifference(after, before);
  expect(mean).toBeGreaterThan(5 * standardError);
}

describe("step sizes", () => {
  it.each([
    ["per-layer", { "stepSize/layer0": 1, "stepSize/layer1": 1 }],
    [
      "per-parameter",
      {
        "stepSize/W0": 8,
        "stepSize/b0": 8,
        "stepSize/W1": 8,
        "stepSize/b1": 1,
        "stepSize/logStd": 1,
      },
    ],
  ])("%s begin at 1 and are learned", (stepSizes, sizes) => {
    const of = setting({ stepSizes });
    const [before, after] = [0, 1].map((outerSteps) => stateAfter(of, outerSteps));
    const names = Object.keys(before!).filter((name) => name.startsWith("stepSize/"));
    expect(Object.fromEntries(names.map((name) => [name, before![name]!.length]))).toEqual(sizes);
    for (const name of names) {
      expect(new Set(before![name])).toEqual(new Set([1]));
      for (const value of after![name]!) expect(value).not.toBe(1);
    }
    expectToLearn(of);
  });

  it("say how far an inner step goes", () => {
    const of = setting({ stepSizes: "per-layer" });
    const state = maml.initialise(of.problem, of.config, createRandom(1));
    const still = Object.fromEntries(
      Object.entries(state.params).map(([name, value]) => [
        name,
        name.startsWith("stepSize/") ? value.mul(0) : value.clone(),
      ]),
    );
    const steps = [state.params, still].map((params) => {
      const [before, after] = heldOutReturns(of, { ...state, params });
      return pairedDifference(after, before);
    });
    expect(steps[0]!.mean).toBeGreaterThan(5 * steps[0]!.standardError);
    expect(Math.abs(steps[1]!.mean)).toBeLessThan(3 * steps[1]!.standardError);
    disposeParams(still);
    disposeState(state);
  });

  it("are not learned where they are fixed", () => {
    expect(Object.keys(stateAfter(setting({}), 0))).toEqual(["W0", "b0", "W1", "b1", "logStd"]);
  });
});

describe("the parts that adapt", () => {
  it.each([
    ["all", ["W0", "b0", "W1", "b1", "logStd"]],
    ["head", ["W1", "b1", "logStd"]],
  ])("%s: %j", (adapts, names) => {
    expect(namesThatAdapt(setting({ adapts }))).toEqual(names);
  });

  it("with a context are all, or the context alone", () => {
    const context = (adapts: string): MamlSetting => setting({ adapts }, {}, withContext);
    expect(namesThatAdapt(context("all"))).toEqual(["context", "W0", "b0", "W1", "b1", "logStd"]);
    expect(namesThatAdapt(context("context"))).toEqual(["context"]);
  });

  it("do not limit what the outer step learns", () => {
    const of = setting({ adapts: "head" });
    const [before, after] = [0, 1].map((outerSteps) => stateAfter(of, outerSteps));
    for (const name of Object.keys(before!)) expect(after![name]).not.toEqual(before![name]);
    expectToLearn(of);
  });

  it("leave a context that adapts alone out of what is meta-learned", () => {
    const of = setting({ adapts: "context", learningRate: 1 }, {}, withContext);
    expect(Object.keys(stateAfter(of, 0))).toEqual(["W0", "b0", "W1", "b1", "logStd"]);
    expect(Object.keys(stateAfter(setting({}, {}, withContext), 0))).toContain("context");
    expectToLearn(of);
  });

  it("cannot be a context that the policy does not have", () => {
    const { problem, config } = setting({ adapts: "context" });
    const initialise = () => maml.initialise(problem, config, createRandom(1));
    expect(initialise).toThrow(
      new ConfigError(
        "config.inner.adapts: must be all or head where the policy has no context, got context; set policy.contextSize",
      ),
    );
  });
});

describe("the inner loss and the outer terms", () => {
  it.each([
    [{ estimator: "likelihood-ratio" }, {}],
    [{ estimator: "dice" }, {}],
    [{ estimator: "loaded-dice", diceLambda: 0.9 }, {}],
    [{ entropyBonus: 0.05 }, {}],
    [{}, { exploration: 0.1 }],
    [{}, { entropyBonus: 0.01 }],
  ])("learn with inner %j and outer %j", (inner, outer) => {
    const of = setting(inner, { outer: { maxKl: 0.05, ...outer } });
    expect(stateAfter(of, 1)).not.toEqual(stateAfter(setting({}), 1));
    expectToLearn(of);
  });

  it("have an entropy bonus that keeps policies wider", () => {
    const [none, much] = [0, 1].map(
      (entropyBonus) =>
        stateAfter(setting({}, { outer: { maxKl: 0.05, entropyBonus } }), 5)["logStd"]![0]!,
    );
    expect(none).toBeLessThan(0);
    expect(much).toBeGreaterThan(none!);
  });
});

describe("normalised rewards", () => {
  it("have one scale, whatever the chunks", () => {
    const [whole, parts, plainRewards] = [
      { normaliseRewards: true },
      { normaliseRewards: true, tasksPerChunk: 3 },
      {},
    ].map((fields) =>
      stateAfter(setting({}, { outer: { maxKl: 0.05, exploration: 0.5 }, ...fields }), 1),
    );
    for (const [name, values] of Object.entries(whole!)) {
      expect(parts![name]).toBeAllClose(values, { rtol: 1e-2, atol: 1e-3 });
      // Advantages are normalised and credit is divided by their scale: that of rewards cancels, but for the ridge.
      expect(plainRewards![name]).toBeAllClose(values, { rtol: 1e-2, atol: 1e-3 });
    }
  });
});

describe("advantages", () => {
  it("keep their size where they are not normalised, which normalised rewards then set", () => {
    const [normalised, raw, rawOfScaledRewards] = [
      {},
      { normaliseAdvantages: false },
      { normaliseAdvantages: false, normaliseRewards: true },
    ].map((fields) => stateAfter(setting({}, fields), 1)["W0"]!);
    expect(raw).not.toBeAllClose(normalised!, { rtol: 1e-2, atol: 1e-3 });
    expect(rawOfScaledRewards).not.toBeAllClose(raw!, { rtol: 1e-2, atol: 1e-3 });
  });
});

describe("the baseline", () => {
  const network = { kind: "network", hiddenSizes: [4], epochs: 5 };
  const VALUES = ["value/W0", "value/b0", "value/W1", "value/b1"];

  it("is a network whose beginning is learned or stays as it was drawn", () => {
    for (const metaLearned of [true, false]) {
      const of = setting({}, { baseline: { ...network, metaLearned } });
      const [before, after] = [0, 1].map((outerSteps) => stateAfter(of, outerSteps));
      expect(Object.keys(before!).filter((name) => name.startsWith("value/"))).toEqual(VALUES);
      for (const name of VALUES) {
        if (metaLearned) expect(after![name]).not.toEqual(before![name]);
        else expect(after![name]).toEqual(before![name]);
      }
    }
  });

  it.each([{ kind: "zero" }, { ...network, metaLearned: true }])(
    "%j serves to learn",
    (baseline) => {
      expectToLearn(setting({}, { baseline }));
    },
  );

  it("leaves no value network in the state unless it is one", () => {
    const names = Object.keys(stateAfter(setting({}, { baseline: { kind: "zero" } }), 1));
    expect(names.filter((name) => name.startsWith("value/"))).toEqual([]);
  });
});
