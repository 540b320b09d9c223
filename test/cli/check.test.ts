// The command on sound environments, and on every broken one of test/fixtures/: each is found, by a message of its own.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { environmentRules } from "../../src/rl/check/check-environment.ts";
import type { EnvironmentReport } from "../../src/rl/check/check-environment.ts";
import { readCodeBlocks } from "../docs/markdown.ts";
import { ROOT } from "../support/root.ts";
import { runAcclimate } from "../support/run-acclimate.ts";
import { exitCodeOf } from "../../src/cli/exit-codes.ts";
import { createProgram } from "../../src/cli/program.ts";
import type { RunResult } from "../support/run-acclimate.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const BROKEN = join(ROOT, "test/fixtures/broken-environments");
const PAGE = "docs/checking-environments.md";

/** What is said of each broken environment, from the beginning of the message. */
const expected: Readonly<Record<string, string>> = {
  "id-without-version": 'id: must be name@version in lower case, got "Line"',
  "no-horizon": "horizon: must be a positive integer, got 0",
  "empty-space": "observationSpace: must be made by box or discrete with lower bounds below upper",
  "batch-alone": "createEnvironment: must be a function, got undefined",
  "too-few-tasks": "sampleTasks: must draw 8 tasks when asked to, got 1",
  "task-is-no-json": "sampleTasks: a task must survive JSON, got [",
  "tasks-from-elsewhere": "sampleTasks: the same stream must draw the same tasks, got others",
  "one-task": "sampleTasks: tasks must differ, got 8 times { goal: 0.5 }",
  "refuses-outside-actions":
    "step: every action must be accepted, outside of Box(-1, 1, [1]) too, where the environment clips it, got EnvContractError: move must be at most 1, got -1.5 in refuses-outside-actions.ts:10 for [-1.5]",
  "refuses-a-choice":
    "step: every action of Discrete(3) must be accepted, got RangeError: no such move in refuses-a-choice.ts:19 for 2",
  "fails-outside": "step: reward must be a finite number, got NaN after action [-1.5]",
  "observation-outside-at-reset":
    "reset: observation must be an element of Box(-Infinity, Infinity, [2]), got [0] at task 0, episode 0",
  "observation-outside-later": "step: observation must be an element of Box(-1.5, 1.5, [2]), got [",
  "reward-is-not-finite":
    "step: reward must be a finite number, got Infinity at task 0, episode 0, step 0",
  "done-instead-of-flags":
    "step: terminated must be a boolean, got undefined at task 0, episode 0, step 0",
  throws: "line@throws: no exception must be thrown, got RangeError: out of map in throws.ts:7",
  "draws-from-elsewhere":
    "step: an episode must repeat with the same instance, got a difference at task 0, episode 0: reward of step 0 is -",
  "state-survives-reset":
    "step: an episode must repeat with the same instance, got a difference at task 0, episode 0: reward of step 0 is 0 and 6",
  "knows-tasks-by-identity":
    "step: an episode must repeat with the task after JSON, got a difference at task 0, episode 0: reward of step 0 is 1 and 0",
  "changes-its-task": "createEnvironment: the task must not be changed, got { goal: -",
  "shared-state":
    "createEnvironment: an instance must not depend on others, got a difference between alone and in turns at task 0, episode 0: reward of step 1 is 2 and 17",
  "last-task-wins":
    "createEnvironment: an instance must not depend on others, got a difference between alone and in turns at task 0, episode 0: reward of step 0 is 2.26",
  "must-end-before-reset":
    "reset: an episode must begin anew after any step, got a difference from a fresh instance after 1 step of task 1: reward of step 0 is ",
  "returns-its-own-array": "step: an observation must stay as it was returned, got [",
  "clips-in-place": "step: the action must not be changed, got [-1] from [-1.3",
  "keeps-the-action":
    "step: the action must be read during the call only, got a difference where its array is used again for the next at task 0, episode 0: reward of step 1 is ",
  "never-ends":
    "step: an episode must end by itself or at the horizon, got none of 16 that ended within 1000 steps; lower the horizon of 1000000",
  "both-flags":
    "step: terminated and truncated must not both be true, got both at task 0, episode 0, step 5; set terminated alone where the MDP ends",
  "terminated-by-the-clock":
    "step: terminated must mean that the MDP ended, not a clock, got true after 6 steps in all of 16 episodes",
  "horizon-too-long":
    "horizon: must be the length of the longest episode, got 12, but truncated is true after 6 steps in all of 16 episodes, whatever the task and the actions; declare horizon 6",
  "batch-of-another-size": "createBatch: size must be the number of tasks 7, got 8",
  "batch-steps-differently":
    "createBatch: a batch must equal single environments, got rewards [-0.62",
  "batch-writes-no-flags":
    "createBatch: a batch must equal single environments, got truncated [255] and [0] of row 0 after step 0",
  "batch-clips-in-place": "createBatch: step must not change actions, got [1, ",
  "batch-starts-all-rows":
    "createBatch: reset must write the observation of its own row alone, got another observation of row 1 from the reset of row 0 at first",
  "batch-restarts-others":
    "createBatch: a batch must equal single environments, got observations [1.0451",
  "batches-share-state":
    "createBatch: a batch must equal single environments, got observations [0.3869",
  "shows-the-goal":
    "reset: the observation must not depend on the task before an action, got element 2, which equals goal in 64 of 64 tasks; take it out, or set observesTask: true",
  "shows-the-way":
    "reset: the observation must not depend on the task before an action, got element 0, which goes with goal (correlation 1.00 over 64 tasks); take it out, or set observesTask: true",
  "shows-the-goal-later":
    "step: the observation must not hold a number of the task, got element 1, which equals goal after every step of 64 of 64 tasks; take it out, or set observesTask: true",
  "picture-is-no-text": 'render: must return text, got ["o--x"] with 0 episodes of task 0',
  "picture-has-colours":
    'render: must return plain text without escape codes, got the character "\\u001b" with 0 episodes of task 0',
  "picture-is-too-wide":
    "render: lines must have at most 80 characters, got 199 with 40 episodes of task 0",
  "picture-needs-an-episode":
    "render: no exception must be thrown, got TypeError: Cannot read properties of undefined (reading 'rewards') in picture-needs-an-episode.ts:10 with 0 episodes of task 0",
  "picture-varies":
    "render: the same episodes must give the same text, got another with 0 episodes of task 0",
  "picture-sorts-episodes":
    "render: the task and episodes must not be changed, got others with 3 episodes of task 0",
  "plane-without-such-axes":
    "plane.axes: must be two of the indices of Box(-Infinity, Infinity, [2]), got [0, 2]",
  "plane-without-range": "plane.range: must be two finite numbers in order, got [1, -1]",
  "goal-outside-the-plane": "plane.goal: must be a point within [-0.5, 0.5], got [1.78",
  "optimum-is-no-number": "optimalReturn: must be a finite number, got NaN of task 2",
  "optimum-varies": "optimalReturn: must be the same at each call, got others of task 0",
  "optimum-is-beaten": "optimalReturn: no policy must have a higher return, got 3.595 more than ",
  "tasks-are-alike":
    "createEnvironment: different tasks must behave differently, got the same episodes of 64 tasks under each of 45 simple policies",
  "adapting-does-not-pay": "sampleTasks: adapting must pay, got a gain of 0 ± 0 (95 %) by ",
};

