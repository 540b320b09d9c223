// What the broken environments of test/fixtures/ do not show: that sound ones pass, and how findings are reported.

import { box, discrete } from "acclimate/env";
import type { Environment, EnvironmentFamily, Json, Random } from "acclimate/env";
import { describe, expect, it } from "vitest";
import {
  applyRule,
  checkEnvironment,
  environmentRules,
} from "../../../src/rl/check/check-environment.ts";
import type { EnvironmentReport } from "../../../src/rl/check/check-environment.ts";
import { changeSteps, line, withoutBatch } from "../../fixtures/line.ts";
import type { LineTask } from "../../fixtures/line.ts";
import { dial } from "../toy-environments.ts";

function outcomesOf({ rules }: EnvironmentReport): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { outcome } of rules) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
}

/** The line as a class with private fields, which no copy of an instance would have. */
class LineFamily implements EnvironmentFamily<LineTask> {
  readonly id = "line@class";
  readonly observationSpace = line.observationSpace;
  readonly actionSpace = line.actionSpace;
  readonly horizon: number;
  readonly #line = withoutBatch("inside");

  constructor(horizon: number) {
    this.horizon = horizon;
  }

  sampleTasks(rng: Random, count: number): readonly LineTask[] {
    return this.#line.sampleTasks(rng, count);
  }

  createEnvironment(task: LineTask): Environment {
    return this.#line.createEnvironment(task);
  }
}

describe("checkEnvironment", () => {
  it.each([0, 1, 2])("finds nothing in environments that keep the contract, by seed %i", (seed) => {
    for (const family of [line, dial, withoutBatch("single")]) {
      const report = checkEnvironment(family, seed);
      expect(report.findings).toEqual([]);
      expect(outcomesOf(report)).toEqual({ passed: environmentRules.length });
    }
  });

  it("checks an environment that is an instance of a class", () => {
    expect(checkEnvironment(new LineFamily(6)).findings).toEqual([]);
  });

  it("reports by rule, as plain JSON, and the same each time", () => {
    const report = checkEnvironment(line, 3);
    expect(report.id).toBe("line@sound");
    expect(report.rules.map(({ name }) => name)).toEqual(environmentRules.map(({ name }) => name));
    expect(report.notes).toEqual([
      {
        rule: "rewards adapting to the task",
        message: expect.stringMatching(
          /^adapting pays, by a gain of \S+ ± \S+ \(95 %\) by /,
        ) as string,
      },
    ]);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(checkEnvironment(line, 3)).toEqual(report);
  });

  it("skips what builds on a rule that is broken, and goes on otherwise", () => {
    const noHorizon = checkEnvironment({ ...line, horizon: 0.5 });
    expect(noHorizon.findings).toHaveLength(1);
    expect(outcomesOf(noHorizon)).toEqual({ failed: 1, skipped: environmentRules.length - 1 });
    const noRange = checkEnvironment({ ...line, plane: { axes: [0, 1], range: [0, 0] } });
    expect(outcomesOf(noRange)).toEqual({ failed: 1, passed: environmentRules.length - 1 });
  });

  it("takes an exception for a finding, and says in which line it was thrown", () => {
    const broken = changeSteps("exception", () => {
      throw new RangeError("out of map");
    });
    expect(checkEnvironment(broken).findings).toEqual([
      {
        rule: "yields observations of its space and finite rewards",
        message: expect.stringMatching(
          /^line@exception: no exception must be thrown, got RangeError: out of map in check-environment\.test\.ts:\d+$/,
        ) as string,
      },
    ]);
  });

  it("finds what is no environment at all", () => {
    const nothing = { createEnvironment: 1, render: "x", observesTask: 0 };
    const messages = checkEnvironment(nothing as unknown as EnvironmentFamily).findings.map(
      ({ message }) => message,
    );
    expect(messages).toEqual([
      "id: must be name@version in lower case, got undefined",
      "horizon: must be a positive integer, got undefined",
      "observationSpace: must be made by box or discrete with lower bounds below upper bounds, got undefined",
      "actionSpace: must be made by box or discrete with lower bounds below upper bounds, got undefined",
      "sampleTasks: must be a function, got undefined",
      "createEnvironment: must be a function, got 1",
      'render: must be a function, got "x"',
      "observesTask: must be a boolean, got 0",
    ]);
  });
});

