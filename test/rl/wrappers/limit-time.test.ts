import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/random.ts";
import { collectRollout } from "../../../src/rl/rollout.ts";
import { limitTime } from "../../../src/rl/wrappers/limit-time.ts";
import { walk } from "../toy-environments.ts";
import { play, sled } from "./families.ts";

describe("limitTime", () => {
  it("truncates episodes at another horizon, and leaves the environment's own ends", () => {
    // The walk's horizon is 6.
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 5 }),
        fc.integer({ min: 1, max: 12 }),
        (lengths, horizon) => {
          const rollout = collectRollout({
            environment: limitTime(walk, { horizon }),
            tasks: lengths.map((length) => ({ length, end: "terminated" })),
            episodesPerTask: 1,
            streams: (task) => createRandom(task),
            act: (_observations, _rngs, actions) => actions.fill(1),
          });
          expect(rollout.steps).toBe(horizon);
          expect(Array.from(rollout.lengths)).toEqual(lengths.map((n) => Math.min(n, horizon)));
          expect(Array.from(rollout.terminated)).toEqual(lengths.map((n) => Number(n <= horizon)));
        },
      ),
      { numRuns: 30 },
    );
  });

  it("changes nothing but the horizon", () => {
    const limited = limitTime(sled, { horizon: 2 });
    expect(limited).toMatchObject({ id: "sled@test-h2", horizon: 2, observesTask: false });
    const { observationSpace, actionSpace, plane } = limited;
    expect({ observationSpace, actionSpace, plane }).toEqual({
      observationSpace: sled.observationSpace,
      actionSpace: sled.actionSpace,
      plane: sled.plane,
    });
    const task = { slope: 0.25 };
    const [only] = play(limited, { task, actions: [[0.5, 4]] }).steps;
    expect(only).toMatchObject({ reward: 0.125, truncated: false });
    expect(limited.render?.(task, [])).toBe(sled.render?.(task, []));
  });

  it("knows an optimal return for the old horizon only", () => {
    expect(limitTime(sled, { horizon: 3 })).not.toHaveProperty("optimalReturn");
    expect(limitTime(sled, { horizon: 4 }).optimalReturn?.({ slope: -0.5 })).toBe(2);
  });

  it("rejects a horizon that is no positive integer", () => {
    expect(() => limitTime(walk, { horizon: 2.5 })).toThrow(
      "limitTime.horizon: must be an integer >= 1, got 2.5",
    );
  });
});
