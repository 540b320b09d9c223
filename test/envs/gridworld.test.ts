import { describe, expect, it } from "vitest";
import { createGridworld, gridworldVaribad, gridworldVaribadTrials } from "../../envs/gridworld.ts";
import type { GridworldTask } from "../../envs/gridworld.ts";
import { createRandom } from "../../src/random.ts";
import type { EnvironmentFamily, StepResult, Trajectory } from "../../src/rl/environment.ts";

const [STAY, UP, RIGHT, DOWN, LEFT] = [0, 1, 2, 3, 4];

/** -0.1 as a reward comes out of a batch. */
const COST = Math.fround(-0.1);

/** Plays an episode of given actions. */
function play(
  family: EnvironmentFamily<GridworldTask>,
  goal: readonly [number, number],
  actions: readonly number[],
): { readonly trajectory: Trajectory; readonly steps: readonly StepResult[] } {
  const environment = family.createEnvironment({ goal });
  const first = environment.reset(createRandom(0));
  const steps = actions.map((action) => environment.step(action));
  const trajectory = {
    observations: [first, ...steps.map((step) => step.observation)].map((observation) =>
      Array.from(observation as ArrayLike<number>),
    ),
    actions: actions.map((action) => [action]),
    rewards: steps.map((step) => step.reward),
    terminated: false,
  };
  return { trajectory, steps };
}

describe("gridworldVaribad", () => {
  it("has VariBAD's sizes", () => {
    expect(gridworldVaribad).toMatchObject({
      id: "gridworld@varibad",
      observationSpace: { kind: "box", low: [0, 0], high: [4, 4] },
      actionSpace: { kind: "discrete", n: 5 },
      horizon: 15,
      plane: { axes: [0, 1], range: [-0.5, 4.5] },
    });
    expect(gridworldVaribad.plane?.goal?.({ goal: [3, 1] })).toEqual([3, 1]);
  });

  it("draws goals uniformly from the 21 cells outside of the start's corner", () => {
    const count = 21000;
    const counts = new Map<string, number>();
    for (const { goal } of gridworldVaribad.sampleTasks(createRandom(1), count)) {
      counts.set(goal.join(), (counts.get(goal.join()) ?? 0) + 1);
    }
    expect(counts.size).toBe(21);
    for (const corner of ["0,0", "0,1", "1,0", "1,1"]) expect(counts.has(corner)).toBe(false);
    // Each count is binomial with mean 1000 and a standard deviation of √(1000 · 20/21).
    for (const n of counts.values()) {
      expect(Math.abs(n - 1000)).toBeLessThan(5 * Math.sqrt(1000 * (20 / 21)));
    }
  });

  it("moves up, right, down and left from the lower left corner, and stays", () => {
    const { observations } = play(
      gridworldVaribad,
      [4, 4],
      [UP, RIGHT, RIGHT, DOWN, LEFT, STAY],
    ).trajectory;
    expect(observations).toEqual([
      [0, 0],
      [0, 1],
      [1, 1],
      [2, 1],
      [2, 0],
      [1, 0],
      [1, 0],
    ]);
  });

  it("stops at the walls", () => {
    const toCorner = new Array<number>(5).fill(RIGHT);
    const { observations } = play(
      gridworldVaribad,
      [0, 4],
      [DOWN, LEFT, ...toCorner, DOWN],
    ).trajectory;
    expect(observations.slice(0, 3)).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
    expect(observations.slice(-3)).toEqual([
      [4, 0],
      [4, 0],
      [4, 0],
    ]);
    expect(
      play(gridworldVaribad, [4, 0], new Array<number>(6).fill(UP)).trajectory.observations.at(-1),
    ).toEqual([0, 4]);
  });

  it("rewards each step that ends at the goal with 1, others with -0.1, and never ends", () => {
    const { steps } = play(gridworldVaribad, [1, 2], [UP, UP, RIGHT, STAY, UP, DOWN]);
    expect(steps.map((step) => step.reward)).toEqual([COST, COST, 1, 1, COST, 1]);
    expect(steps.some((step) => step.terminated || step.truncated)).toBe(false);
  });

  it("starts in the corner again after a reset", () => {
    const environment = gridworldVaribad.createEnvironment({ goal: [3, 3] });
    environment.reset(createRandom(0));
    environment.step(UP);
    expect(environment.reset(createRandom(0))).toEqual(Float32Array.of(0, 0));
    expect(environment.step(RIGHT).observation).toEqual(Float32Array.of(1, 0));
  });

  it.each([
    // The step that arrives pays: the farthest goal takes 8 steps, 7 of them at -0.1, and 8 of 15 pay.
    { goal: [4, 4] as const, expected: 7 * -0.1 + 8 },
    { goal: [0, 2] as const, expected: -0.1 + 14 },
    { goal: [3, 1] as const, expected: 3 * -0.1 + 12 },
  ])("has the optimal return $expected with the goal at $goal", ({ goal, expected }) => {
    expect(gridworldVaribad.optimalReturn?.({ goal })).toBeCloseTo(expected, 12);
    const way = [...new Array<number>(goal[0]).fill(RIGHT), ...new Array<number>(goal[1]).fill(UP)];
    const actions = [...way, ...new Array<number>(15 - way.length).fill(STAY)];
    const { rewards } = play(gridworldVaribad, goal, actions).trajectory;
    expect(rewards.reduce((sum, reward) => sum + reward, 0)).toBeCloseTo(expected, 5);
  });
});