/** What one rule says, notes included. */
function messagesOf(family: EnvironmentFamily, name: string): readonly string[] {
  const rule = environmentRules.find((candidate) => candidate.name === name)!;
  return applyRule(rule, family).map(({ kind, message }) => `${kind}: ${message}`);
}

describe("the rule on tasks", () => {
  it.each([
    [{ when: new Date(0) }, 'got { when: {} } and { when: "1970-01-01T00:00:00.000Z" } after it'],
    [{ at: Infinity }, "got { at: Infinity } and { at: null } after it"],
    [undefined, "got undefined and null after it"],
  ])("finds that JSON changes %j", (task, expected) => {
    const sampleTasks = (_rng: Random, count: number): readonly Json[] =>
      new Array<unknown>(count).fill(task) as Json[];
    const family = { ...(line as EnvironmentFamily), sampleTasks };
    expect(
      messagesOf(family, "draws tasks that are plain JSON and depend on the stream only")[0],
    ).toBe(`finding: sampleTasks: a task must survive JSON, ${expected}`);
  });
});

describe("the rule on clocks", () => {
  const rule = "tells the end of the MDP from the end of the clock";

  /** The line with its own clock. */
  function stopAfter(horizon: number, flag: "terminated" | "truncated"): EnvironmentFamily {
    return {
      ...withoutBatch("clock"),
      horizon,
      createEnvironment(task) {
        const inner = line.createEnvironment(task as LineTask);
        let step = 0;
        return {
          reset(rng) {
            step = 0;
            return inner.reset(rng);
          },
          step: (action) => ({ ...inner.step(action), [flag]: ++step === horizon }),
        };
      },
    };
  }

  it("accepts an own clock at the horizon, and an episode of one step that terminates", () => {
    expect(messagesOf(stopAfter(6, "truncated"), rule)).toEqual([]);
    expect(messagesOf(stopAfter(1, "terminated"), rule)).toEqual([]);
    expect(messagesOf(stopAfter(2, "terminated"), rule)).toHaveLength(1);
  });

  it("accepts an MDP that may end at any step", () => {
    const family = changeSteps("falls", (step) => {
      const [position = NaN] = Array.from(step.observation as ArrayLike<number>);
      return { ...step, terminated: Math.abs(position) > 0.5 };
    });
    expect(messagesOf(family, rule)).toEqual([]);
  });
});

describe("the rule on what observations show", () => {
  const rule = "does not show the task in its observations";

  it("finds a choice of the task in a Discrete observation", () => {
    const family: EnvironmentFamily<{ readonly target: number }> = {
      ...dial,
      createEnvironment: (task) => ({ ...dial.createEnvironment(task), reset: () => task.target }),
    };
    expect(messagesOf(family, rule)).toEqual([
      "finding: reset: the observation must not depend on the task before an action, got element 0, which equals target in 64 of 64 tasks; take it out, or set observesTask: true",
    ]);
  });

  it("says how many values an element takes that no number of the task explains", () => {
    const family: EnvironmentFamily<LineTask> = {
      ...withoutBatch("hash"),
      createEnvironment: (task) => ({
        ...line.createEnvironment(task),
        reset: () => [0, Math.floor(1000 * Math.abs(task.goal)) % 2],
      }),
    };
    expect(messagesOf(family, rule)).toEqual([
      "finding: reset: the observation must not depend on the task before an action, got element 1, which takes 2 values in 64 tasks under the same stream; take it out, or set observesTask: true",
    ]);
  });

  it("notes it of an environment that shows its tasks on purpose", () => {
    const shown: EnvironmentFamily<LineTask> = {
      ...withoutBatch("shown"),
      observesTask: true,
      createEnvironment: (task) => ({
        ...line.createEnvironment(task),
        reset: () => [0, task.goal],
      }),
    };
    expect(messagesOf(shown, rule)).toEqual([
      "note: as observesTask says, an observation has element 1, which equals goal in 64 of 64 tasks",
    ]);
    expect(messagesOf({ ...line, observesTask: true }, rule)).toEqual([
      "note: observesTask is true, but no element of an observation is known to show the task",
    ]);
    expect(messagesOf({ ...line, observesTask: true }, "rewards adapting to the task")).toEqual([
      "note: observesTask is true: no adaptation is needed, and whether it pays was not asked",
    ]);
  });
});

