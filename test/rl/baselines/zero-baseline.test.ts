import { describe, expect, it } from "vitest";
import { zeroBaseline } from "../../../src/rl/baselines/zero-baseline.ts";
import { createRollout } from "../rollouts.ts";

describe("zeroBaseline", () => {
  it("predicts 0 for every step and every last observation", () => {
    const { values, finalValues } = zeroBaseline({ rollout: createRollout() });
    expect(values).toEqual(new Float64Array(12));
    expect(finalValues()).toEqual(new Float64Array(4));
  });
});