const files = readdirSync(BROKEN);

describe("acclimate check of broken environments", () => {
  let run: RunResult;
  let reports: readonly EnvironmentReport[];

  beforeAll(async () => {
    run = await runAcclimate(["check", ...files, "--json"], { cwd: BROKEN });
    reports = (JSON.parse(run.stdout) as { environments: EnvironmentReport[] }).environments;
  });

  it("exits with 1 and a report of each", () => {
    expect(run.exitCode).toBe(1);
    expect(reports).toHaveLength(files.length);
    expect(run.stderr).toMatch(
      /54 environments checked, 55 findings in line@adapting-does-not-pay, /,
    );
  });

  it.each(Object.entries(expected))("finds what is wrong with %s", (name, message) => {
    const report = reports[files.indexOf(`${name}.ts`)]!;
    const [first, ...others] = report.findings.map((finding) => finding.message);
    expect(first?.slice(0, message.length)).toBe(message);
    // Nothing but what is wrong, of which flags are two things.
    expect(others).toHaveLength(name === "done-instead-of-flags" ? 1 : 0);
    const failed = report.rules.filter(({ outcome }) => outcome === "failed");
    expect(failed).toEqual([{ name: report.findings[0]?.rule, outcome: "failed" }]);
  });

  it("has a message of its own for each", () => {
    expect(files.map((file) => basename(file, ".ts")).sort()).toEqual(Object.keys(expected).sort());
    const messages = Object.values(expected);
    for (const message of messages) {
      expect(messages.filter((other) => other.startsWith(message))).toEqual([message]);
    }
  });

  it("breaks every rule", () => {
    const broken = new Set(reports.flatMap(({ findings }) => findings.map(({ rule }) => rule)));
    expect([...broken].sort()).toEqual(environmentRules.map(({ name }) => name).sort());
  });

  it("finds what the page shows", () => {
    const found = reports.flatMap(({ findings }) => findings.map(({ message }) => message));
    const shown = readCodeBlocks(PAGE, ["text"]).flatMap(({ code }) => code.trim().split("\n"));
    expect(shown.length).toBeGreaterThan(environmentRules.length);
    for (const message of shown) expect(found).toContain(message);
    const headings = readFileSync(join(ROOT, PAGE), "utf8").matchAll(/^### (.*)$/gm);
    expect([...headings].map(([, heading]) => heading)).toEqual(
      environmentRules.map(({ name }) => name),
    );
  });
});

describe("acclimate check", () => {
  it.each(["id-without-version", "shows-the-goal"])(
    "exits with 1 at %s alone, and says so below the rule",
    async (name) => {
      const file = join(BROKEN, `${name}.ts`);
      const output = await runAcclimate(["check", file], { cwd: temporaryFolder() });
      expect(output).toMatchObject({ exitCode: 1, stderr: "" });
      expect(output.stdout).toMatch(/^ {2}✗ .*\n {6}(?! )/m);
      expect(output.stdout).toContain(`\n      ${expected[name]}`);
      expect(output.stdout).toMatch(/\n1 environment checked, 1 finding in \S+\n$/);
    },
  );

  it("exits with 0 where nothing is found, with a line for each rule", async () => {
    const args = ["check", "navigation", "navigation@maml2017", "--seed", "1"];
    const output = await runAcclimate(args, { cwd: temporaryFolder() });
    expect(output).toMatchObject({ exitCode: 0, stderr: "" });
    const lines = output.stdout.split("\n");
    expect(lines.filter((line) => /^\S+@/.test(line))).toEqual([
      "navigation@maml2017",
      "navigation@pytorch-maml-rl",
    ]);
    for (const { name } of environmentRules) {
      expect(lines.filter((line) => line === `  ✓ ${name}`)).toHaveLength(2);
    }
    expect(output.stdout).toMatch(/\n {6}note: adapting pays, by a gain of .* simple policies\n/);
    expect(output.stdout).toMatch(/\n2 environments checked, nothing found\n$/);
  });

  it("checks all that a file exports, alone, in arrays or in an experiment", async () => {
    const folder = temporaryFolder();
    const line = JSON.stringify(join(BROKEN, "../line.ts"));
    writeFileSync(
      join(folder, "mine.ts"),
      `import { line } from ${line};
      const make = (version: string) => ({ ...line, id: "line@" + version, horizon: 0 });
      export const one = make("1");
      export const all = [one, make("2")];
      export const helper = () => 1;
      export default { environments: [make("3")] };`,
    );
    const output = await runAcclimate(["check", "./mine.ts", "--json"], { cwd: folder });
    const { environments } = JSON.parse(output.stdout) as { environments: EnvironmentReport[] };
    expect(environments.map(({ id }) => id).sort()).toEqual(["line@1", "line@2", "line@3"]);
  });

  it.each([
    ["navigatoin", 'got "navigatoin"; did you mean "navigation"?'],
    ["navigation@maml2071", 'got "navigation@maml2071"; did you mean "navigation@maml2017"?'],
    ["./none.ts", "must export an environment, got none; export what its create function returns"],
    ["./missing.ts", "must exist, got "],
  ])("finds %s to be wrong usage", async (name, message) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "none.ts"), "export const x = 1;");
    const file = name.startsWith("./") ? join(folder, name) : name;
    const run = createProgram().parseAsync(["check", "navigation", file], { from: "user" });
    const error: unknown = await run.catch((reason: unknown) => reason);
    expect((error as Error).message).toContain(message);
    expect(exitCodeOf(error)).toBe(2);
  });

  it("exits with 2 at a name that does not exist, before anything is played", async () => {
    const args = ["check", "navigation", "navigatoin"];
    const { exitCode, stdout, stderr } = await runAcclimate(args, { cwd: temporaryFolder() });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toMatch(
      /^error: environment: must be one of .*, or a file, got "navigatoin"; did you mean "navigation"\?\n$/,
    );
  });
});