describe("the rule on different tasks", () => {
  it("sees a reward that random actions never earn", () => {
    // Chance 1/4 at each of 8 steps: a random episode finds the code of its task once in 65536.
    const lock: EnvironmentFamily<{ readonly digit: number }> = {
      id: "lock@test",
      observationSpace: discrete(1),
      actionSpace: discrete(4),
      horizon: 8,
      sampleTasks: (rng, count) => Array.from({ length: count }, () => ({ digit: rng.integer(4) })),
      createEnvironment({ digit }) {
        let right = 0;
        return {
          reset: () => (right = 0),
          step(action) {
            if (action === digit) right++;
            const reward = right === 8 ? 1 : 0;
            return { observation: 0, reward, terminated: false, truncated: false };
          },
        };
      },
    };
    expect(checkEnvironment(lock).findings).toEqual([]);
  });
});

describe("the rule on adapting", () => {
  it("takes the optimum into account where simple policies show no gain", () => {
    // As above with 16 steps and a code of digits that differ: no simple policy opens it.
    const vault: EnvironmentFamily<{ readonly code: readonly number[] }> = {
      id: "vault@test",
      observationSpace: box({ shape: [1] }),
      actionSpace: discrete(4),
      horizon: 16,
      sampleTasks: (rng, count) =>
        Array.from({ length: count }, () => ({
          code: Array.from({ length: 16 }, () => rng.integer(4)),
        })),
      createEnvironment({ code }) {
        let step = 0;
        let right = 0;
        return {
          reset: () => [(step = right = 0)],
          step(action) {
            if (action === code[step++]) right++;
            const reward = right === 16 ? 1 : 0;
            return { observation: [0], reward, terminated: false, truncated: false };
          },
        };
      },
    };
    const rule = "rewards adapting to the task";
    expect(messagesOf(vault, rule)[0]).toMatch(
      /^finding: sampleTasks: adapting must pay, got a gain of 0 ± 0 \(95 %\) /,
    );
    expect(messagesOf({ ...vault, optimalReturn: () => 1 }, rule)[0]).toMatch(
      /^note: adapting pays, by a gain of 0 ± 0 \(95 %\) .*, and of 1 ± 0 \(95 %\) by the optimum \(1\)$/,
    );
  });
});

describe("the rule on adapting, where simple policies are alike", () => {
  it("notes that it does not know", () => {
    // What an episode returns is chance nearly alone: a standard deviation of 100 beside steps of less than 1.
    const noisy: EnvironmentFamily<LineTask> = {
      ...withoutBatch("noisy"),
      createEnvironment(task) {
        const inner = line.createEnvironment(task);
        let luck = 0;
        return {
          reset(rng) {
            const observation = inner.reset(rng);
            luck = 100 * rng.normal();
            return observation;
          },
          step(action) {
            const step = inner.step(action);
            const [position = 0] = Array.from(step.observation as ArrayLike<number>);
            return { ...step, reward: luck * Math.sin(50 * position) + step.reward };
          },
        };
      },
    };
    expect(messagesOf(noisy, "rewards adapting to the task")).toEqual([
      expect.stringMatching(
        /^note: whether adapting pays is not known, simple policies being too much alike: a gain of /,
      ),
    ]);
  });
});

describe("the rule on the optimal return", () => {
  const rule = "has an optimal return that no policy beats, if it has one";

  it("accepts the optimum itself, and finds one that is too low by little", () => {
    // The best choice of the dial returns 1 in each of 4 steps.
    expect(messagesOf({ ...dial, optimalReturn: () => 4 }, rule)).toEqual([]);
    expect(messagesOf({ ...dial, optimalReturn: () => 3.9 }, rule)).toEqual([
      expect.stringMatching(
        /^finding: optimalReturn: no policy must have a higher return, got 0\.1 more than 3\.9 on average over 64 tasks, .* by the best simple policy for each task$/,
      ),
    ]);
  });

  it("notes that it cannot be compared where episodes are too long", () => {
    const long = { ...dial, horizon: 1001, optimalReturn: () => 0 };
    expect(messagesOf(long, rule)).toEqual([
      "note: optimalReturn was not compared with what policies reach: the horizon is too long",
    ]);
  });
});
