import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cornerPrompDense as dense,
  cornerPrompSparse as sparse,
  createCorner,
} from "../../envs/corner.ts";
import type { CornerTask } from "../../envs/corner.ts";
import { createRandom } from "../../src/random.ts";
import { play, playActions, sum } from "./play.ts";

const versions = [sparse, dense];
const goal = [2, 2] as const;

/** Walks from wherever the episode starts to each of the points in turn, by actions that are not clipped. */
function visit(
  reward: "sparse" | "dense",
  task: CornerTask,
  points: readonly (readonly [number, number])[],
): readonly number[] {
  const family = createCorner({ version: "test", reward, actionScale: 1 });
  const targets = points.flatMap((point) => Array.from({ length: 20 }, () => point));
  const { observations, rewards } = play(family, {
    task,
    steps: targets.length,
    choose: (at, step) => at.map((x, axis) => targets[step]![axis]! - x),
  });
  expect(observations[targets.length]).toBeAllClose(points.at(-1)!, { rtol: 1e-6, atol: 1e-7 });
  return rewards;
}

describe.each(versions)("$id", (family) => {
  it("observes the position, and stretches moves up to 0.2 to actions up to 10", () => {
    expect(family.observationSpace).toMatchObject({ kind: "box", shape: [2] });
    expect(family.actionSpace).toMatchObject({ kind: "box", low: [-10, -10], high: [10, 10] });
    expect(family.horizon).toBe(100);
    expect(family.plane).toMatchObject({ axes: [0, 1], range: [-3, 3] });
    expect(family.plane?.goal?.({ goal })).toEqual([2, 2]);
  });

  it("starts uniformly in the square of half width 0.2", () => {
    const starts = Array.from(
      { length: 2500 },
      (_, seed) => play(family, { task: { goal }, choose: () => [], steps: 0, seed }).observations,
    ).flatMap(([first]) => first!);
    expect(Math.max(...starts.map(Math.abs))).toBeLessThanOrEqual(0.2);
    // Mean 0 and mean square 0.04/3 within 5 standard errors of 5000 draws: std 0.2/√3 and 0.04 · √(1/5 − 1/9).
    const bound = 5 / Math.sqrt(5000);
    expect(Math.abs(sum(starts) / 5000)).toBeLessThan((bound * 0.2) / Math.sqrt(3));
    const square = sum(starts.map((x) => x * x)) / 5000;
    expect(Math.abs(square - 0.04 / 3)).toBeLessThan(bound * 0.04 * Math.sqrt(1 / 5 - 1 / 9));
  });

  it("moves by 0.02 times the action, clipped to 0.2", () => {
    const { observations } = playActions(family, { goal }, [
      [5, -2.5],
      [70, -70],
    ]);
    const [x, y] = observations[0]!;
    expect(observations[1]).toBeAllClose([x! + 0.1, y! - 0.05], { rtol: 1e-6 });
    expect(observations[2]).toBeAllClose([x! + 0.3, y! - 0.25], { rtol: 1e-6 });
  });

  it("draws the four corners alike", () => {
    const counts = new Map<string, number>();
    for (const task of family.sampleTasks(createRandom(1), 4000)) {
      counts.set(task.goal.join(), (counts.get(task.goal.join()) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(["-2,-2", "-2,2", "2,-2", "2,2"]);
    // Each count is binomial with mean 1000 and a standard deviation of √(1000 · 3/4).
    for (const n of counts.values()) expect(Math.abs(n - 1000)).toBeLessThan(5 * Math.sqrt(750));
  });

  it("is never terminated, not even in the corner", () => {
    const choose = (at: readonly number[]): readonly number[] => at.map((x) => 50 * (2 - x));
    const { observations, terminated } = play(family, { task: { goal }, choose });
    expect(observations).toHaveLength(101);
    expect(observations[100]).toBeAllClose([2, 2]);
    expect(terminated).toBe(false);
  });
});

describe("cornerPrompDense", () => {
  it("rewards with minus the distance after the move", () => {
    // (0.5, 0) is √(1.5² + 2²) = 2.5 from the goal.
    expect(visit("dense", { goal }, [[0.5, 0]]).at(-1)).toBeCloseTo(-2.5, 6);
    expect(visit("dense", { goal }, [[2, 2]]).at(-1)).toBeCloseTo(0, 6);
  });
});

describe("cornerPrompSparse", () => {
  /** What the last of two moves is rewarded with. */
  const lastMove = (from: readonly [number, number], to: readonly [number, number]): number => {
    const rewards = visit("sparse", { goal }, [from, to]);
    return rewards[20]!;
  };

  it("rewards progress to the goal where it is the nearest corner", () => {
    // From (0.5, 0) to (0.5, 0.2): √(1.5² + 2²) − √(1.5² + 1.8²) = 2.5 − √5.49.
    expect(lastMove([0.5, 0], [0.5, 0.2])).toBeCloseTo(2.5 - Math.sqrt(5.49), 6);
    // And away from it, from there to (0.5, 0.1): √5.49 − √(1.5² + 1.9²) = √5.49 − √5.86.
    expect(lastMove([0.5, 0.2], [0.5, 0.1])).toBeCloseTo(Math.sqrt(5.49) - Math.sqrt(5.86), 6);
  });

  it("is 0 where the move ends less than 0.5 from the origin, by |x| + |y|", () => {
    expect(lastMove([0.1, 0.1], [0.24, 0.25])).toBe(0);
    // From there to (0.26, 0.25), the sum is 0.51: √(1.76² + 1.75²) − √(1.74² + 1.75²).
    const progress = Math.sqrt(1.76 ** 2 + 1.75 ** 2) - Math.sqrt(1.74 ** 2 + 1.75 ** 2);
    expect(lastMove([0.24, 0.25], [0.26, 0.25])).toBeCloseTo(progress, 6);
    // Back into the middle: only where a move ends counts.
    expect(lastMove([0.26, 0.25], [0.24, 0.25])).toBe(0);
  });

  it("is 0 where another corner is nearer, and not on the line between two", () => {
    expect(lastMove([-1, 0.5], [-0.9, 0.6])).toBe(0);
    expect(lastMove([0.6, -0.2], [0.6, -0.1])).toBe(0);
    expect(lastMove([0.6, -0.1], [0.6, 0.05])).toBeGreaterThan(0);
  });

  it("adds up to the way made towards the goal while the point stays in its quadrant", () => {
    const point = fc.tuple(
      fc.double({ min: 0.5, max: 2.5, noNaN: true }),
      fc.double({ min: 0.5, max: 2.5, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 5 }), (points) => {
        const rewards = visit("sparse", { goal }, [[1, 1], ...points]).slice(20);
        const [x, y] = points.at(-1)!;
        expect(sum(rewards)).toBeCloseTo(Math.SQRT2 - Math.hypot(x - 2, y - 2), 4);
      }),
      { numRuns: 30 },
    );
  });

  it("pays again and again for crossing the line to the next corner", () => {
    // To and fro between (−0.1, 2) and (0.1, 2): 2.1 − 1.9 for each move back, 0 for each move away.
    const rewards = visit("sparse", { goal }, [[0.1, 2]]);
    expect(Math.max(...rewards)).toBeLessThan(0.3);
    const crossings = Array.from({ length: 5 }, () => [
      [-0.1, 2],
      [0.1, 2],
    ]).flat() as [number, number][];
    const after = visit("sparse", { goal }, [[0.1, 2], ...crossings]).slice(20);
    expect(sum(after)).toBeCloseTo(5 * 0.2, 5);
  });

  it("draws where progress is rewarded", () => {
    const walk = playActions(sparse, { goal: [-2, 2] }, [[-10, 0]]);
    const lines = (sparse.render?.({ goal: [-2, 2] }, [walk]) ?? "").split("\n");
    expect(lines[0]).toBe("x, y from -3 to 3   S start   G goal   : progress is rewarded");
    // Columns are 6/41 wide: the quadrant x ≤ 0 takes columns 0 to 20, the goal lies in (−2 + 3) · 41/6 = 6.
    expect(lines[2]).toBe(`|${":".repeat(21)}${" ".repeat(20)}|`);
    expect(lines[2 + 3]).toBe(`|${":".repeat(6)}G${":".repeat(14)}${" ".repeat(20)}|`);
    // In the middle row, y = 0, |x| ≥ 0.5 takes columns up to 16, whose centre is −0.585.
    expect(lines[2 + 10]).toMatch(/^\|:{17}[ Sa]{24}\|$/);
    expect(lines[2 + 11]).not.toContain(":");
    expect(dense.render?.({ goal: [2, 2] }, [])).not.toContain(":");
  });
});
