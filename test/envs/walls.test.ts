import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createWalls, walls1 } from "../../envs/walls.ts";
import type { WallsTask } from "../../envs/walls.ts";
import { createRandom } from "../../src/random.ts";
import type { Environment } from "../../src/rl/environment.ts";
import { play, playActions, sum } from "./play.ts";

type Point = readonly [number, number];

/** Where the built-in walls are, and how far a point stays away from their lines. */
const WALLS = [-0.3, 0.3] as const;
const CLEARANCE = 1e-6;

/** Half a gap's width. */
const HALF_GAP = 0.15;

/** Both gaps around y = 0. */
const open: WallsTask = { goal: [0.9, 0], gaps: [0, 0] };

/** Leads a point along a way of waypoints that no wall is in. */
function lead(environment: Environment, at: Point, ...waypoints: readonly Point[]): void {
  let [x, y] = at;
  for (const [toX, toY] of waypoints) {
    for (let step = 0; step < 25; step++) {
      const result = environment.step([10 * (toX - x), 10 * (toY - y)]);
      [x, y] = Array.from(result.observation as ArrayLike<number>) as unknown as Point;
    }
    expect([x, y]).toBeAllClose([toX, toY], { atol: 1e-6 });
  }
}

/** Where one move from a point in the left room leads to. */
function moveFrom(from: Point, [dx, dy]: Point, task = open): readonly number[] {
  const environment = walls1.createEnvironment(task);
  environment.reset(createRandom(0));
  lead(environment, [-0.65, 0], from);
  return Array.from(environment.step([10 * dx, 10 * dy]).observation as ArrayLike<number>);
}

