import { describe, expect, it } from "vitest";
import type { EnvironmentFamily } from "../../src/rl/environment.ts";
import { box } from "../../src/rl/spaces.ts";
import { hashEnvironment } from "../../src/train/hash-environment.ts";
import { hitTarget } from "../meta-rl/toy-environments.ts";
import type { TargetTask } from "../meta-rl/toy-environments.ts";

/** The environment with a reward that is off by a little. */
const shifted: EnvironmentFamily<TargetTask> = {
  ...hitTarget,
  createEnvironment(task) {
    const environment = hitTarget.createEnvironment(task);
    return {
      reset: (rng) => environment.reset(rng),
      step(action) {
        const result = environment.step(action);
        return { ...result, reward: result.reward + 1e-9 };
      },
    };
  },
};

describe("hashEnvironment", () => {
  it("is the same for the same behaviour, whatever the source looks like", () => {
    const rewritten: EnvironmentFamily<TargetTask> = {
      ...hitTarget,
      createEnvironment: (theTask) => hitTarget.createEnvironment({ target: theTask.target }),
    };
    expect(hashEnvironment(hitTarget)).toMatch(/^[0-9a-f]{64}$/);
    expect(hashEnvironment(rewritten)).toBe(hashEnvironment(hitTarget));
  });

  it.each([
    ["its id", { ...hitTarget, id: "hit-target@2" }],
    ["its horizon", { ...hitTarget, horizon: 4 }],
    ["a bound of a space", { ...hitTarget, observationSpace: box({ low: 0, shape: [1] }) }],
    ["its tasks", { ...hitTarget, sampleTasks: () => [{ target: 1 }] }],
    ["a reward", shifted],
  ])("changes with %s", (_what, environment: EnvironmentFamily) => {
    expect(hashEnvironment(environment)).not.toBe(hashEnvironment(hitTarget));
  });
});
