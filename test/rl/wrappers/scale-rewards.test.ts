import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { limitTime } from "../../../src/rl/wrappers/limit-time.ts";
import { scaleRewards } from "../../../src/rl/wrappers/scale-rewards.ts";
import { walk } from "../toy-environments.ts";
import { play, renderedEpisodes, sled, toTrajectory } from "./families.ts";

const task = { slope: 1 };
const actions = [
  [0.5, 0],
  [-2, 0],
  [3, 0],
];

describe("scaleRewards", () => {
  it("multiplies by the scale, then adds the shift", () => {
    const scaled = scaleRewards(sled, { scale: -2, shift: 0.5 });
    expect(scaled.id).toBe("sled@test-rewards-xm2-plus-0.5");
    const played = play(scaled, { task, actions });
    expect(played.steps.map(({ reward }) => reward)).toEqual([-0.5, 4.5, -5.5]);
    const trial = toTrajectory(played, actions);
    expect(renderedEpisodes(scaled, task, [trial])).toEqual([{ ...trial, rewards: [0.5, -2, 3] }]);
  });

  it("changes nothing but the id with a scale of 1", () => {
    const same = scaleRewards(sled, { scale: 1 });
    expect(same.id).toBe("sled@test-rewards-x1");
    fc.assert(
      fc.property(fc.array(fc.float({ noNaN: true, min: 1, max: 9 })), fc.nat(), (xs, seed) => {
        const played = { task, actions: xs.map((x) => [x, 0]), seed };
        // A limit of the same horizon compares with float32 rewards, too.
        expect(play(same, played)).toEqual(play(limitTime(sled, { horizon: 4 }), played));
      }),
      { numRuns: 30 },
    );
  });

  it("composes to the product of scales", () => {
    const twice = scaleRewards(scaleRewards(sled, { scale: 4 }), { scale: 0.5 }); // exact in binary
    const once = scaleRewards(sled, { scale: 2 });
    expect(twice.id).toBe("sled@test-rewards-x4-rewards-x0.5");
    expect(play(twice, { task, actions })).toEqual(play(once, { task, actions }));
    expect(twice.optimalReturn?.({ slope: -0.5 })).toBe(once.optimalReturn?.({ slope: -0.5 }));
  });

  it("scales the optimal return where it stays the optimum", () => {
    expect(scaleRewards(sled, { scale: 3 }).optimalReturn?.({ slope: -0.5 })).toBe(6); // 3 · 4 · 0.5
    const single = { ...sled, horizon: 1, optimalReturn: () => 0.5 };
    expect(scaleRewards(single, { scale: 2, shift: -1 }).optimalReturn?.(task)).toBe(0);
    expect(scaleRewards(sled, { scale: 2, shift: -1 })).not.toHaveProperty("optimalReturn");
    expect(scaleRewards(sled, { scale: -1 })).not.toHaveProperty("optimalReturn");
    expect(scaleRewards(walk, { scale: 2 })).not.toHaveProperty("optimalReturn");
  });

  it("rejects numbers that are not finite, and a scale of 0", () => {
    expect(() => scaleRewards(sled, { scale: 0 })).toThrow(
      "scaleRewards.scale: must be finite and not 0, got 0",
    );
    expect(() => scaleRewards(sled, { scale: NaN })).toThrow(
      "scaleRewards.scale: must be finite and not 0, got NaN",
    );
    expect(() => scaleRewards(sled, { scale: 1, shift: Infinity })).toThrow(
      "scaleRewards.shift: must be finite, got Infinity",
    );
  });
});
