// The contract suite has power: each way to break the contract is found, by the rule that is meant to find it.

import { describe, expect, it } from "vitest";
import { checkEnvironment } from "../../src/rl/check-environment.ts";
import type { Finding } from "../../src/rl/check-environment.ts";
import type {
  Environment,
  EnvironmentBatch,
  EnvironmentFamily,
  Json,
  StepResult,
} from "../../src/rl/environment.ts";
import { box } from "../../src/rl/spaces.ts";
import { stepOneByOne } from "../../src/rl/vectorise.ts";
import { dial, walk } from "./toy-environments.ts";
import type { DialTask, WalkTask } from "./toy-environments.ts";

const rules = {
  description: "has a versioned id, a horizon and valid spaces",
  tasks: "draws tasks that are plain JSON and depend on the stream only",
  steps: "yields observations of its space and finite rewards",
  end: "comes to an end",
  determinism: "repeats an episode with the same stream and actions",
  isolation: "shares no state between instances",
  tasksMatter: "behaves differently in different tasks",
  batch: "steps a batch as it steps single environments",
};

/** Finds out what one rule says. */
function messagesOf(family: EnvironmentFamily, rule: string): readonly string[] {
  return checkEnvironment(family)
    .filter((finding: Finding) => finding.rule === rule)
    .map((finding) => finding.message);
}

/** The walk with something around each environment. */
function wrapWalk(
  wrap: (inner: Environment, task: WalkTask) => Environment,
): EnvironmentFamily<WalkTask> {
  return { ...walk, createEnvironment: (task) => wrap(walk.createEnvironment(task), task) };
}

/** The walk with every step changed. */
function changeSteps(change: (step: StepResult) => unknown): EnvironmentFamily<WalkTask> {
  return wrapWalk((inner) => ({
    reset: (rng) => inner.reset(rng),
    step: (action) => change(inner.step(action)) as StepResult,
  }));
}

/** The walk with a batch that differs from single stepping. */
function wrapBatch(
  wrap: (inner: EnvironmentBatch) => Partial<EnvironmentBatch>,
): EnvironmentFamily<WalkTask> {
  return {
    ...walk,
    createBatch(tasks) {
      const inner = stepOneByOne(walk, tasks);
      return {
        size: inner.size,
        reset: (...args) => {
          inner.reset(...args);
        },
        step: (...args) => {
          inner.step(...args);
        },
        ...wrap(inner),
      };
    },
  };
}

