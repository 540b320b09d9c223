import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { experimentArgument } from "../../src/cli/experiment-argument.ts";
import { ROOT } from "../support/root.ts";
import { hit } from "../reproduce/adaptation/fake-adaptation.ts";

const { experimentFile: _file, ...rest } = hit;

describe("experimentArgument", () => {
  it("is the path of the experiment's file, or the name of an experiment of the package", () => {
    const path = resolve(experimentArgument(hit));
    expect(path).toBe(resolve(ROOT, "test/train/fake-experiment.ts"));
    const named = { ...rest, experiment: { ...hit.experiment, name: "navigation" } };
    expect(experimentArgument(named)).toBe("navigation");
  });

  it("rejects an experiment that is neither", () => {
    expect(() => experimentArgument(rest)).toThrow(
      /^experiment of hit: must be one of bernoulli-bandit, .*navigation, .*, got "fake"; give experimentFile$/,
    );
  });
});
