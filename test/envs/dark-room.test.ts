import { describe, expect, it } from "vitest";
import {
  createDarkRoom,
  darkRoomLaskin2022,
  darkRoomLaskin2022Hard,
} from "../../envs/dark-room.ts";
import type { DarkRoomTask } from "../../envs/dark-room.ts";
import { createRandom } from "../../src/random.ts";
import type { EnvironmentFamily, StepResult, Trajectory } from "../../src/rl/environment.ts";

const [STAY, UP, RIGHT, DOWN, LEFT] = [0, 1, 2, 3, 4];

type Family = EnvironmentFamily<DarkRoomTask>;

/** Plays an episode of given actions. */
function play(
  family: Family,
  goal: readonly [number, number],
  actions: readonly number[],
): { readonly trajectory: Trajectory; readonly steps: readonly StepResult[] } {
  const environment = family.createEnvironment({ goal });
  const first = environment.reset(createRandom(0));
  const steps = actions.map((action) => environment.step(action));
  const trajectory = {
    observations: [first, ...steps.map((step) => step.observation)].map((cell) => [Number(cell)]),
    actions: actions.map((action) => [action]),
    rewards: steps.map((step) => step.reward),
    terminated: false,
  };
  return { trajectory, steps };
}

/** The cells of an episode as columns and rows. */
function cellsOf(family: Family, trajectory: Trajectory): readonly (readonly number[])[] {
  const { observationSpace } = family;
  const size = Math.sqrt(observationSpace.kind === "discrete" ? observationSpace.n : NaN);
  return trajectory.observations.map(([cell = NaN]) => [cell % size, Math.floor(cell / size)]);
}

/** The shortest way from the middle, then nothing but staying. */
function wayTo([x, y]: readonly [number, number], middle: number): number[] {
  const horizontal = new Array<number>(Math.abs(x - middle)).fill(x > middle ? RIGHT : LEFT);
  const vertical = new Array<number>(Math.abs(y - middle)).fill(y > middle ? UP : DOWN);
  const way = [...horizontal, ...vertical];
  return [...way, ...new Array<number>(20 - way.length).fill(STAY)];
}

function total({ rewards }: Trajectory): number {
  return rewards.reduce((sum, reward) => sum + reward, 0);
}

describe.each([
  { family: darkRoomLaskin2022, id: "dark-room@laskin2022", size: 9 },
  { family: darkRoomLaskin2022Hard, id: "dark-room@laskin2022-hard", size: 17 },
])("$id", ({ family, id, size }) => {
  const middle = (size - 1) / 2;

  it("has the sizes of the paper", () => {
    expect(family).toMatchObject({
      id,
      observationSpace: { kind: "discrete", n: size * size },
      actionSpace: { kind: "discrete", n: 5 },
      horizon: 20,
    });
  });

  it("draws goals uniformly from all cells", () => {
    const goals = family.sampleTasks(createRandom(1), 20000).map((task) => task.goal);
    expect(new Set(goals.map((goal) => goal.join())).size).toBe(size * size);
    // Coordinates are independent: mean (n-1)/2 and variance (n²-1)/12 each.
    for (const axis of [0, 1] as const) {
      const mean = goals.reduce((sum, goal) => sum + goal[axis], 0) / goals.length;
      const error = Math.sqrt((size ** 2 - 1) / 12 / goals.length);
      expect(Math.abs(mean - middle)).toBeLessThan(5 * error);
    }
    const products = goals.map(([x, y]) => (x - middle) * (y - middle));
    const covariance = products.reduce((sum, product) => sum + product, 0) / goals.length;
    expect(Math.abs(covariance)).toBeLessThan((5 * (size ** 2 - 1)) / 12 / Math.sqrt(goals.length));
  });

  it("starts in the middle and moves up, right, down and left, or stays", () => {
    const { trajectory } = play(family, [0, 0], [UP, RIGHT, DOWN, LEFT, STAY]);
    expect(cellsOf(family, trajectory)).toEqual([
      [middle, middle],
      [middle, middle + 1],
      [middle + 1, middle + 1],
      [middle + 1, middle],
      [middle, middle],
      [middle, middle],
    ]);
  });

  it.each([
    { action: UP, wall: [middle, size - 1] },
    { action: RIGHT, wall: [size - 1, middle] },
    { action: DOWN, wall: [middle, 0] },
    { action: LEFT, wall: [0, middle] },
  ])("stops at the wall that action $action leads to", ({ action, wall }) => {
    const { trajectory } = play(family, [0, 0], new Array<number>(middle + 2).fill(action));
    expect(cellsOf(family, trajectory).slice(-3)).toEqual([wall, wall, wall]);
  });

  it("never ends an episode, and starts the next in the middle", () => {
    const environment = family.createEnvironment({ goal: [middle, middle] });
    const first = environment.reset(createRandom(0));
    const steps = [STAY, UP, DOWN].map((action) => environment.step(action));
    expect(steps.some((step) => step.terminated || step.truncated)).toBe(false);
    environment.step(UP);
    expect(environment.reset(createRandom(0))).toBe(first);
    expect(environment.step(STAY)).toMatchObject({ observation: first, reward: 1 });
  });

  it("has the return of the shortest way as optimal return", () => {
    for (const { goal } of family.sampleTasks(createRandom(2), 50)) {
      const { trajectory } = play(family, goal, wayTo(goal, middle));
      expect(family.optimalReturn?.({ goal })).toBe(total(trajectory));
    }
  });

  it("rejects an action that is none of its space", () => {
    expect(() => play(family, [0, 0], [5])).toThrow(
      `${id} step: action must be an element of Discrete(5), got 5`,
    );
  });
});

