import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  createSparseSemicircle,
  sparseSemicirclePearl as pearl,
  sparseSemicircleVaribad as varibad,
} from "../../envs/sparse-semicircle.ts";
import { createRandom } from "../../src/random.ts";
import { ROOT } from "../support/root.ts";
import { play, playActions, sum } from "./play.ts";

const versions = [pearl, varibad];

describe.each(versions)("$id", (family) => {
  it("observes the position and takes actions from -1 to 1", () => {
    expect(family.observationSpace).toMatchObject({ kind: "box", shape: [2] });
    expect(family.actionSpace).toMatchObject({ kind: "box", low: [-1, -1], high: [1, 1] });
    expect(family.plane).toMatchObject({ axes: [0, 1], range: [-1.3, 1.3] });
    expect(family.plane?.goal?.({ goal: [0.6, 0.8] })).toEqual([0.6, 0.8]);
  });

  it("starts at the origin and moves by a tenth of the action, clipped to 1", () => {
    const { observations } = playActions(family, { goal: [1, 0] }, [
      [0.5, -0.25],
      [7, -7],
    ]);
    expect(observations[0]).toEqual([0, 0]);
    expect(observations[1]).toBeAllClose([0.05, -0.025], { rtol: 1e-6 });
    expect(observations[2]).toBeAllClose([0.15, -0.125], { rtol: 1e-6 });
  });

  it("rewards with 1 minus the distance up to 0.2 from the goal, and with 0 elsewhere", () => {
    // To the goal (1, 0) along x: 7 steps lead to 0.7, where the distance is 0.3; the next ones to 0.2, 0.1, 0 and 0.1.
    const { rewards, terminated } = playActions(
      family,
      { goal: [1, 0] },
      Array.from({ length: 11 }, () => [1, 0]),
    );
    expect(rewards.slice(0, 7)).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect(rewards.slice(7)).toBeAllClose([0.8, 0.9, 1, 0.9], { rtol: 1e-6 });
    expect(terminated).toBe(false);
  });

  it("is 0 just outside of the goal's radius, in any direction", () => {
    // From (0.8, 0.6) by (0.12, 0.16): the distance is 0.2. A hundredth closer is rewarded, a hundredth farther is not.
    const goal = [0.8, 0.6] as const;
    const reach = (scale: number): number => {
      const target = [0.8 - 0.12 * scale, 0.6 - 0.16 * scale];
      return play(family, { task: { goal }, choose: () => target.map((x) => x * 1.25), steps: 8 })
        .rewards[7]!;
    };
    expect(reach(0.99)).toBeCloseTo(1 - 0.198, 6);
    expect(reach(1.01)).toBe(0);
  });

  it("has the return of the straight walk as its optimum", () => {
    // (0.28, 0.96): x arrives at step 3; y is 0.7 after 7 steps, too far, then 0.8, 0.9 and, from step 10 on, there:
    // distances 0.16, 0.06, 0, 0, …: 0.84 + 0.94 + (horizon − 9).
    const goal = [0.28, 0.96] as const;
    const optimum = 0.84 + 0.94 + (family.horizon - 9);
    expect(family.optimalReturn?.({ goal })).toBeCloseTo(optimum, 6);
    // At (1, 0) the eighth step leads to the rim: 0.8 + 0.9 + (horizon − 9).
    expect(family.optimalReturn?.({ goal: [1, 0] })).toBeCloseTo(1.7 + family.horizon - 9, 6);
  });

  it("attains its optimum by walking towards the goal, and never exceeds it", () => {
    const angle = fc.double({ min: 0, max: Math.PI, noNaN: true });
    const noise = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(angle, noise, fc.nat(), (radians, scale, seed) => {
        const goal = [Math.cos(radians), Math.sin(radians)] as const;
        const rng = createRandom(seed);
        const walk = (spread: number): number => {
          const choose = (at: readonly number[]): readonly number[] =>
            goal.map((g, axis) => 10 * (g - at[axis]!) + spread * rng.normal());
          return sum(play(family, { task: { goal }, choose }).rewards);
        };
        const optimum = family.optimalReturn?.({ goal }) ?? NaN;
        expect(walk(scale)).toBeLessThanOrEqual(optimum + 1e-4);
        // Where a step leads to the rim itself, rounding may decide.
        const rims = [7, 8].map((steps) =>
          Math.hypot(...goal.map((g) => Math.max(Math.abs(g) - 0.1 * steps, 0))),
        );
        if (rims.some((distance) => Math.abs(distance - 0.2) < 1e-5)) return;
        expect(walk(0)).toBeCloseTo(optimum, 4);
      }),
    );
  });

  it("draws its map with the rewarded disc", () => {
    const task = { goal: [0, 1] as const };
    const walk = playActions(family, task, [
      [1, 0],
      [1, 0],
    ]);
    const lines = (family.render?.(task, [walk]) ?? "").split("\n");
    expect(lines[0]).toBe("x, y from -1.3 to 1.3   S start   G goal   : reward");
    // Rows are 2.6/21 = 0.124 high: y = 0 is in row 10 from the top, 1 in row 2 (1.3 − 1 = 0.3). The disc is 0.4 wide at
    // its middle, 6.3 columns of 2.6/41; the centre of row 2, 0.99, is near it, rows 1 and 3 are 0.114 and 0.133 off.
    expect(lines.slice(2, 7)).toEqual([
      `|${" ".repeat(41)}|`,
      `|${" ".repeat(18)}:::::${" ".repeat(18)}|`,
      `|${" ".repeat(17)}:::G:::${" ".repeat(17)}|`,
      `|${" ".repeat(18)}:::::${" ".repeat(18)}|`,
      `|${" ".repeat(41)}|`,
    ]);
    expect(lines[12]).toBe(`|${" ".repeat(20)}Saaa${" ".repeat(17)}|`);
    expect(lines.at(-1)).toBe("a  episode 1: return 0.00, 2 steps, ends at (0.20, 0.00)");
  });
});