describe("gridworldVaribadTrials", () => {
  it("has four episodes of 15 steps", () => {
    const { id, horizon, observationSpace } = gridworldVaribadTrials;
    expect([id, horizon]).toEqual(["gridworld@varibad-rl2-n4", 60]);
    // Column, row, five actions, reward and the flag.
    expect(observationSpace).toMatchObject({ kind: "box", shape: [9] });
    const optimum = gridworldVaribadTrials.optimalReturn?.({ goal: [4, 4] });
    expect(optimum).toBeCloseTo(4 * (7 * -0.1 + 8), 12);
  });

  it("goes back to the start after 15 steps and ends after 60", () => {
    const environment = gridworldVaribadTrials.createEnvironment({ goal: [2, 2] });
    environment.reset(createRandom(0));
    const steps = Array.from({ length: 60 }, () => environment.step(UP));
    const observations = steps.map((step) => Array.from(step.observation as Float32Array));
    expect(observations[13]).toEqual([0, 4, 0, 1, 0, 0, 0, COST, 0]);
    expect(observations[14]).toEqual([0, 0, 0, 1, 0, 0, 0, COST, 1]);
    expect(observations[15]).toEqual([0, 1, 0, 1, 0, 0, 0, COST, 0]);
    expect(steps.map((step) => step.truncated).indexOf(true)).toBe(59);
  });

  it("pictures the episodes of a trial", () => {
    const environment = gridworldVaribadTrials.createEnvironment({ goal: [0, 2] });
    const first = environment.reset(createRandom(0));
    const steps = Array.from({ length: 60 }, () => environment.step(UP));
    const trial = {
      observations: [first, ...steps.map((step) => step.observation)].map((observation) =>
        Array.from(observation as Float32Array),
      ),
      actions: steps.map(() => [UP]),
      rewards: steps.map((step) => step.reward),
      terminated: false,
    };
    const lines = gridworldVaribadTrials.render?.({ goal: [0, 2] }, [trial]).split("\n") ?? [];
    // One step in 15 ends at the goal: 1 - 1.4.
    expect(lines).toContainEqual(expect.stringMatching(/^(return -0\.4 *){4}$/));
  });
});

describe("the mean optimal return of gridworldVaribad", () => {
  it("is 232.5 / 21", () => {
    const cells = [0, 1, 2, 3, 4].flatMap((x) => [0, 1, 2, 3, 4].map((y) => [x, y] as const));
    const goals = cells.filter(([x, y]) => x > 1 || y > 1);
    // 15 - 1.1 (d - 1) at distance d; 2, 4, 5, 4, 3, 2 and 1 goals are at distances 2 to 8, so that the d - 1 sum to 75.
    const total = goals.reduce((sum, goal) => sum + gridworldVaribad.optimalReturn!({ goal }), 0);
    expect(goals).toHaveLength(21);
    expect(total).toBeCloseTo(21 * 15 - 1.1 * 75, 10);
  });
});

