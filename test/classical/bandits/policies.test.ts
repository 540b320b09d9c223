// Each method chooses what its formula says, from any history.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Agent } from "../../../src/classical/agent.ts";
import { epsilonGreedy } from "../../../src/classical/bandits/epsilon-greedy.ts";
import { gittins } from "../../../src/classical/bandits/gittins.ts";
import { gittinsIndex } from "../../../src/classical/bandits/gittins-index.ts";
import { gittinsTable } from "../../../src/classical/bandits/gittins-table.ts";
import { greedy } from "../../../src/classical/bandits/greedy.ts";
import { optimisticThompson } from "../../../src/classical/bandits/optimistic-thompson.ts";
import { random } from "../../../src/classical/bandits/random.ts";
import { thompson } from "../../../src/classical/bandits/thompson.ts";
import { ucb1 } from "../../../src/classical/bandits/ucb1.ts";
import { countsOf, createBanditAgent, tell } from "./play.ts";
import type { Pull } from "./play.ts";

const ARMS = 4;

const histories = fc.array(
  fc.record({ arm: fc.nat({ max: ARMS - 1 }), reward: fc.constantFrom(0, 1) }),
  { maxLength: 30 },
);

/** The first arm with the greatest score. */
function bestArm(score: (arm: number) => number): number {
  const scores = Array.from({ length: ARMS }, (_, arm) => score(arm));
  return scores.indexOf(Math.max(...scores));
}

/** The share of 20,000 choices that go to an arm; the agent learns nothing meanwhile. */
function shareOf(arm: number, agent: Agent): number {
  const choices = 20_000;
  let count = 0;
  for (let i = 0; i < choices; i++) if (agent.act(0) === arm) count++;
  return count / choices;
}

/** 5 standard errors of a share of 20,000. */
function errorOf(share: number): number {
  return 5 * Math.sqrt((share * (1 - share)) / 20_000);
}

describe("greedy", () => {
  it("pulls the first arm with the greatest mean", () => {
    fc.assert(
      fc.property(histories, (history) => {
        const agent = createBanditAgent(greedy, {}, { arms: ARMS, pulls: 30, seed: 1 });
        for (const pull of history) tell(agent, pull);
        const expected = bestArm((arm) => {
          const [successes, failures] = countsOf(history, arm);
          return successes / (successes + failures);
        });
        expect(agent.act(0)).toBe(expected);
      }),
    );
  });

  it("prefers an arm of which it knows a success and a failure to a later one of which it knows nothing", () => {
    const agent = createBanditAgent(greedy, {}, { arms: 2, pulls: 5, seed: 1 });
    tell(agent, { arm: 0, reward: 1 });
    tell(agent, { arm: 0, reward: 0 });
    // Both have a mean of 1/2: 2 of 4, and 1 of 2.
    expect(agent.act(0)).toBe(0);
  });
});

describe("ucb1", () => {
  it("pulls the first arm with the greatest mean + c sqrt(2 log t / T)", () => {
    fc.assert(
      fc.property(histories, fc.constantFrom(0, 0.2, 1), (history, c) => {
        const agent = createBanditAgent(ucb1, { c }, { arms: ARMS, pulls: 30, seed: 1 });
        for (const pull of history) tell(agent, pull);
        const t = Math.max(1, history.length);
        const bound = (arm: number): number => {
          const [successes, failures] = countsOf(history, arm);
          const pulls = successes + failures;
          return successes / pulls + c * Math.sqrt(2 * Math.log(t)) * (1 / Math.sqrt(pulls));
        };
        // Rounding may decide between arms that are equally good.
        expect(bound(agent.act(0))).toBeCloseTo(bound(bestArm(bound)), 12);
      }),
    );
  });

  it("does not explore after a first success, as log 1 is 0, and explores later", () => {
    const agent = createBanditAgent(ucb1, { c: 1 }, { arms: 2, pulls: 5, seed: 1 });
    expect(agent.act(0)).toBe(0);
    tell(agent, { arm: 0, reward: 1 });
    expect(agent.act(0)).toBe(0);
    tell(agent, { arm: 0, reward: 1 });
    tell(agent, { arm: 0, reward: 0 });
    // t = 3: 3/5 + sqrt(2 log 3 / 5) = 1.26 and 1/2 + sqrt(2 log 3 / 2) = 1.55
    expect(agent.act(0)).toBe(1);
  });
});

