import { describe, expect, it } from "vitest";
import { tabularMdpDuan2016 } from "../../../envs/tabular-mdp.ts";
import type { Agent, Transition } from "../../../src/classical/agent.ts";
import { tabularMdpMethods } from "../../../src/classical/mdps/mdp-methods.ts";
import { createPsrl } from "../../../src/classical/mdps/psrl.ts";
import type { MethodParameters, TrialSetting } from "../../../src/classical/method.ts";
import { playTrials } from "../../../src/classical/play-trials.ts";
import { ConfigError } from "../../../src/errors.ts";
import { createRandom } from "../../../src/random.ts";
import type { Json } from "../../../src/json.ts";
import { taskReturns } from "../../../src/rl/rollout-statistics.ts";

/** One state and two actions: a bandit with two arms. */
const bandit: TrialSetting = { states: 1, actions: 2, horizon: 1, episodes: 100 };

/** How many agents a share is taken of. */
const AGENTS = 3000;

function methodOf(name: string): (typeof tabularMdpMethods)[number] {
  const method = tabularMdpMethods.find((candidate) => candidate.name === name);
  if (method === undefined) throw new Error(`no method ${name}`);
  return method;
}

interface Start {
  readonly name: string;
  readonly parameters?: MethodParameters;
  readonly setting?: TrialSetting;
  readonly task?: Json;
}

/** Makes agents, each with a stream of its own. */
function createAgents(
  { name, parameters = {}, setting = bandit, task = null }: Start,
  count = 1,
): Agent[] {
  const createAgent = methodOf(name).createAgents(setting, parameters);
  const root = createRandom(1);
  return Array.from({ length: count }, (_, i) => createAgent({ task, rng: root.split(i) }));
}

/** Lets an agent live through steps, whatever it would have done itself. */
function feed(agent: Agent, steps: readonly Partial<Transition>[]): void {
  for (const step of steps) {
    const transition = { state: 0, action: 0, reward: 0, nextState: 0, ended: true, ...step };
    agent.act(transition.state);
    agent.learn(transition);
  }
}

/** The share of agents that take action 1 after some steps. */
function shareOfOther(start: Start, steps: readonly Partial<Transition>[]): number {
  const agents = createAgents(start, AGENTS);
  for (const agent of agents) feed(agent, steps);
  return agents.filter((agent) => agent.act(0) === 1).length / AGENTS;
}

/** Expects a share to be a probability, within 5 standard errors. */
function expectShare(share: number, probability: number): void {
  const standardError = Math.sqrt((probability * (1 - probability)) / AGENTS);
  expect(Math.abs(share - probability)).toBeLessThan(5 * standardError);
}

/** The distribution function of N(0, 1), by Simpson's rule from -8. */
function normalCdf(x: number): number {
  const n = 2000;
  const h = (x + 8) / n;
  let sum = 0;
  for (let i = 0; i <= n; i++) {
    const weight = i === 0 || i === n ? 1 : 2 + 2 * (i % 2);
    sum += weight * Math.exp(-((-8 + i * h) ** 2) / 2);
  }
  return (sum * h) / 3 / Math.sqrt(2 * Math.PI);
}

/** Action 0 paid 2 in two episodes: its mean reward is N(4/3, 1/3) from N(0, 1), that of action 1 still N(0, 1). */
const twice = [{ reward: 2 }, { reward: 2 }];

/** A list of one value, `count` times. */
function repeat<Value>(count: number, value: Value): readonly Value[] {
  return Array.from({ length: count }, () => value);
}

describe("tabularMdpMethods", () => {
  it("are those of table 2 of RL², in its order, and value iteration", () => {
    expect(tabularMdpMethods.map(({ name }) => name)).toEqual([
      ...["random", "psrl", "opsrl", "ucrl2", "beb", "epsilon-greedy", "greedy"],
      "value-iteration",
    ]);
  });

  it("take the parameters that they list", () => {
    for (const method of tabularMdpMethods) {
      for (const parameters of method.grid) {
        expect(() => method.createAgents(bandit, parameters)).not.toThrow();
      }
    }
  });

  it.each([
    ["psrl", { samples: 2 }, "psrl: parameters must be none, got samples"],
    ["opsrl", { samples: 1.5 }, "opsrl.samples: must be an integer >= 1, got 1.5"],
    ["opsrl", {}, "opsrl.samples: must lie in [1, 1000], got undefined"],
    ["beb", { beta: NaN }, "beb.beta: must lie in [0, 1000000], got NaN"],
    ["epsilon-greedy", { epsilon: 2 }, "epsilon-greedy.epsilon: must lie in [0, 1], got 2"],
    ["ucrl2", { scale: 1 }, "ucrl2: parameters must be rewardScale, transitionScale, got scale"],
  ])("rejects parameters of %s: %j", (name, parameters: MethodParameters, message) => {
    expect(() => methodOf(name).createAgents(bandit, parameters)).toThrow(new ConfigError(message));
  });

  it("reject a setting that is none", () => {
    expect(() => methodOf("psrl").createAgents({ ...bandit, horizon: 0 }, {})).toThrow(
      new ConfigError("psrl: horizon: must be an integer >= 1, got 0"),
    );
  });
});