describe("sparseSemicirclePearl", () => {
  it("lasts 20 steps and draws from 100 evenly spaced goals", () => {
    expect(pearl.horizon).toBe(20);
    const count = 10000;
    const counts = new Array<number>(100).fill(0);
    for (const { goal } of pearl.sampleTasks(createRandom(1), count)) {
      const index = (Math.atan2(goal[1], goal[0]) / Math.PI) * 99;
      expect(index).toBeCloseTo(Math.round(index), 9);
      counts[Math.round(index)]! += 1;
    }
    // Each count is binomial with mean 100 and a standard deviation of √(100 · 0.99).
    for (const n of counts) expect(Math.abs(n - 100)).toBeLessThan(5 * Math.sqrt(99));
  });
});

describe("sparseSemicircleVaribad", () => {
  it("lasts 100 steps and draws goals uniformly from the half circle", () => {
    expect(varibad.horizon).toBe(100);
    const goals = varibad.sampleTasks(createRandom(1), 10000).map((task) => task.goal);
    expect(goals.map(([x, y]) => Math.hypot(x, y))).toBeAllClose(goals.map(() => 1));
    const fractions = goals.map(([x, y]) => Math.atan2(y, x) / Math.PI);
    expect(Math.min(...fractions)).toBeGreaterThanOrEqual(0);
    // Mean 1/2 and mean square 1/3 within 5 standard errors of 10000 draws: std √(1/12) and √(1/5 − 1/9).
    const mean = sum(fractions) / 10000;
    const square = sum(fractions.map((f) => f * f)) / 10000;
    expect(Math.abs(mean - 1 / 2)).toBeLessThan((5 / 100) * Math.sqrt(1 / 12));
    expect(Math.abs(square - 1 / 3)).toBeLessThan((5 / 100) * Math.sqrt(1 / 5 - 1 / 9));
  });
});

describe("docs/environments/sparse-semicircle.md", () => {
  it("states the optimal returns, averaged over goals", () => {
    const optimum = (family: typeof pearl, fractions: readonly number[]): number =>
      sum(
        fractions.map((fraction) => {
          const angle = Math.PI * fraction;
          return family.optimalReturn?.({ goal: [Math.cos(angle), Math.sin(angle)] }) ?? NaN;
        }),
      ) / fractions.length;
    const all = optimum(
      pearl,
      Array.from({ length: 100 }, (_, i) => i / 99),
    );
    const grid = optimum(
      varibad,
      Array.from({ length: 10000 }, (_, i) => (i + 0.5) / 10000),
    );
    const page = readFileSync(join(ROOT, "docs/environments/sparse-semicircle.md"), "utf8");
    expect(page).toContain(`${all.toFixed(2)} in \`pearl\` and ${grid.toFixed(2)} in \`varibad\``);
  });
});

describe("createSparseSemicircle", () => {
  it("takes a horizon and a number of goals", () => {
    const family = createSparseSemicircle({ version: "test", horizon: 7, goals: 2 });
    expect(family).toMatchObject({ id: "sparse-semicircle@test", horizon: 7 });
    const xs = family.sampleTasks(createRandom(0), 20).map((task) => task.goal[0]);
    expect(new Set(xs)).toEqual(new Set([1, -1]));
  });

  it.each([1, 2.5, NaN])("rejects %d goals", (goals) => {
    expect(() => createSparseSemicircle({ version: "test", horizon: 7, goals })).toThrow(
      `createSparseSemicircle.goals: must be an integer >= 2, got ${goals}`,
    );
  });
});
