import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createMomentum, momentum1 } from "../../envs/momentum.ts";
import { createRandom } from "../../src/random.ts";
import { play, playActions, sum } from "./play.ts";

const mass = fc.double({ min: 0.5, max: 2, noNaN: true });

describe("momentum1", () => {
  it("observes position and velocity, and takes actions from -1 to 1", () => {
    expect(momentum1).toMatchObject({
      id: "momentum@1",
      observationSpace: { kind: "box", shape: [4] },
      actionSpace: { kind: "box", low: [-1, -1], high: [1, 1] },
      horizon: 100,
      plane: { axes: [0, 1], range: [-0.7, 0.7] },
    });
    expect(momentum1.plane?.goal?.({ goal: [0.1, 0.2], mass: 1 })).toEqual([0.1, 0.2]);
  });

  it("draws goals from the square of half width 0.5 and masses from 0.5 to 2 kg, uniformly", () => {
    const count = 5000;
    const tasks = momentum1.sampleTasks(createRandom(1), count);
    const drawn = [
      { low: -0.5, high: 0.5, values: tasks.map((task) => task.goal[0]) },
      { low: -0.5, high: 0.5, values: tasks.map((task) => task.goal[1]) },
      { low: 0.5, high: 2, values: tasks.map((task) => task.mass) },
    ];
    for (const { low, high, values } of drawn) {
      expect(Math.min(...values)).toBeGreaterThanOrEqual(low);
      expect(Math.max(...values)).toBeLessThanOrEqual(high);
      // The mean of 5000 draws within 5 standard errors; the standard deviation is (high − low)/√12.
      const error = (high - low) / Math.sqrt(12 * count);
      expect(Math.abs(sum(values) / count - (low + high) / 2)).toBeLessThan(5 * error);
    }
  });

  it("accelerates first and moves by the new velocity", () => {
    // 1 kg: v = 0.1 · 1 = 0.1, x = 0.01; then v = 0.1 + 0.1 · (1 − 0.1) = 0.19, x = 0.01 + 0.019 = 0.029.
    const light = playActions(momentum1, { goal: [0, 0], mass: 1 }, [
      [1, -0.5],
      [1, -0.5],
    ]);
    expect(light.observations).toBeAllClose(
      [
        [0, 0, 0, 0],
        [0.01, -0.005, 0.1, -0.05],
        [0.029, -0.0145, 0.19, -0.095],
      ],
      { rtol: 1e-6 },
    );
    // 2 kg: v = 0.05, x = 0.005; then v = 0.05 + 0.05 · (1 − 0.05) = 0.0975, x = 0.01475.
    const heavy = playActions(momentum1, { goal: [0, 0], mass: 2 }, [
      [1, 0],
      [1, 0],
    ]);
    expect(heavy.observations[2]).toBeAllClose([0.01475, 0, 0.0975, 0], { rtol: 1e-6 });
  });

  it("clips the force", () => {
    const task = { goal: [0, 0] as const, mass: 1 };
    const [clipped, full] = [7, 1].map((a) => playActions(momentum1, task, [[a, -a]]));
    expect(clipped?.observations).toEqual(full?.observations);
  });

  it("rewards with minus the distance after the move, and never terminates", () => {
    // After the first step above, (0.01, 0) is √(0.3² + 0.4²) = 0.5 from (0.31, 0.4).
    const { rewards } = playActions(momentum1, { goal: [0.31, 0.4], mass: 1 }, [[1, 0]]);
    expect(rewards[0]).toBeCloseTo(-0.5, 6);
    const still = play(momentum1, { task: { goal: [0, 0], mass: 1 }, choose: () => [0, 0] });
    expect(still.rewards).toHaveLength(100);
    expect(sum(still.rewards)).toBe(0);
    expect(still.terminated).toBe(false);
  });

  it("approaches the speed at which drag equals the force, geometrically, and coasts to rest", () => {
    fc.assert(
      fc.property(mass, (kilograms) => {
        const { observations } = play(momentum1, {
          task: { goal: [0, 0], mass: kilograms },
          choose: (_, step) => (step < 50 ? [0.6, 0] : [0, 0]),
        });
        // v[n] = 0.6 · (1 − r^n) with r = 1 − 0.1 / mass; then v[n + m] = v[n] · r^m.
        const r = 1 - 0.1 / kilograms;
        for (let n = 0; n <= 50; n++) {
          const speed = 0.6 * (1 - r ** n);
          expect(observations[n]![2]).toBeCloseTo(speed, 6);
          expect(observations[50 + n]![2]).toBeCloseTo(0.6 * (1 - r ** 50) * r ** n, 6);
        }
      }),
      { numRuns: 20 },
    );
  });

  it("keeps each velocity within 1, and the position the sum of velocities", () => {
    fc.assert(
      fc.property(mass, fc.nat(), (kilograms, seed) => {
        const rng = createRandom(seed);
        const drift = 4 * rng.uniform() - 2;
        const { observations } = play(momentum1, {
          task: { goal: [0, 0], mass: kilograms },
          choose: () => [drift + rng.normal(), rng.normal()],
        });
        for (const axis of [0, 1]) {
          const velocities = observations.map((observation) => observation[2 + axis]!);
          expect(Math.max(...velocities.map(Math.abs))).toBeLessThanOrEqual(1);
          expect(observations.at(-1)![axis]).toBeCloseTo(0.1 * sum(velocities), 5);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("lets one who knows the task come to rest at the goal", () => {
    for (const task of momentum1.sampleTasks(createRandom(2), 50)) {
      const { observations } = play(momentum1, {
        task,
        choose: (at) =>
          [0, 1].map((axis) => 4 * (task.goal[axis]! - at[axis]!) - 3 * at[2 + axis]!),
      });
      expect(observations.at(-1)).toBeAllClose([...task.goal, 0, 0], { atol: 0.01 });
    }
  });

  it("is drawn with its mass", () => {
    const task = { goal: [0.35, 0] as const, mass: 0.5 };
    const push = play(momentum1, { task, choose: () => [1, 0], steps: 9 });
    const lines = (momentum1.render?.(task, [push]) ?? "").split("\n");
    expect(lines[0]).toBe("x, y from -0.7 to 0.7   S start   G goal   mass 0.50 kg");
    // v[n] = 1 − 0.8^n, so that x[9] = 0.1 · (9 − 0.8 · (1 − 0.8^9) / 0.2) = 0.5537; a cell is 1.4/41 wide, so that it
    // is in cell 36, the goal in 30.
    expect(lines[2 + 10]).toBe(`|${" ".repeat(20)}S${"a".repeat(9)}G${"a".repeat(6)}    |`);
    expect(lines.at(-1)).toContain("9 steps, ends at (0.55, 0.00)");
  });
});

describe("createMomentum", () => {
  it("takes a range of masses, which may be a single one", () => {
    const family = createMomentum({ version: "test", masses: [0.3, 0.3] });
    expect(family.id).toBe("momentum@test");
    expect(family.sampleTasks(createRandom(0), 3).map((task) => task.mass)).toEqual([
      0.3, 0.3, 0.3,
    ]);
  });

  it.each([
    { masses: [0.05, 1], text: "[0.05, 1]" },
    { masses: [2, 1], text: "[2, 1]" },
    { masses: [1, Infinity], text: "[1, Infinity]" },
    { masses: [NaN, 1], text: "[NaN, 1]" },
  ] as const)("rejects masses $text", ({ masses, text }) => {
    expect(() => createMomentum({ version: "test", masses })).toThrow(
      `createMomentum.masses: must be a finite range from 0.1 or more, got ${text}`,
    );
  });
});