describe("createGridworld", () => {
  it("makes grids of other sizes, where a goal may be out of reach", () => {
    const family = createGridworld({ version: "test", size: 9, horizon: 3 });
    expect(family.id).toBe("gridworld@test");
    expect(family.observationSpace).toMatchObject({ high: [8, 8] });
    expect(family.optimalReturn?.({ goal: [8, 8] })).toBeCloseTo(-0.3, 12);
    expect(family.optimalReturn?.({ goal: [1, 2] })).toBeCloseTo(2 * -0.1 + 1, 12);
    expect(family.optimalReturn?.({ goal: [2, 2] })).toBeCloseTo(-0.3, 12);
  });

  it("rejects a size that leaves no cell for a goal", () => {
    expect(() => createGridworld({ version: "test", size: 2, horizon: 5 })).toThrow(
      "createGridworld.size: must be an integer >= 3, got 2",
    );
  });

  it("rejects an action that is none of its space", () => {
    expect(() => play(gridworldVaribad, [2, 2], [5])).toThrow(
      "gridworld@varibad step: action must be an element of Discrete(5), got 5",
    );
  });

  it("pictures the task alone where nothing was played", () => {
    expect(gridworldVaribad.render?.({ goal: [3, 1] }, [])).toBe(
      [
        "gridworld@varibad: the best policy earns 11.7",
        "S start, G goal, @ goal reached, ^>v< moves, o stays or ends",
        "",
        ". . . . .",
        ". . . . .",
        ". . . . .",
        ". . . G .",
        "S . . . .",
      ].join("\n"),
    );
  });

  it("pictures the way of each episode and whether it reached the goal", () => {
    const goal = [2, 2] as const;
    const missed = play(gridworldVaribad, goal, [UP, UP, UP, RIGHT, RIGHT, DOWN]);
    const lost = play(gridworldVaribad, goal, [RIGHT, RIGHT, UP, LEFT, UP]);
    const episodes = [lost.trajectory, missed.trajectory];
    // -0.5; five steps at -0.1 and one of 1.
    expect(gridworldVaribad.render?.({ goal }, episodes)).toBe(
      [
        "gridworld@varibad: the best policy earns 11.7",
        "S start, G goal, @ goal reached, ^>v< moves, o stays or ends",
        "",
        "episode 1       episode 2",
        "return -0.5     return 0.5",
        ". . . . .       . . . . .",
        ". . . . .       > > v . .",
        ". o G . .       ^ . @ . .",
        ". ^ < . .       ^ . . . .",
        "S > ^ . .       S . . . .",
      ].join("\n"),
    );
  });

  it("pictures a return of zero without a sign", () => {
    // Ten steps at float32 -0.1 and one of 1 sum to -1.5e-8.
    const actions = [...new Array<number>(9).fill(STAY), RIGHT, RIGHT];
    const { trajectory } = play(gridworldVaribad, [2, 0], actions);
    expect(trajectory.rewards.reduce((sum, reward) => sum + reward, 0)).toBeLessThan(0);
    expect(gridworldVaribad.render?.({ goal: [2, 0] }, [trajectory])).toContain("\nreturn 0.0\n");
  });

  it("pictures the last five episodes within 80 columns and says what it leaves out", () => {
    const { trajectory } = play(gridworldVaribad, [2, 2], [UP]);
    const picture = (count: number): readonly string[] =>
      gridworldVaribad
        .render?.({ goal: [2, 2] }, new Array<Trajectory>(count).fill(trajectory))
        .split("\n") ?? [];
    expect(picture(6)[2]).toBe("… 1 earlier episode");
    const lines = picture(12);
    expect(lines[2]).toBe("… 7 earlier episodes");
    expect(lines[4]).toMatch(/^episode 8 +episode 9 +episode 10 +episode 11 +episode 12$/);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    const wide = createGridworld({ version: "wide", size: 60, horizon: 1 });
    const widths = wide
      .render?.({ goal: [3, 3] }, [trajectory])
      .split("\n")
      .map((line) => line.length);
    expect(Math.max(...(widths ?? [NaN]))).toBeLessThanOrEqual(80);
  });
});