describe("checkEnvironment", () => {
  it("finds nothing in environments that keep the contract", () => {
    expect(checkEnvironment(walk)).toEqual([]);
    expect(checkEnvironment(dial)).toEqual([]);
    expect(checkEnvironment(wrapBatch(() => ({})))).toEqual([]);
  });

  it("finds an id without a version, a horizon that is no number of steps, and impossible bounds", () => {
    const observationSpace = { ...box({ shape: [2] }), low: [0, 1], high: [0, 2] };
    const broken = { ...walk, id: "Walk", horizon: 0, observationSpace };
    expect(messagesOf(broken, rules.description)).toEqual([
      'id: must be name@version in lower case, got "Walk"',
      "horizon: must be a positive integer, got 0",
      'observationSpace: must be made by box or discrete with lower bounds below upper bounds, got { kind: "box", shape: [2], low: [0, 1], high: [0, 2] }',
    ]);
  });

  it("finds a wrong number of tasks", () => {
    const broken = { ...walk, sampleTasks: () => [{ length: 1, end: "terminated" as const }] };
    expect(messagesOf(broken, rules.tasks)).toEqual([
      "sampleTasks: must draw 8 tasks when asked to, got 1",
    ]);
  });

  it("finds tasks that JSON changes", () => {
    const tasks = [new Float32Array([0.5]), { when: new Date(0) }, { at: Infinity }];
    const expected = [
      "got [0.5] and { 0: 0.5 } after it",
      'got { when: {} } and { when: "1970-01-01T00:00:00.000Z" } after it',
      "got { at: Infinity } and { at: null } after it",
    ];
    tasks.forEach((task, i) => {
      const broken: EnvironmentFamily = {
        ...(walk as EnvironmentFamily),
        sampleTasks: (_rng, count) => new Array<Json>(count).fill(task as unknown as Json),
      };
      expect(messagesOf(broken, rules.tasks)[0]).toBe(
        `sampleTasks: a task must survive JSON, ${expected[i]}`,
      );
    });
  });

  it("finds tasks that come from elsewhere than the stream", () => {
    let next = 0;
    const broken: EnvironmentFamily<WalkTask> = {
      ...walk,
      sampleTasks: (_rng, count) =>
        Array.from({ length: count }, () => ({ length: ++next, end: "terminated" })),
    };
    expect(messagesOf(broken, rules.tasks)).toEqual([
      "sampleTasks: the same stream must draw the same tasks, got others",
    ]);
  });

  it("finds a distribution of one task only", () => {
    const broken: EnvironmentFamily<DialTask> = {
      ...dial,
      sampleTasks: (_rng, count) => Array.from({ length: count }, () => ({ target: 1 })),
    };
    expect(messagesOf(broken, rules.tasks)).toEqual([
      "sampleTasks: tasks must differ, got 8 times { target: 1 }",
    ]);
  });

  it("finds an observation outside of its space, at reset and later", () => {
    const atReset = wrapWalk((inner) => ({ ...inner, reset: () => [1] }));
    expect(messagesOf(atReset, rules.steps)).toEqual([
      "reset: observation must be an element of Box(-Infinity, Infinity, [2]), got [1] at task 0, episode 0",
    ]);
    const later = { ...walk, observationSpace: box({ low: [-100, 0], high: [100, 1] }) };
    expect(messagesOf(later, rules.steps)[0]).toMatch(
      /^step: observation must be an element of Box\(\[-100, 0\], \[100, 1\], \[2\]\), got \[.*, 2\] at task \d, episode \d, step 1$/,
    );
    const dialBy = (turn: number): EnvironmentFamily<DialTask> => ({
      ...dial,
      createEnvironment: (task) => ({ ...dial.createEnvironment(task), reset: () => turn }),
    });
    expect(messagesOf(dialBy(3), rules.steps)).toEqual([
      "reset: observation must be an element of Discrete(3), got [3] at task 0, episode 0",
    ]);
  });

  it("finds a reward that is not finite and flags that are not booleans", () => {
    expect(
      messagesOf(
        changeSteps((step) => ({ ...step, reward: NaN })),
        rules.steps,
      ),
    ).toEqual(["step: reward must be a finite number, got NaN at task 0, episode 0, step 0"]);
    expect(
      messagesOf(
        changeSteps((step) => ({ ...step, terminated: 0 })),
        rules.steps,
      ),
    ).toEqual(["step: terminated must be a boolean, got 0 at task 0, episode 0, step 0"]);
    expect(
      messagesOf(
        changeSteps(({ observation, reward }) => ({ observation, reward, done: true })),
        rules.steps,
      ),
    ).toEqual([
      "step: terminated must be a boolean, got undefined at task 0, episode 0, step 0",
      "step: truncated must be a boolean, got undefined at task 0, episode 0, step 0",
    ]);
  });

  it("finds that no episode comes to an end", () => {
    const broken = {
      ...changeSteps((step) => ({ ...step, terminated: false })),
      horizon: 1_000_000,
    };
    expect(messagesOf(broken, rules.end)).toEqual([
      "step: an episode must end by itself or at the horizon, got none of 16 that ended within 1000 steps; lower the horizon of 1000000",
    ]);
  });

  it("finds randomness that does not come from the stream", () => {
    const broken = changeSteps((step) => ({ ...step, reward: step.reward + Math.random() }));
    expect(messagesOf(broken, rules.determinism)[0]).toMatch(
      /^step: an episode must repeat with the same instance, got a difference at task 0, episode 0: reward of step 0 is \S+ and \S+$/,
    );
  });

  it("finds state that survives a reset", () => {
    const broken = wrapWalk((inner) => {
      let total = 0;
      return {
        reset: (rng) => inner.reset(rng),
        step: (action) => ({ ...inner.step(action), reward: total++ }),
      };
    });
    expect(messagesOf(broken, rules.determinism)[0]).toMatch(
      /^step: an episode must repeat with the same instance, .*: reward of step 0 is 0 and \d+$/,
    );
    expect(messagesOf(broken, rules.isolation)).toEqual([]);
  });

  it("finds a task that is played by identity rather than by value", () => {
    const known = new WeakSet<WalkTask>();
    const broken: EnvironmentFamily<WalkTask> = {
      ...walk,
      sampleTasks(rng, count) {
        const tasks = walk.sampleTasks(rng, count);
        tasks.forEach((task) => known.add(task));
        return tasks;
      },
      createEnvironment: (task) =>
        walk.createEnvironment(known.has(task) ? task : { length: 3, end: "truncated" }),
    };
    expect(messagesOf(broken, rules.determinism)[0]).toMatch(
      /^step: an episode must repeat with the task after JSON, got a difference at task \d, episode \d: /,
    );
  });

  it("finds a task that is changed by playing it", () => {
    const broken = wrapWalk((inner, task) => ({
      reset(rng) {
        (task as { played?: boolean }).played = true;
        return inner.reset(rng);
      },
      step: (action) => inner.step(action),
    }));
    expect(messagesOf(broken, rules.determinism)[0]).toMatch(
      /^createEnvironment: the task must not be changed, got \{ length: \d, end: "terminated", played: true \} from \{"length":\d,"end":"terminated"\}$/,
    );
  });

  it("finds state that instances share", () => {
    let position = 0; // belongs into the instance
    const broken = wrapWalk((inner) => ({
      reset(rng) {
        position = 0;
        return inner.reset(rng);
      },
      step: (action) => ({ ...inner.step(action), reward: ++position }),
    }));
    expect(messagesOf(broken, rules.determinism)).toEqual([]);
    expect(messagesOf(broken, rules.isolation)[0]).toMatch(
      /^createEnvironment: an instance must not depend on others, got a difference between alone and in turns at task 0, episode 0: reward of step \d is \d and \d+$/,
    );
  });

  it("finds tasks that make no difference", () => {
    const broken: EnvironmentFamily<DialTask> = {
      ...dial,
      createEnvironment: () => dial.createEnvironment({ target: 0 }),
    };
    expect(messagesOf(broken, rules.tasksMatter)).toEqual([
      "createEnvironment: different tasks must behave differently, got the same episodes of 8 tasks under 2 sequences of random actions",
    ]);
  });

  it("finds a batch of another size", () => {
    expect(
      messagesOf(
        wrapBatch(() => ({ size: 3 })),
        rules.batch,
      ),
    ).toEqual(["createBatch: size must be the number of tasks 7, got 3"]);
  });

  it("finds a batch that steps differently, forgets to write, or does not start anew", () => {
    const otherReward = wrapBatch((inner) => ({
      step(actions, result) {
        inner.step(actions, result);
        result.rewards[4] = 1e-7;
      },
    }));
    expect(messagesOf(otherReward, rules.batch)[0]).toMatch(
      /^createBatch: a batch must equal single environments, got a difference in episode 0: rewards of environment 4 after step 0 are \[1\.0000000116860974e-7\] and \[\S+\]$/,
    );
    const unwritten = wrapBatch((inner) => ({
      step(actions, result) {
        inner.step(actions, { ...result, truncated: new Uint8Array(7) });
      },
    }));
    expect(messagesOf(unwritten, rules.batch)[0]).toBe(
      "createBatch: a batch must equal single environments, got a difference in episode 0: truncated of environment 0 after step 0 are [255] and [0]",
    );
    const onlyOnce = wrapBatch((inner) => {
      const started = new Set<number>();
      return {
        reset(row, rng, observations) {
          if (!started.has(row)) inner.reset(row, rng, observations);
          started.add(row);
        },
      };
    });
    expect(messagesOf(onlyOnce, rules.batch)[0]).toMatch(
      /difference in episode 1: observations of environment 0 after reset are \[NaN, NaN\] and \[\S+, 0\]$/,
    );
  });

  it("takes an exception for a finding", () => {
    const broken = changeSteps(() => {
      throw new RangeError("out of map");
    });
    expect(messagesOf(broken, rules.steps)).toEqual([
      "walk@test: no exception must be thrown, got RangeError: out of map",
    ]);
  });
});
