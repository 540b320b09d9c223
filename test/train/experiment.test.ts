import { describe, expect, it } from "vitest";
import { maml } from "../../src/meta-rl/learners/maml.ts";
import { promp } from "../../src/meta-rl/learners/promp.ts";
import { checkExperiment, defineExperiment } from "../../src/train/experiment.ts";
import { hitTarget } from "../meta-rl/toy-environments.ts";
import fake from "./fake-experiment.ts";

describe("defineExperiment", () => {
  it("returns what it is given", () => {
    expect(() => checkExperiment("it", fake)).not.toThrow();
    expect(fake.name).toBe("fake");
  });

  it("types presets by the learner", () => {
    const parts = {
      name: "typed",
      description: "",
      environments: [hitTarget],
      learners: [maml],
    };
    defineExperiment({
      ...parts,
      presets: { quick: { inner: { learningRate: "0.5^innerStep" } } },
    });
    // @ts-expect-error -- a learning rate is no boolean
    defineExperiment({ ...parts, presets: { quick: { inner: { learningRate: true } } } });
    // @ts-expect-error -- there is no such field
    defineExperiment({ ...parts, presets: { quick: { outer: { maxKL: 1 } } } });
  });

  it("types presets by any of several learners", () => {
    const parts = {
      name: "typed",
      description: "",
      environments: [hitTarget],
      learners: [maml, promp],
    };
    defineExperiment({
      ...parts,
      presets: {
        first: { outer: { maxKl: 0.02 } },
        second: { learner: "promp", outer: { klTarget: 0.02 } },
      },
    });
    // @ts-expect-error -- no learner has such a field
    defineExperiment({ ...parts, presets: { quick: { outer: { maxKL: 1 } } } });
    // @ts-expect-error -- a weight is no string
    defineExperiment({ ...parts, presets: { quick: { outer: { klTarget: "a" } } } });
  });

  it.each([
    [{ ...fake, name: "a/b" }, 'it.name: must be letters, digits, - and _, got "a/b"'],
    [{ ...fake, environments: [] }, "it.environments: must have a length >= 1, got []"],
    [{ ...fake, presets: {} }, "it.presets: must have at least one preset, got {}"],
    [{ ...fake, presets: { a: 3 } }, "it.presets.a: must be an object, got 3"],
    [
      { ...fake, learners: [{ name: "x" }] },
      "it.learners.0.initialise: must be a function, got undefined",
    ],
    [
      { ...fake, learners: [{ ...maml, adapt: undefined }] },
      "it.learners.0.adapt: must be a function, got undefined",
    ],
    [{ ...fake, learners: [] }, "it.learners: must have a length >= 1, got []"],
    [{ ...fake, learners: undefined }, "it.learners: must be a list, got undefined"],
    [{ ...fake, learners: [maml, promp, maml] }, "it.learners: must have different names, got [{"],
    [undefined, "it: must be an object, got undefined"],
  ])("rejects what is no experiment", (value, message) => {
    expect(() => checkExperiment("it", value)).toThrow(message);
  });
});