describe("random", () => {
  it("takes each action as often, whatever was seen", () => {
    expectShare(shareOfOther({ name: "random" }, twice), 0.5);
  });
});

describe("psrl", () => {
  it("takes an action with the probability that it is the best", () => {
    // P(N(0, 1) > N(4/3, 1/3)) = Φ(-(4/3) / √(4/3)) = Φ(-1.1547)
    expectShare(shareOfOther({ name: "psrl" }, twice), normalCdf(-1.1547));
  });

  it("samples transitions", () => {
    // In state 0, action 0 stayed once and action 1 led to state 1 once. A step in state 1 pays 2, one in state 0 nothing, and
    // both are nearly certain. Two steps from the end, action 1 is taken if its sample leads to state 1 more often: with
    // x ~ Beta(2, 1) and y ~ Beta(1, 2), P(y < x) = ∫ 2x (1 - (1 - x)²) dx = 4/3 - 1/2 = 5/6.
    const setting = { states: 2, actions: 2, horizon: 2, episodes: 100 };
    const prior = { concentration: 1, rewardMean: 0, rewardPrecision: 1e6 };
    const createAgent = createPsrl(prior).createAgents(setting, {});
    const root = createRandom(1);
    const pays = repeat(20, { state: 1, reward: 1e5, ended: true });
    const both = pays.map((step: object) => ({ ...step, action: 1 }));
    const moves = [
      { state: 0, action: 0, nextState: 0, ended: false },
      { state: 0, action: 0, nextState: 0 },
      { state: 0, action: 1, nextState: 1, ended: false },
      { state: 0, action: 1, nextState: 0 },
    ];
    let other = 0;
    for (let i = 0; i < AGENTS; i++) {
      const agent = createAgent({ task: null, rng: root.split(i) });
      feed(agent, [...pays, ...both, ...moves]);
      other += agent.act(0);
    }
    expectShare(other / AGENTS, 5 / 6);
  });

  it("follows one sample to the end of an episode", () => {
    const setting = { ...bandit, horizon: 50 };
    const agents = createAgents({ name: "psrl", setting }, 200);
    // With one state, the better of two sampled actions is the same at every step.
    const changes = agents.map((agent) => {
      const actions = Array.from({ length: 50 }, (_, step) => {
        const action = agent.act(0);
        agent.learn({ state: 0, action, reward: 0, nextState: 0, ended: step === 49 });
        return action;
      });
      return new Set(actions).size;
    });
    expect(new Set(changes)).toEqual(new Set([1]));
  });

  it("believes the prior that it was made with", () => {
    // Mean rewards N(3, 1) instead: action 0 is N(7/3, 1/3) after two rewards of 2, action 1 N(3, 1).
    const prior = { concentration: 1, rewardMean: 3, rewardPrecision: 1 };
    const createAgent = createPsrl(prior).createAgents(bandit, {});
    const root = createRandom(1);
    const agents = Array.from({ length: AGENTS }, (_, i) =>
      createAgent({ task: null, rng: root.split(i) }),
    );
    for (const agent of agents) feed(agent, twice);
    const share = agents.filter((agent) => agent.act(0) === 1).length / AGENTS;
    expectShare(share, normalCdf((3 - 7 / 3) / Math.sqrt(4 / 3)));
  });
});

describe("opsrl", () => {
  it("is psrl with one sample", () => {
    const one = createAgents({ name: "opsrl", parameters: { samples: 1 } }, 100);
    const psrl = createAgents({ name: "psrl" }, 100);
    for (const agent of [...one, ...psrl]) feed(agent, twice);
    expect(one.map((agent) => agent.act(0))).toEqual(psrl.map((agent) => agent.act(0)));
  });

  it.each([2, 10])("compares the best of %d samples of each action", (samples) => {
    // The greatest of K draws has the distribution function F^K: P = ∫ F₀(x)^K dF₁(x)^K, by the midpoint rule.
    let probability = 0;
    const step = 0.01;
    for (let x = -8; x < 8; x += step) {
      const rise = normalCdf(x + step) ** samples - normalCdf(x) ** samples;
      probability += rise * normalCdf((x + step / 2 - 4 / 3) * Math.sqrt(3)) ** samples;
    }
    expectShare(shareOfOther({ name: "opsrl", parameters: { samples } }, twice), probability);
  });
});