describe("walls1", () => {
  it("observes a position in the arena and takes actions from -1 to 1", () => {
    expect(walls1).toMatchObject({
      id: "walls@1",
      observationSpace: { kind: "box", low: [-1, -1], high: [1, 1] },
      actionSpace: { kind: "box", low: [-1, -1], high: [1, 1] },
      horizon: 100,
      plane: { axes: [0, 1], range: [-1.1, 1.1] },
    });
    expect(walls1.plane?.goal?.(open)).toEqual([0.9, 0]);
  });

  it("draws goals beyond the walls and gaps inside of the arena, uniformly", () => {
    const count = 4000;
    const tasks = walls1.sampleTasks(createRandom(1), count);
    const drawn = [
      { low: 0.4, high: 0.9, values: tasks.map((task) => task.goal[0]) },
      { low: -0.9, high: 0.9, values: tasks.map((task) => task.goal[1]) },
      { low: -0.8, high: 0.8, values: tasks.map((task) => task.gaps[0]!) },
      { low: -0.8, high: 0.8, values: tasks.map((task) => task.gaps[1]!) },
    ];
    for (const { low, high, values } of drawn) {
      expect(Math.min(...values)).toBeGreaterThanOrEqual(low);
      expect(Math.max(...values)).toBeLessThanOrEqual(high);
      // The mean of 4000 draws within 5 standard errors; the standard deviation is (high − low)/√12.
      const error = (high - low) / Math.sqrt(12 * count);
      expect(Math.abs(sum(values) / count - (low + high) / 2)).toBeLessThan(5 * error);
    }
    expect(tasks.every((task) => task.gaps.length === 2)).toBe(true);
  });

  it("starts in the left room and moves by a tenth of the action, clipped to 1", () => {
    const { observations } = playActions(walls1, open, [
      [0.5, -0.25],
      [7, -7],
    ]);
    expect(observations).toBeAllClose(
      [
        [-0.65, 0],
        [-0.6, -0.025],
        [-0.5, -0.125],
      ],
      { rtol: 1e-6 },
    );
  });

  it("rewards with minus the distance after the move, walls or not, and never terminates", () => {
    // (−0.65, 0) to the goal (0.55, 0.5): √(1.2² + 0.5²) = 1.3.
    const { rewards, terminated } = playActions(walls1, { goal: [0.55, 0.5], gaps: [0, 0] }, [
      [0, 0],
    ]);
    expect(rewards[0]).toBeCloseTo(-1.3, 6);
    expect(terminated).toBe(false);
  });

  it("stops at a wall, where the point slides along", () => {
    const task: WallsTask = { goal: [0.9, 0], gaps: [0.8, 0] };
    const { observations } = playActions(walls1, task, [
      [1, 0],
      [1, 0],
      [1, 0],
      [1, 0.5], // would lead from (−0.35, 0) to (−0.25, 0.05)
      [1, 0.5],
      [0.2, -1],
      [-1, 0],
    ]);
    expect(observations.slice(3)).toBeAllClose(
      [
        [-0.35, 0],
        [-0.3 - CLEARANCE, 0.05],
        [-0.3 - CLEARANCE, 0.1],
        [-0.3 - CLEARANCE, 0],
        [-0.4 - CLEARANCE, 0],
      ],
      { atol: 1e-7 },
    );
  });

  it("lets a move through whose segment meets the wall's line inside of the gap", () => {
    // The gap is |y| < 0.15. Each segment meets x = −0.3 at the fraction s of its way.
    expect(moveFrom([-0.35, 0], [0.1, 0])).toBeAllClose([-0.25, 0], { atol: 1e-6 });
    // s = 0.2, y = 0.14: through, although it ends at y = 0.22.
    expect(moveFrom([-0.32, 0.12], [0.1, 0.1])).toBeAllClose([-0.22, 0.22], { atol: 1e-6 });
    // s = 0.8, y = 0.14: through, although it starts at y = 0.22.
    expect(moveFrom([-0.38, 0.22], [0.1, -0.1])).toBeAllClose([-0.28, 0.12], { atol: 1e-6 });
    expect(moveFrom([-0.38, -0.22], [0.1, 0.1])).toBeAllClose([-0.28, -0.12], { atol: 1e-6 });
  });

  it("stops a move whose segment meets the wall's line outside of the gap", () => {
    const stopped = -0.3 - CLEARANCE;
    // s = 0.8, y = 0.2: stopped, although it starts at y = 0.12.
    expect(moveFrom([-0.38, 0.12], [0.1, 0.1])).toBeAllClose([stopped, 0.22], { atol: 1e-7 });
    // s = 0.2, y = 0.2: stopped, although it slides to y = 0.12, in front of the gap.
    expect(moveFrom([-0.32, 0.22], [0.1, -0.1])).toBeAllClose([stopped, 0.12], { atol: 1e-7 });
    expect(moveFrom([-0.32, -0.22], [0.1, 0.1])).toBeAllClose([stopped, -0.12], { atol: 1e-7 });
  });

  it("stops at the same places from the right", () => {
    const environment = walls1.createEnvironment(open);
    environment.reset(createRandom(0));
    lead(environment, [-0.65, 0], [-0.25, 0], [-0.25, 0.5]);
    const back = environment.step([-1, 0.1]);
    expect(back.observation).toBeAllClose([-0.3 + CLEARANCE, 0.51], { atol: 1e-7 });
    lead(environment, [-0.3, 0.51], [0.25, 0.5]);
    const on = environment.step([1, 0]);
    expect(on.observation).toBeAllClose([0.3 - CLEARANCE, 0.5], { atol: 1e-7 });
  });

  it("keeps inside of the arena, where y slides along the outer walls, too", () => {
    const moves = [...Array.from({ length: 12 }, () => [-1, 1]), [-1, -0.5], [0.5, 1]];
    const { observations } = playActions(walls1, open, moves);
    expect(observations.slice(-3)).toBeAllClose(
      [
        [-1, 1],
        [-1, 0.95],
        [-0.95, 1],
      ],
      { rtol: 1e-6 },
    );
  });

  it("never crosses a wall but through its gap, nor touches one", () => {
    let [crossings, stops] = [0, 0];
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const rng = createRandom(seed);
        const task = walls1.sampleTasks(rng.split("task"), 1)[0]!;
        const drift = 2 * rng.uniform() - 0.5; // mostly to the right, where the walls are
        const { observations, actions } = play(walls1, {
          task,
          // Along y to a gap in half of the episodes, at random in the others.
          choose: ([x = 0, y = 0]) => [
            drift + rng.normal(),
            seed % 2 === 0 ? rng.normal() : 5 * (task.gaps[x < 0 ? 0 : 1]! - y) + rng.normal(),
          ],
        });
        for (const [step, to] of observations.slice(1).entries()) {
          const from = observations[step]!;
          const [dx, dy] = actions[step]!.map((a) => 0.1 * Math.min(Math.max(a, -1), 1)) as [
            number,
            number,
          ];
          expect(Math.max(...to.map(Math.abs))).toBeLessThanOrEqual(1);
          expect(to[1]).toBeCloseTo(Math.min(Math.max(from[1]! + dy, -1), 1), 6);
          for (const [i, wall] of WALLS.entries()) {
            expect(Math.abs(to[0]! - wall)).toBeGreaterThan(0.9 * CLEARANCE);
            const meets = (from[0]! - wall) * (from[0]! + dx - wall) < 0;
            const y = Math.min(Math.max(from[1]! + (dy * (wall - from[0]!)) / dx, -1), 1);
            const crosses = (from[0]! - wall) * (to[0]! - wall) < 0;
            if (crosses) expect(Math.abs(y - task.gaps[i]!)).toBeLessThan(HALF_GAP + 1e-6);
            else if (meets) expect(Math.abs(y - task.gaps[i]!)).toBeGreaterThan(HALF_GAP - 1e-6);
            crossings += Number(crosses);
            stops += Number(meets && !crosses);
          }
        }
      }),
    );
    expect(crossings).toBeGreaterThan(50);
    expect(stops).toBeGreaterThan(50);
  });

  it("lets one who knows the task reach the goal, whatever the gaps", () => {
    for (const task of walls1.sampleTasks(createRandom(3), 50)) {
      const way: Point[] = [
        ...WALLS.flatMap((wall, i): Point[] => [
          [wall - 0.05, task.gaps[i]!],
          [wall + 0.05, task.gaps[i]!],
        ]),
        task.goal,
      ];
      let next = 0;
      const { rewards } = play(walls1, {
        task,
        choose: (at) => {
          const isThere = at.every((x, axis) => Math.abs(x - way[next]![axis]!) < 1e-3);
          if (isThere && next < way.length - 1) next++;
          return at.map((x, axis) => 10 * (way[next]![axis]! - x));
        },
      });
      expect(rewards.at(-1)).toBeGreaterThan(-1e-3);
    }
  });

  it("draws its walls over the paths", () => {
    const walk = play(walls1, { task: open, choose: () => [1, 0], steps: 10 });
    const lines = (walls1.render?.({ ...open, gaps: [0, 0.8] }, [walk]) ?? "").split("\n");
    expect(lines[0]).toBe("x, y from -1.1 to 1.1   S start   G goal   # wall");
    // Columns are 2.2/41 wide: −1 and 1 are in 1 and 39, −0.3 and 0.3 in 14 and 26, −0.65 in 8, 0.35 in 27, 0.9 in 37.
    // Rows are 2.2/21 high: 1 and −1 are in the first and the last, 0 in the middle one.
    expect(lines[2]).toBe(`| ${"#".repeat(39)} |`);
    expect(lines[2 + 10]).toBe(`| #${" ".repeat(6)}S${"a".repeat(17)}#a${" ".repeat(9)}G # |`);
    expect(lines[2 + 5]).toBe(`| #${" ".repeat(12)}#${" ".repeat(11)}#${" ".repeat(12)}# |`);
    // The second gap, from 0.65 to 0.95, is open in the rows whose y is between: 2 and 3 from the top, 0.79 and 0.89.
    expect(lines[2 + 2]?.[27]).toBe(" ");
    expect(lines[2 + 3]?.[27]).toBe(" ");
  });
});

