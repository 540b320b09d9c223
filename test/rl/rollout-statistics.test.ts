import { describe, expect, it } from "vitest";
import {
  environmentSteps,
  episodeReturns,
  meanReturn,
  taskReturns,
} from "../../src/rl/rollout-statistics.ts";
import { createRollout } from "./rollouts.ts";

describe("the statistics of a rollout", () => {
  it("are undiscounted returns: of episodes, averaged over a task, averaged over all", () => {
    const rollout = createRollout();
    expect(Array.from(episodeReturns(rollout))).toEqual([6, 10, -3, 1]);
    expect(Array.from(taskReturns(rollout))).toEqual([8, -1]);
    expect(meanReturn(rollout)).toBe(3.5);
  });

  it("count steps without padding", () => {
    expect(environmentSteps(createRollout())).toBe(9);
  });
});
