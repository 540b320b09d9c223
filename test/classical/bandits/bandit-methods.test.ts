import { describe, expect, it } from "vitest";
import { bernoulliBanditMethods } from "../../../src/classical/bandits/bandit-methods.ts";
import { playTrials } from "../../../src/classical/play-trials.ts";
import { ConfigError, EnvContractError } from "../../../src/errors.ts";
import { bernoulliBanditK5 } from "../../../envs/bernoulli-bandit.ts";
import { createRandom } from "../../../src/random.ts";
import { banditSetting, createBanditAgent, tell } from "./play.ts";

describe("bernoulliBanditMethods", () => {
  it("lists the methods of the table in its order", () => {
    expect(bernoulliBanditMethods.map(({ name }) => name)).toEqual([
      "random",
      "gittins",
      "thompson",
      "optimistic-thompson",
      "ucb1",
      "epsilon-greedy",
      "greedy",
    ]);
  });

  describe.each(bernoulliBanditMethods)("$name", (method) => {
    const middle = method.grid[Math.floor(method.grid.length / 2)]!;

    it("accepts every parameter of its grid", () => {
      // Tables for discounts further up take seconds.
      for (const parameters of method.grid.filter(({ discount = 0 }) => discount < 0.99)) {
        const agent = createBanditAgent(method, parameters, { arms: 3, pulls: 2, seed: 1 });
        expect([0, 1, 2]).toContain(agent.act(0));
      }
    });

    it("cites an address", () => {
      expect(method.source).toMatch(/\d{4}.*https?:\/\//);
    });

    it("rejects what is no bandit", () => {
      const setting = { ...banditSetting(3, 10), states: 2 };
      expect(() => method.createAgents(setting, middle)).toThrow(
        new ConfigError(
          `${method.name}: a bandit must have 1 state and a horizon of 1, got 2 states and a horizon of 1`,
        ),
      );
    });

    it("rejects a parameter that it does not have", () => {
      const names = Object.keys(middle);
      expect(() => method.createAgents(banditSetting(3, 10), { ...middle, depth: 1 })).toThrow(
        new ConfigError(
          `${method.name}: parameters must be ${names.length === 0 ? "none" : names.join(", ")}, got depth`,
        ),
      );
    });

    it("plays the same trial again from the same stream", () => {
      const play = (): readonly number[] => Array.from(playSome(2).actions);
      expect(play()).toEqual(play());
    });

    /** 40 pulls of each of some tasks, the same ones for all methods. */
    function playSome(count: number): ReturnType<typeof playTrials> {
      return playTrials({
        environment: bernoulliBanditK5,
        tasks: bernoulliBanditK5.sampleTasks(createRandom(5), count),
        episodes: 40,
        createAgent: method.createAgents(banditSetting(5, 40), method.grid[0]!),
        streams: (task) => createRandom(6).split(task),
      });
    }

    it("is paid more than a random choice, unless it is one", () => {
      const trials = 400;
      const { rewards } = playSome(trials);
      const mean = rewards.reduce((sum, reward) => sum + reward, 0) / trials;
      // A trial's pulls at random pay 40 · 0.5 in the mean; their means vary by 1/12/5 between tasks, each pull by at most 1/4.
      const error = Math.sqrt((40 * 40 * (1 / 12 / 5) + 40 / 4) / trials);
      if (method.name === "random") expect(Math.abs(mean - 20)).toBeLessThan(5 * error);
      else expect(mean).toBeGreaterThan(20 + 5 * error);
    });
  });

  it.each(bernoulliBanditMethods.filter(({ name }) => name !== "random"))(
    "$name rejects rewards other than 0 and 1",
    (method) => {
      const agent = createBanditAgent(method, method.grid[0]!, { arms: 2, pulls: 3, seed: 1 });
      expect(() => {
        tell(agent, { arm: 0, reward: 0.5 });
      }).toThrow(
        new EnvContractError(
          "ArmCounts.add: the reward of a Bernoulli arm must be 0 or 1, got 0.5",
        ),
      );
    },
  );

  it.each([
    ["epsilon-greedy", { epsilon: 1.5 }, "epsilon-greedy.epsilon: must lie in [0, 1], got 1.5"],
    ["ucb1", {}, "ucb1.c: must lie in [0, 100], got undefined"],
    ["gittins", { discount: 1 }, "gittins.discount: must lie in [0, 0.9999], got 1"],
    [
      "optimistic-thompson",
      { samples: 2.5 },
      "optimistic-thompson.samples: must be an integer >= 1, got 2.5",
    ],
  ])("%s rejects %j", (name, parameters, message) => {
    const method = bernoulliBanditMethods.find((one) => one.name === name)!;
    expect(() => method.createAgents(banditSetting(2, 5), parameters)).toThrow(
      new ConfigError(message),
    );
  });
});