describe("createWalls", () => {
  it("takes any number of walls, and gaps of another width", () => {
    const family = createWalls({ version: "test", walls: [-0.5, -0.45, 0.2], gapWidth: 0.1 });
    expect(family.id).toBe("walls@test");
    const task = family.sampleTasks(createRandom(0), 1)[0]!;
    expect(task.gaps).toHaveLength(3);
    const end = (gaps: number[]): number =>
      playActions(family, { goal: [0.5, 0], gaps }, [
        [1, 0],
        [1, 0],
      ]).observations[2]![0]!;
    // 0.2 from the start is the second wall's line, on which no point rests.
    expect(Math.abs(end([0, 0, 0]) + 0.45)).toBeCloseTo(CLEARANCE, 7);
    // From (−0.51, 0), a move by 0.1 meets the first two walls: it goes through both, the first, or none.
    const third = (gaps: number[]): number =>
      playActions(family, { goal: [0.5, 0], gaps }, [
        [1, 0],
        [0.4, 0],
        [1, 0],
      ]).observations[3]![0]!;
    expect(third([0, 0, 0])).toBeCloseTo(-0.41, 6);
    expect(third([0, 0.1, 0])).toBeCloseTo(-0.45 - CLEARANCE, 7);
    expect(third([0.1, 0, 0])).toBeCloseTo(-0.5 - CLEARANCE, 7);
  });

  it("rejects walls out of order or out of place, and gaps that are too wide", () => {
    expect(() => createWalls({ version: "test", walls: [0.1, 0] })).toThrow(
      "createWalls.walls: must be ascending between -0.65 and 0.4, got [0.1, 0]",
    );
    expect(() => createWalls({ version: "test", walls: [0.5] })).toThrow(
      "createWalls.walls: must be ascending between -0.65 and 0.4, got [0.5]",
    );
    expect(() => createWalls({ version: "test", gapWidth: 0.4 })).toThrow(
      "createWalls.gapWidth: must be positive and less than 0.4, got 0.4",
    );
    expect(() => createWalls({ version: "test", gapWidth: NaN })).toThrow(
      "createWalls.gapWidth: must be positive and less than 0.4, got NaN",
    );
  });

  it("rejects a task with another number of gaps", () => {
    expect(() => walls1.createEnvironment({ goal: [0.5, 0], gaps: [0] })).toThrow(
      "walls@1 task: gaps must have 2 elements, got [0]",
    );
  });
});