describe("ucrl2", () => {
  const scaled = (rewardScale: number): Start => ({
    name: "ucrl2",
    parameters: { rewardScale, transitionScale: 0 },
  });

  it("takes the action with the greatest upper bound", () => {
    // Action 0 paid 1 four times, action 1 paid 0.5 once; the sixth episode has t = 6, so that the width of one reward is
    // √(7 ln(2·1·2·6 / 0.05) / 2) = 4.648 times the scale c. 1 + 4.648 c / 2 < 0.5 + 4.648 c from c = 0.2151 on.
    const steps = [...repeat(4, { reward: 1 }), { action: 1, reward: 0.5 }];
    expect(shareOfOther(scaled(0.214), steps)).toBe(0);
    expect(shareOfOther(scaled(0.216), steps)).toBe(1);
  });

  it("goes where a better state may be", () => {
    // Each action was tried once, and both stayed in state 0; action 0 pays 0.1 more. State 1 pays 10. Only with room for other
    // transitions does it matter that action 1 was tried less often: 3 times against 30.
    const setting = { states: 2, actions: 2, horizon: 2, episodes: 100 };
    const steps = [
      ...repeat(15, { state: 1, action: 0, reward: 10 }),
      ...repeat(15, { state: 1, action: 1, reward: 10 }),
      ...repeat(30, [
        { state: 0, action: 0, reward: 1.1, ended: false },
        { state: 0, action: 0, reward: 1.1 },
      ]),
      ...repeat(3, [
        { state: 0, action: 1, reward: 1, ended: false },
        { state: 0, action: 1, reward: 1 },
      ]),
    ].flat() as Partial<Transition>[];
    const act = (transitionScale: number): number => {
      const parameters = { rewardScale: 0, transitionScale };
      const [agent] = createAgents({ name: "ucrl2", parameters, setting });
      feed(agent!, steps);
      return agent!.act(0);
    };
    expect([act(0), act(0.02)]).toEqual([0, 1]);
  });
});

describe("beb", () => {
  it("rewards what was rarely done, the more steps are to come", () => {
    // One state, two steps. Action 0 paid 1 three times, of which two led on: mean 3/4, τ = 4, α = 3; action 1: mean 0, τ = 1,
    // α = 1. Last step: 3/4 + 1/5 = 0.95 against 0 + 1/2. First: 0.95 + β/4 against 0.5 + β/2, equal at β = 1.8.
    const setting = { ...bandit, horizon: 2 };
    const steps = [{ reward: 1, ended: false }, { reward: 1, ended: false }, { reward: 1 }];
    const act = (beta: number): number[] => {
      const [agent] = createAgents({ name: "beb", parameters: { beta }, setting });
      feed(agent!, steps);
      const first = agent!.act(0);
      agent!.learn({ state: 0, action: 0, reward: 1, nextState: 0, ended: false });
      return [first, agent!.act(0)];
    };
    expect(act(1.79)).toEqual([0, 0]);
    expect(act(1.81)).toEqual([1, 0]);
  });
});

describe("greedy", () => {
  it("takes any action at first, and never again leaves one that paid", () => {
    expectShare(shareOfOther({ name: "greedy" }, []), 0.5);
    expect(shareOfOther({ name: "greedy" }, [{ reward: 0.1 }])).toBe(0);
    expect(shareOfOther({ name: "greedy" }, [{ reward: -0.1 }])).toBe(1);
  });

  it("learns a detour that pays later", () => {
    // Action 0 pays 1 and stays; action 1 pays 0 and leads to state 1, where a step pays 3: 2 against 3 in two steps.
    const setting = { states: 2, actions: 2, horizon: 2, episodes: 100 };
    const [agent] = createAgents({ name: "greedy", setting });
    feed(agent!, [
      { state: 0, action: 0, reward: 1, ended: false },
      { state: 0, action: 0, reward: 1 },
      { state: 0, action: 1, reward: 0, nextState: 1, ended: false },
      { state: 1, action: 0, reward: 3 },
    ]);
    expect(agent!.act(0)).toBe(1);
    agent!.learn({ state: 0, action: 1, reward: 0, nextState: 0, ended: false });
    expect(agent!.act(0)).toBe(0); // the last step
  });

  it("learns within an episode, but does not change its plan", () => {
    const setting = { ...bandit, horizon: 3 };
    const [agent] = createAgents({ name: "greedy", setting });
    feed(agent!, [{ reward: 1, ended: false }, { reward: 1, ended: false }, { reward: 1 }]);
    const actions = [];
    for (const ended of [false, false, true, false]) {
      actions.push(agent!.act(0));
      agent!.learn({ state: 0, action: 0, reward: -9, nextState: 0, ended });
    }
    expect(actions).toEqual([0, 0, 0, 1]);
  });
});

