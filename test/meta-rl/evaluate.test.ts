import { describe, expect, it } from "vitest";
import { evaluate } from "../../src/meta-rl/evaluate.ts";
import type { Learner } from "../../src/meta-rl/learner.ts";
import { createProblem } from "../../src/meta-rl/problem.ts";
import { createRandom } from "../../src/random.ts";
import { collectRollout } from "../../src/rl/rollout.ts";
import type { EnvironmentFamily } from "../../src/rl/environment.ts";
import { commonConfigShape } from "../../src/train/config.ts";
import { dial } from "../rl/toy-environments.ts";
import type { DialTask } from "../rl/toy-environments.ts";

/** Chooses 0 before its first inner step, 1 before its second, and so on. */
const counting: Learner = {
  name: "counting",
  configShape: {},
  initialise: () => ({ params: {}, optimiser: {} }),
  outerStep: () => {
    throw new Error("is not trained");
  },
  adapt: ({ problem, tasks, innerSteps, episodesPerTask, rng }) => ({
    rollouts: Array.from({ length: innerSteps + 1 }, (_, choice) =>
      collectRollout({
        environment: problem.environment,
        tasks,
        episodesPerTask,
        act: (_observations, _rngs, actions) => void actions.fill(choice),
        streams: (task, episode) => rng.split(choice, task, episode),
      }),
    ),
  }),
};

function evaluateOn(environment: EnvironmentFamily, learner: Learner = counting) {
  return evaluate({
    problem: createProblem(environment, commonConfigShape.policy.parse({})),
    learner,
    config: {},
    state: { params: {}, optimiser: {} },
    tasks: 50,
    episodesPerTask: 2,
    innerSteps: 2,
    rng: createRandom(3),
  });
}

const render = (
  { target }: DialTask,
  episodes: readonly { readonly rewards: readonly number[] }[],
) => `${target}: ${episodes.map(({ rewards }) => rewards.join("")).join(" ")}`;

const optimalReturn = ({ target }: DialTask): number => target;

describe("evaluate", () => {
  it("averages the returns after each number of inner steps", () => {
    const { perTask, returns, ...others } = evaluateOn(dial);
    // A right choice at each of the four steps, or none.
    for (const { task, returns: ofTask } of perTask) {
      const { target } = task as DialTask;
      expect(ofTask).toEqual([0, 1, 2].map((choice) => (choice === target ? 4 : 0)));
    }
    const share = perTask.filter(({ task }) => (task as DialTask).target === 1).length / 50;
    expect(returns[1]?.mean).toBeCloseTo(4 * share);
    // Returns are 4 with probability p and 0 otherwise: variance 16 p (1 - p) · 50 / 49.
    const margin = 1.959964 * Math.sqrt((16 * share * (1 - share)) / 49);
    expect(returns[1]?.ci95[1]).toBeCloseTo(4 * share + margin);
    expect(others).toEqual({ environment: "dial@test", tasks: 50, episodesPerTask: 2 });
  });

  it("states what the best policies return where the environment knows", () => {
    const { optimum, perTask } = evaluateOn({ ...dial, optimalReturn });
    const targets = perTask.map(({ task }) => (task as DialTask).target);
    expect(perTask.map((task) => task.optimum)).toEqual(targets);
    expect(optimum?.mean).toBeCloseTo(targets.reduce((sum, target) => sum + target, 0) / 50);
  });

  it("lets the environment draw the first tasks before and after the first inner step", () => {
    const { pictures, perTask } = evaluateOn({ ...dial, render });
    expect(pictures?.map(({ task, innerSteps }) => [task, innerSteps])).toEqual(
      [0, 1].flatMap((innerSteps) => [0, 1, 2, 3, 4, 5].map((task) => [task, innerSteps])),
    );
    const { target } = perTask[2]?.task as DialTask;
    const reward = Number(target === 1);
    const four = `${reward}`.repeat(4);
    expect(pictures?.[8]?.text).toBe(`${target}: ${four} ${four}`);
  });

  it("judges the adaptation where the learner diagnoses its inner steps", () => {
    const diagnosis = {
      kl: new Float64Array(50).fill(0.5),
      stepNorm: new Float64Array(50).fill(2),
    };
    const learner: Learner = {
      ...counting,
      adapt: (input) => ({
        ...counting.adapt(input),
        diagnoses: [diagnosis, diagnosis],
        nonFinite: [{ task: 3, innerStep: 1, parameter: "W0" }],
      }),
    };
    const { health, perTask } = evaluateOn({ ...dial, optimalReturn: () => 4 }, learner);
    // Who chose 0 rightly has a return of 0 after the first inner step, and of 4 before.
    const zeros = perTask.filter(({ task }) => (task as DialTask).target === 0).length;
    const ones = perTask.filter(({ task }) => (task as DialTask).target === 1).length;
    expect(health?.steps[0]?.worse).toEqual({ any: zeros / 50, clear: zeros / 50 });
    expect(health?.steps[0]?.gain.mean).toBeCloseTo((4 * (ones - zeros)) / 50);
    expect(health?.steps[1]?.kl).toEqual({ p10: 0.5, median: 0.5, p90: 0.5 });
    expect(health?.nonFinite).toEqual([{ task: 3, innerStep: 1, parameter: "W0" }]);
  });
});
