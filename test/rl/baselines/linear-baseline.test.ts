import { describe, expect, it } from "vitest";
import { fitBaseline, predictBaseline } from "../../../src/rl/baselines/fit-baseline.ts";
import { linearBaseline } from "../../../src/rl/baselines/linear-baseline.ts";
import { createRollout } from "../rollouts.ts";

describe("linearBaseline", () => {
  it("fits each task to its own data, and predicts its steps and last observations", () => {
    const rollout = createRollout();
    const returns = Float64Array.from({ length: 12 }, (_, at) => Math.sin(at));
    const { values, finalValues } = linearBaseline(0.1)({ rollout, returns });
    for (const task of [0, 1]) {
      const rows = [task * 6, (task + 1) * 6] as const;
      const episodes = [task * 2, (task + 1) * 2] as const;
      const observations = rollout.observations.slice(...rows);
      const lengths = rollout.lengths.slice(...episodes);
      const weights = fitBaseline({ observations, lengths, returns: returns.slice(...rows) }, 0.1);
      expect(values.slice(...rows)).toEqual(
        predictBaseline(weights, observations, [0, 1, 2, 0, 1, 2]),
      );
      expect(finalValues().slice(...episodes)).toEqual(
        predictBaseline(weights, rollout.lastObservations.slice(...episodes), lengths),
      );
    }
  });

  it("rejects a ridge that is not positive", () => {
    expect(() => linearBaseline(-1)).toThrow("linearBaseline: ridge must be positive, got -1");
    expect(() => linearBaseline(NaN)).toThrow("linearBaseline: ridge must be positive, got NaN");
  });
});