describe("darkRoomLaskin2022", () => {
  it("rewards each step that ends at the goal", () => {
    const { trajectory } = play(darkRoomLaskin2022, [5, 4], [UP, DOWN, RIGHT, STAY, UP, DOWN]);
    expect(trajectory.rewards).toEqual([0, 0, 1, 1, 0, 1]);
  });

  it.each([
    // A corner is 4 + 4 steps away: the last of them pays, and the 12 after it.
    { goal: [0, 8] as const, expected: 13 },
    { goal: [5, 4] as const, expected: 20 },
    { goal: [4, 4] as const, expected: 20 },
    { goal: [4, 6] as const, expected: 19 },
  ])("has the optimal return $expected with the goal at $goal", ({ goal, expected }) => {
    expect(darkRoomLaskin2022.optimalReturn?.({ goal })).toBe(expected);
  });
});

describe("the mean optimal return of darkRoomLaskin2022", () => {
  it("is 1340 / 81", () => {
    // 20 at the start and 21 - d at distance d. Distances sum to 2 · 9 · (4 + 3 + 2 + 1 + 0 + 1 + 2 + 3 + 4) = 360.
    let sum = 0;
    for (let cell = 0; cell < 81; cell++) {
      sum += darkRoomLaskin2022.optimalReturn!({ goal: [cell % 9, Math.floor(cell / 9)] });
    }
    expect(sum).toBe(20 + 80 * 21 - 360);
  });
});

describe("darkRoomLaskin2022Hard", () => {
  it("rewards the first arrival of an episode only", () => {
    const environment = darkRoomLaskin2022Hard.createEnvironment({ goal: [9, 8] });
    for (let episode = 0; episode < 2; episode++) {
      environment.reset(createRandom(0));
      const rewards = [UP, DOWN, RIGHT, STAY, LEFT, RIGHT].map(
        (action) => environment.step(action).reward,
      );
      expect(rewards).toEqual([0, 0, 1, 0, 0, 0]);
    }
  });

  it("has an optimal return of 1: the corners are 16 of 20 steps away", () => {
    for (const goal of [
      [0, 0],
      [16, 16],
      [8, 8],
      [3, 9],
    ] as const) {
      expect(darkRoomLaskin2022Hard.optimalReturn?.({ goal })).toBe(1);
    }
  });
});

describe("createDarkRoom", () => {
  it("makes rooms of other sizes, where a goal may be out of reach", () => {
    const family = createDarkRoom({ version: "test", size: 4, horizon: 3, reward: "always" });
    expect(family.id).toBe("dark-room@test");
    // Of the two middles of four cells the upper one: (2, 2). The corner (0, 0) is 4 steps away.
    expect(cellsOf(family, play(family, [0, 0], []).trajectory)).toEqual([[2, 2]]);
    expect(family.optimalReturn?.({ goal: [0, 0] })).toBe(0);
    expect(family.optimalReturn?.({ goal: [1, 0] })).toBe(1);
    expect(
      family
        .render?.({ goal: [0, 0] }, [])
        .split("\n")
        .slice(3),
    ).toEqual([". . . .", ". . S .", ". . . .", "G . . ."]);
  });

  it("pictures the way of each episode and whether it reached the goal", () => {
    const family = createDarkRoom({ version: "test", size: 5, horizon: 9, reward: "once" });
    const goal = [4, 3] as const;
    const lost = play(family, goal, [LEFT, LEFT, DOWN, STAY]);
    const found = play(family, goal, [RIGHT, RIGHT, UP, UP]);
    expect(family.render?.({ goal }, [lost.trajectory, found.trajectory])).toBe(
      [
        "dark-room@test: the best policy earns 1",
        "S start, G goal, @ goal reached, ^>v< moves, o stays or ends",
        "",
        "episode 1       episode 2",
        "return 0        return 1",
        ". . . . .       . . . . o",
        ". . . . G       . . . . @",
        "v < S . .       . . S > ^",
        "o . . . .       . . . . .",
        ". . . . .       . . . . .",
      ].join("\n"),
    );
  });

  it("marks a goal at the start as reached once a step ended there", () => {
    const family = createDarkRoom({ version: "test", size: 3, horizon: 9, reward: "once" });
    const marks = [[], [STAY], [UP]].map((actions) => {
      const { trajectory } = play(family, [1, 1], actions);
      return family.render?.({ goal: [1, 1] }, [trajectory]).split("\n")[6];
    });
    expect(marks).toEqual([". G .", ". @ .", ". G ."]);
  });

  it.each([
    { family: darkRoomLaskin2022, shown: 4 },
    { family: darkRoomLaskin2022Hard, shown: 2 },
  ])("pictures the last $shown episodes of $family.id within 80 columns", ({ family, shown }) => {
    const { trajectory } = play(family, [2, 2], [UP]);
    const episodes = new Array<Trajectory>(shown + 1).fill(trajectory);
    const lines = family.render?.({ goal: [2, 2] }, episodes).split("\n") ?? [];
    expect(lines[2]).toBe("… 1 earlier episode");
    expect(lines[4]?.match(/episode/g)).toHaveLength(shown);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});
