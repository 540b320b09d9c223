import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { experimentArgument } from "../../src/cli/experiment-argument.ts";
import { ROOT } from "../support/root.ts";
import fakes from "../reproduce/adaptation/fake-adaptation.ts";

describe("experimentArgument", () => {
  it("is the path of the experiment's file, or the name of an experiment of the package", () => {
    const path = resolve(experimentArgument(fakes));
    expect(path).toBe(resolve(ROOT, "test/train/fake-experiment.ts"));
    const { experimentFile: _file, ...rest } = fakes;
    const named = { ...rest, experiment: { ...fakes.experiment, name: "navigation" } };
    expect(experimentArgument(named)).toBe("navigation");
  });

  it("rejects an experiment that is neither", () => {
    const { experimentFile: _file, ...rest } = fakes;
    expect(() => experimentArgument(rest)).toThrow(
      /^experiment of fakes: must be one of bernoulli-bandit, navigation, .*, got "fake"; give experimentFile$/,
    );
  });
});
