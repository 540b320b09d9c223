import { describe, expect, it } from "vitest";
import {
  createNavigation,
  navigation,
  navigationMaml2017,
  navigationPytorchMamlRl,
} from "../../envs/navigation.ts";
import type { NavigationTask } from "../../envs/navigation.ts";
import { createRandom } from "../../src/random.ts";
import type { Environment, EnvironmentFamily, StepResult } from "../../src/rl/environment.ts";
import { createEnvironmentBatch, stepOneByOne } from "../../src/rl/vectorise.ts";
import { play } from "./play.ts";

function start(family: EnvironmentFamily<NavigationTask>, goal: [number, number]): Environment {
  const environment = family.createEnvironment({ goal });
  environment.reset(createRandom(0));
  return environment;
}

function observed(step: StepResult): number[] {
  return Array.from(step.observation as ArrayLike<number>);
}

describe("navigation", () => {
  it("has the two published versions", () => {
    expect(navigation.map((family) => family.id)).toEqual([
      "navigation@maml2017",
      "navigation@pytorch-maml-rl",
    ]);
  });

  it.each(navigation)("$id draws goals uniformly from [-0.5, 0.5]²", (family) => {
    const tasks = family.sampleTasks(createRandom(1), 5000);
    const coordinates = tasks.flatMap((task) => task.goal);
    expect(Math.max(...coordinates.map(Math.abs))).toBeLessThanOrEqual(0.5);
    // Mean 0 and mean square 1/12 within 5 standard errors of 10000 draws: std 1/√12 and √(1/80 − 1/144).
    const mean = coordinates.reduce((sum, c) => sum + c, 0) / coordinates.length;
    const square = coordinates.reduce((sum, c) => sum + c * c, 0) / coordinates.length;
    expect(Math.abs(mean)).toBeLessThan((5 / 100) * Math.sqrt(1 / 12));
    expect(Math.abs(square - 1 / 12)).toBeLessThan((5 / 100) * Math.sqrt(1 / 80 - 1 / 144));
  });

  it.each(navigation)("$id starts at the origin, again after each reset", (family) => {
    const environment = start(family, [0.3, 0.4]);
    environment.step([1, 1]);
    expect(Array.from(environment.reset(createRandom(0)) as ArrayLike<number>)).toEqual([0, 0]);
    expect(observed(environment.step([0, 0]))).toEqual([0, 0]);
  });

  it.each(navigation)("$id rewards with minus the distance after the move", (family) => {
    const step = start(family, [0.3, 0.4]).step([0, 0]);
    expect(step.reward).toBeCloseTo(-0.5, 15);
    expect([step.terminated, step.truncated]).toEqual([false, false]);
  });

  it.each(navigation)("$id draws its plane with the goals inside", (family) => {
    const { plane } = family;
    const [task] = family.sampleTasks(createRandom(0), 1);
    expect(plane?.axes).toEqual([0, 1]);
    expect(plane?.range).toEqual([-0.7, 0.7]);
    expect(task && plane?.goal?.(task)).toEqual(task?.goal);
  });

  it("maml2017 scales actions by 0.1 and clips the move to 0.1", () => {
    const environment = start(navigationMaml2017, [0.4, 0.4]);
    expect(observed(environment.step([0.5, -0.25]))).toBeAllClose([0.05, -0.025], { rtol: 1e-15 });
    expect(observed(environment.step([7, -7]))).toBeAllClose([0.15, -0.125], { rtol: 1e-15 });
  });

  it("pytorch-maml-rl clips raw actions to 0.1 and keeps float32 positions", () => {
    const environment = start(navigationPytorchMamlRl, [0.4, 0.4]);
    expect(observed(environment.step([0.05, -0.5]))).toEqual([0.05, -0.1].map(Math.fround));
    const x = Math.fround(Math.fround(0.05) + Math.fround(0.1));
    expect(observed(environment.step([1, 0]))).toEqual([x, Math.fround(-0.1)]);
  });

  it.each(navigation)(
    "$id ends where both coordinates are nearer than 0.01 to the goal",
    (family) => {
      const unit = family === navigationMaml2017 ? 10 : 1; // action that moves by 1, were it not clipped
      const near = start(family, [0.0099, -0.0099]).step([0, 0]);
      expect([near.terminated, near.truncated]).toEqual([true, false]);
      const far = start(family, [0.0101, 0]).step([0, 0]);
      expect(far.terminated).toBe(false);
      // Walks straight to the goal: (0.25, -0.15) takes three moves.
      const environment = start(family, [0.25, -0.15]);
      const ends = [
        [0.1, -0.1],
        [0.1, -0.05],
        [0.05, 0],
      ].map((move) => environment.step(move.map((m) => m * unit)).terminated);
      expect(ends).toEqual([false, false, true]);
    },
  );

  it.each(navigation)("$id ends in a batch exactly where single environments end", (family) => {
    const tasks = family.sampleTasks(createRandom(2), 50);
    const rows = tasks.map((_, row) => row);
    const contestants = [stepOneByOne(family, tasks), createEnvironmentBatch(family, tasks)];
    const [singles, batch] = contestants.map((environments) => {
      const result = {
        observations: new Float32Array(100),
        rewards: new Float32Array(50),
        terminated: new Uint8Array(50),
        truncated: new Uint8Array(50),
      };
      for (const row of rows) environments.reset(row, createRandom(row), result.observations);
      const ends = rows.map(() => "none");
      const full = family.actionSpace.kind === "box" ? (family.actionSpace.high[0] ?? NaN) : NaN;
      for (let step = 0; step < 6; step++) {
        // The move that leads straight to the goal, as far as one step reaches.
        const actions = Float32Array.from(
          result.observations,
          (at, i) => ((tasks[Math.floor(i / 2)]?.goal[i % 2] ?? NaN) - at) * (full / 0.1),
        );
        environments.step(actions, result);
        rows.forEach((row) => {
          if (ends[row] === "none" && result.terminated[row] === 1) {
            ends[row] = `step ${step}, reward ${result.rewards[row]}`;
          }
        });
      }
      return ends;
    });
    expect(batch).toEqual(singles);
    expect(batch).not.toContain("none"); // five moves reach every goal
  });

  it.each(navigation)("$id draws paths and the goal in its plane", (family) => {
    const full = family === navigationMaml2017 ? 1 : 0.1;
    const goal = [0.35, 0] as const;
    const walk = play(family, { task: { goal }, choose: () => [full, 0], steps: 4 });
    // The distances are 0.25, 0.15, 0.05 and 0.05. A cell is 1.4/41 wide, 0 in the middle of column 20: steps of 2.93 cells end in 23, 26, 29 and 32. The goal is in 30.
    const text = family.render?.({ goal }, [walk]) ?? "";
    const [key, , ...lines] = text.split("\n");
    expect(key).toBe("x, y from -0.7 to 0.7   S start   G goal");
    expect(lines[10]).toBe(`|${" ".repeat(20)}S${"a".repeat(9)}Gaa${" ".repeat(8)}|`);
    expect(lines.at(-1)).toBe("a  episode 1: return -0.50, 4 steps, ends at (0.40, 0.00)");
  });

  it("rejects an action of another size", () => {
    expect(() => start(navigationMaml2017, [0, 0]).step([1, 2, 3])).toThrow(
      "navigation@maml2017 step: action must have 2 elements, got [1, 2, 3]",
    );
    expect(() => start(navigationPytorchMamlRl, [0, 0]).step(1)).toThrow(
      "navigation@pytorch-maml-rl step: action must have 2 elements, got 1",
    );
  });
});

describe("createNavigation", () => {
  it("bounds actions so that the bound moves by 0.1", () => {
    const family = createNavigation({ version: "test", actionScale: 0.05, positions: "float64" });
    expect(family.id).toBe("navigation@test");
    expect(family.actionSpace).toMatchObject({ low: [-2, -2], high: [2, 2] });
    expect(observed(start(family, [0.4, 0.4]).step([2, 1]))).toBeAllClose([0.1, 0.05]);
  });
});