describe("epsilonGreedy", () => {
  it("pulls any arm with probability epsilon", () => {
    const agent = createBanditAgent(
      epsilonGreedy,
      { epsilon: 0.4 },
      { arms: ARMS, pulls: 5, seed: 2 },
    );
    tell(agent, { arm: 2, reward: 1 });
    // The best arm is also among those drawn: 1 - 0.4 + 0.4 / 4
    expect(Math.abs(shareOf(2, agent) - 0.7)).toBeLessThan(errorOf(0.7));
    expect(Math.abs(shareOf(0, agent) - 0.1)).toBeLessThan(errorOf(0.1));
  });

  it("is greedy for epsilon = 0", () => {
    const agent = createBanditAgent(epsilonGreedy, { epsilon: 0 }, { arms: 3, pulls: 5, seed: 2 });
    tell(agent, { arm: 1, reward: 1 });
    expect(shareOf(1, agent)).toBe(1);
  });
});

describe("random", () => {
  it("pulls every arm as often, whatever they paid", () => {
    const agent = createBanditAgent(random, {}, { arms: ARMS, pulls: 5, seed: 3 });
    tell(agent, { arm: 2, reward: 1 });
    expect(Math.abs(shareOf(2, agent) - 0.25)).toBeLessThan(errorOf(0.25));
  });
});

describe("thompson", () => {
  it("pulls an arm as often as it is the best under the posterior", () => {
    const agent = createBanditAgent(thompson, {}, { arms: 2, pulls: 5, seed: 4 });
    tell(agent, { arm: 0, reward: 1 });
    // p0 has density 2p, p1 is uniform: P(p1 > p0) = E[1 - p0] = 1 - 2/3
    expect(Math.abs(shareOf(1, agent) - 1 / 3)).toBeLessThan(errorOf(1 / 3));
  });
});

describe("optimisticThompson", () => {
  it.each([1, 2, 5])("keeps the likeliest of %d draws", (samples) => {
    const agent = createBanditAgent(
      optimisticThompson,
      { samples },
      { arms: 2, pulls: 5, seed: 5 },
    );
    tell(agent, { arm: 0, reward: 1 });
    // The density 2p of arm 0 is the greatest for the greatest of n draws, whose mean is 2n / (2n + 1); arm 1 is uniform.
    const share = 1 / (2 * samples + 1);
    expect(Math.abs(shareOf(1, agent) - share)).toBeLessThan(errorOf(share));
  });

  it("keeps the likeliest draw of all arms together, not of each arm", () => {
    const agent = createBanditAgent(
      optimisticThompson,
      { samples: 2 },
      { arms: 2, pulls: 5, seed: 6 },
    );
    tell(agent, { arm: 0, reward: 1 });
    tell(agent, { arm: 1, reward: 0 });
    // The densities are 2p and 2 (1 - q). With x = p and y = 1 - q, both of density 2x, arm 1 is pulled if q > p, which is
    // x + y < 1. Of two draws the one with the greater xy is kept. As P(xy <= z) = F(z) = z² (1 - 2 log z), the share of
    // arm 1 is 2 E[F(xy); x + y < 1] = the integral of 8 xy F(xy) over x + y < 1. For each arm by itself it would be
    // P(x' + y' < 1) for the greater of two draws each, which have density 4x³: 16 · 3! 3! / 8! = 1/70.
    const steps = 1000;
    let share = 0;
    for (let i = 0; i < steps; i++) {
      for (let j = 0; i + j < steps; j++) {
        const z = ((i + 0.5) * (j + 0.5)) / steps ** 2;
        // Cells that the line x + y = 1 halves.
        const weight = i + j === steps - 1 ? 0.5 : 1;
        share += (weight * 8 * z * z * z * (1 - 2 * Math.log(z))) / steps ** 2;
      }
    }
    expect(Math.abs(shareOf(1, agent) - share)).toBeLessThan(errorOf(share));
  });
});

describe("gittins", () => {
  it("pulls an arm with the greatest index, up to the error of its table", () => {
    const discount = 0.9;
    const pulls = 8;
    const { error } = gittinsTable({ discount, pulls });
    const shortHistories = fc.array(
      fc.record({ arm: fc.nat({ max: ARMS - 1 }), reward: fc.constantFrom(0, 1) }),
      { maxLength: pulls },
    );
    const indexOf = (history: readonly Pull[], arm: number): number => {
      const [successes, failures] = countsOf(history, arm);
      return gittinsIndex({ successes, failures, discount, tolerance: 1e-6 }).index;
    };
    fc.assert(
      fc.property(shortHistories, (history) => {
        const agent = createBanditAgent(gittins, { discount }, { arms: ARMS, pulls, seed: 1 });
        for (const pull of history) tell(agent, pull);
        const greatest = indexOf(
          history,
          bestArm((arm) => indexOf(history, arm)),
        );
        expect(indexOf(history, agent.act(0))).toBeGreaterThan(greatest - 2 * error - 1e-5);
      }),
      { numRuns: 25 },
    );
  });
});