describe("epsilon-greedy", () => {
  it("takes any action with probability epsilon", () => {
    const start = { name: "epsilon-greedy", parameters: { epsilon: 0.3 } };
    expectShare(shareOfOther(start, [{ reward: 1 }]), 0.15); // half of 0.3
  });

  it("is greedy with an epsilon of 0", () => {
    const start = { name: "epsilon-greedy", parameters: { epsilon: 0 } };
    expect(shareOfOther(start, [{ reward: 1 }])).toBe(0);
  });
});

describe("value-iteration", () => {
  it("follows the best policy for the task", () => {
    const setting = { states: 2, actions: 2, horizon: 2, episodes: 1 };
    const [stay, go] = [
      [1, 0],
      [0, 1],
    ];
    const task = {
      transitions: [
        [stay, go],
        [stay, stay],
      ],
      rewards: [
        [1, 0],
        [3, 3],
      ],
    } as Json;
    const [agent] = createAgents({ name: "value-iteration", setting, task });
    const actions = [];
    for (const ended of [false, true, false]) {
      actions.push(agent!.act(0));
      agent!.learn({ state: 0, action: 0, reward: 0, nextState: 0, ended });
    }
    expect(actions).toEqual([1, 0, 1]);
  });

  it("rejects a task that does not fit the setting", () => {
    expect(() => createAgents({ name: "value-iteration", task: { means: [0.5] } })).toThrow(
      new ConfigError(
        "value-iteration: task must have transitions [1, 2, 1] and rewards [1, 2], got { means: [0.5] }",
      ),
    );
  });
});

describe("playTrials of tabularMdpMethods", () => {
  const EPISODES = 20;
  const parameters: Readonly<Record<string, MethodParameters>> = {
    opsrl: { samples: 3 },
    ucrl2: { rewardScale: 0.2, transitionScale: 0.025 },
    beb: { beta: 3.17 },
    "epsilon-greedy": { epsilon: 0.1 },
  };
  const setting = { states: 10, actions: 5, horizon: 10, episodes: EPISODES };
  const tasks = tabularMdpDuan2016.sampleTasks(createRandom(1), 200);

  /** `[tasks]`: the total reward of each trial. */
  function play(name: string): Float64Array {
    const rollout = playTrials({
      environment: tabularMdpDuan2016,
      tasks,
      episodes: EPISODES,
      createAgent: methodOf(name).createAgents(setting, parameters[name] ?? {}),
      streams: (task) => createRandom(2).split(task),
    });
    return Float64Array.from(taskReturns(rollout), (mean) => mean * EPISODES);
  }

  const random = play("random");

  it.each(["psrl", "opsrl", "ucrl2", "beb", "epsilon-greedy", "greedy"])(
    "%s earns more than random and less than value iteration",
    (name) => {
      const totals = play(name);
      expect(standardErrorsAbove(totals, random)).toBeGreaterThan(5);
      expect(standardErrorsAbove(play("value-iteration"), totals)).toBeGreaterThan(5);
      expect(play(name)).toEqual(totals);
    },
  );

  it("value-iteration earns what is expected under the best policy", () => {
    const expected = tasks.map(
      (task) => (tabularMdpDuan2016.optimalReturn?.(task) ?? NaN) * EPISODES,
    );
    expect(Math.abs(standardErrorsAbove(play("value-iteration"), expected))).toBeLessThan(5);
  });

  it("random earns 1 a step, the mean of the rewards that tasks are drawn with", () => {
    const expected = new Float64Array(tasks.length).fill(10 * EPISODES);
    expect(Math.abs(standardErrorsAbove(random, expected))).toBeLessThan(5);
  });
});

/** The mean difference of pairs in standard errors of it. */
function standardErrorsAbove(values: ArrayLike<number>, others: ArrayLike<number>): number {
  const differences = Array.from(values, (value, i) => value - (others[i] ?? NaN));
  const n = differences.length;
  const mean = differences.reduce((sum, difference) => sum + difference, 0) / n;
  const variance =
    differences.reduce((sum, difference) => sum + (difference - mean) ** 2, 0) / (n - 1);
  return mean / Math.sqrt(variance / n);
}
