// Layer 6: the commands, their options and their help. What they do is imported when one runs, so that help is quick.

import { Command, InvalidArgumentError } from "@commander-js/extra-typings";
import { packageVersion } from "../package-version.ts";

const EXPERIMENT = "name of an experiment, or a file with one as its default export";
const ENVIRONMENT =
  "a name of acclimate list, with or without its version, or a file that exports environments";
const RUN_FOLDER = "a run folder that acclimate train wrote";
const BACKEND = "onnx, tensorflow, wasm or cpu";
const JSON_OUTPUT = "end standard output with one JSON object; all else goes to standard error";
const SET = "change a field of the configuration, such as outer.maxKl=0.02; may be repeated";

const BENCH_MEANING = `
Seconds are medians over the measured outer steps. Environment steps are counted by the second of the
rollout phase. The speed of this machine is that of one product [40, 2000, 100] x [40, 100, 100] on the
same backend; what is reached of it is the arithmetic of all matrix products that an outer step ran, by
the seconds of the whole outer step. Only the onnx backend counts that arithmetic.

With --tasks, each measurement runs in a process of its own, so that peak memory is that of its number of
tasks alone. It holds what the program takes without any task, so that "by tasks" falls as tasks are added.`;

const CHECK_MEANING = `
The exit code is 0 if nothing was found, 1 if anything was, and 2 if there is no such environment.
docs/checking-environments.md explains the rules, with an example of each finding.`;

const COMPARE_MEANING = `
Runs must be completed, and on one environment. docs/comparing-runs.md explains each number.`;

const REPRODUCTION =
  "name of a reproduction, such as rl2-bandits, or a file with one of adaptation as its default export";
const REPRODUCTION_FOLDER =
  "folder to write to, without files or with a reproduction to go on with (default: runs/<name>-<n>)";
const WORKERS =
  "of trials: threads that play (default: one a core); of adaptation: runs at once (default: 1)";

const REPRODUCE_MEANING = `
A reproduction is a table of trials, which are played, or one or several of adaptation, a panel each, whose methods
are trained with several seeds. One of adaptation goes on where it stopped: give the same options, and its folder
as --out.
docs/reproductions.md explains both.`;

/** Makes the command line. Usage errors and help throw a `CommanderError` instead of ending the process. */
export function createProgram(): Command {
  const program = new Command("acclimate")
    .description("Fast adaptation in reinforcement learning.")
    .version(packageVersion())
    .exitOverride()
    .showHelpAfterError("(add --help for usage)");
  addTrain(program);
  addEvaluate(program);
  addResume(program);
  addCompare(program);
  addList(program);
  addCheck(program);
  addBench(program);
  addReproduce(program);
  return program;
}

function addTrain(program: Command): void {
  program
    .command("train")
    .description("Train an experiment, evaluate it on held-out tasks, and write a run folder.")
    .argument("<experiment>", EXPERIMENT)
    .option("--preset <name>", "named configuration to start from (default: the first)")
    .option("--seed <n>", "seed of all randomness", parseInteger(0))
    .option("--outer-steps <n>", "outer steps to train for", parseInteger(1))
    .option("--out <folder>", "run folder, without files (default: runs/<experiment>-<n>)")
    .option("--set <path=value>", SET, collect, [])
    .option("--backend <name>", BACKEND, "onnx")
    .option("--workers <n>", "processes that roll out; only 1 so far", parseInteger(1), 1)
    .option("--json", JSON_OUTPUT)
    .option("--quiet", "show no progress")
    .action(async (experiment, options) => {
      const { runTrain } = await import("./commands/train.ts");
      process.exitCode = await runTrain(experiment, options);
    });
}

function addEvaluate(program: Command): void {
  program
    .command("evaluate")
    .description("Adapt a trained policy to held-out tasks. Writes nothing unless --out is given.")
    .argument("<folder>", RUN_FOLDER)
    .option("--tasks <n>", "held-out tasks (default: as configured)", parseInteger(1))
    .option("--inner-steps <n>", "inner steps (default: as configured)", parseInteger(0))
    .option("--episodes <n>", "episodes per task (default: as configured)", parseInteger(1))
    .option(
      "--learning-rate <schedule>",
      "of inner steps, such as 0.1*0.5^innerStep (default: as configured)",
    )
    .option("--seed <n>", "seed of tasks and episodes (default: the run's)", parseInteger(0))
    .option("--backend <name>", `${BACKEND} (default: the run's)`)
    .option("--out <file>", "write the evaluation to a file, which must not exist")
    .option("--json", JSON_OUTPUT)
    .action(async (folder, options) => {
      const { runEvaluate } = await import("./commands/evaluate.ts");
      await runEvaluate(folder, options);
    });
}

function addResume(program: Command): void {
  program
    .command("resume")
    .description("Go on with a run where it stopped; the result is as if it never had.")
    .argument("<folder>", RUN_FOLDER)
    .option("--outer-steps <n>", "train for another number of outer steps", parseInteger(1))
    .option("--json", JSON_OUTPUT)
    .option("--quiet", "show no progress")
    .action(async (folder, options) => {
      const { runResume } = await import("./commands/resume.ts");
      process.exitCode = await runResume(folder, options);
    });
}

function addCompare(program: Command): void {
  program
    .command("compare")
    .description("Compare runs: methods side by side, averaged over seeds. Writes one page.")
    .argument("<folder...>", `${RUN_FOLDER}; those that differ only in their seed are one method`)
    .option("--reference <name>", "method that others are subtracted from (default: the first)")
    .option("--return <x>", "measure the cost of coming to this return", parseNumber)
    .option("--label <folder=name>", "call the method of a run so; may be repeated", collect, [])
    .option("--out <file>", "page to write, which must not exist (default: runs/compare-<n>.html)")
    .option("--markdown <file>", "write the tables as Markdown, too, to a file that must not exist")
    .option("--svg <folder>", "write the pictures as SVG, too, to a folder that has none of them")
    .option("--json", JSON_OUTPUT)
    .addHelpText("after", COMPARE_MEANING)
    .action(async (folders, options) => {
      const { runCompare } = await import("./commands/compare.ts");
      await runCompare(folders, options);
    });
}

function addList(program: Command): void {
  program
    .command("list")
    .description("Show the experiments and their presets, and all environments.")
    .option("--json", JSON_OUTPUT)
    .action(async (options) => {
      const { runList } = await import("./commands/list.ts");
      await runList(options);
    });
}

function addCheck(program: Command): void {
  program
    .command("check")
    .description("Play environments and say where they break the contract. Writes nothing.")
    .argument("<environment...>", ENVIRONMENT)
    .option("--seed <n>", "seed of the tasks and episodes that are played", parseInteger(0), 0)
    .option("--json", JSON_OUTPUT)
    .addHelpText("after", CHECK_MEANING)
    .action(async (namesOrFiles, options) => {
      const { runCheck } = await import("./commands/check.ts");
      process.exitCode = await runCheck(namesOrFiles, options);
    });
}

function addBench(program: Command): void {
  program
    .command("bench")
    .description("Measure the seconds of each phase of an outer step. Writes nothing.")
    .argument("<experiment>", EXPERIMENT)
    .option("--preset <name>", "named configuration to start from (default: the first)")
    .option("--outer-steps <n>", "outer steps to measure", parseInteger(1), 5)
    .option("--warmup <n>", "outer steps before these", parseInteger(0), 2)
    .option(
      "--tasks <n,…>",
      "repeat with each metaBatchSize, such as 10,20,40,80",
      parseIntegers(1),
    )
    .option("--seed <n>", "seed of all randomness", parseInteger(0))
    .option("--set <path=value>", SET, collect, [])
    .option("--backend <name>", BACKEND, "onnx")
    .option("--json", JSON_OUTPUT)
    .addHelpText("after", BENCH_MEANING)
    .action(async (experiment, options) => {
      const { runBench } = await import("./commands/bench.ts");
      await runBench(experiment, options);
    });
}

function addReproduce(program: Command): void {
  program
    .command("reproduce")
    .description("Make a published table again and compare it, cell by cell.")
    .argument("<name>", REPRODUCTION)
    .option(
      "--methods <name,…>",
      "methods to measure, such as ucb1,gittins (default: all)",
      parseNames,
    )
    .option("--rows <name,…>", "of trials: rows to make (default: all)", parseNames)
    .option("--instances <n>", "of trials: trials of a cell (default: 10000)", parseInteger(2))
    .option(
      "--tuning-instances <n>",
      "of trials: trials of each parameter tried (default: 2000)",
      parseInteger(2),
    )
    .option("--seed <n>", "of trials: seed of all randomness (default: 1)", parseInteger(0))
    .option("--panels <name,…>", "of adaptation: panels to make (default: all)", parseNames)
    .option("--seeds <n,…>", "of adaptation: seeds of each method, such as 1,2,3", parseIntegers(0))
    .option("--outer-steps <n>", "of adaptation: most outer steps of a run", parseInteger(1))
    .option("--backend <name>", `of adaptation: ${BACKEND} (default: onnx)`)
    .option("--workers <n>", WORKERS, parseInteger(1))
    .option("--out <folder>", REPRODUCTION_FOLDER)
    .option("--json", JSON_OUTPUT)
    .option("--quiet", "show no progress")
    .addHelpText("after", REPRODUCE_MEANING)
    .action(async (name, options) => {
      const { runReproduce } = await import("./commands/reproduce.ts");
      process.exitCode = await runReproduce(name, options);
    });
}

/** A parser of integers that are at least `min`. */
function parseInteger(min: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^-?\d+$/.test(text) && Number.isSafeInteger(value) && value >= min) return value;
    throw new InvalidArgumentError(`It must be an integer >= ${min}.`);
  };
}

/** A parser of finite numbers. */
function parseNumber(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value)) return value;
  throw new InvalidArgumentError("It must be a number.");
}

/** A parser of integers with commas between them. */
function parseIntegers(min: number): (text: string) => readonly number[] {
  const parse = parseInteger(min);
  return (text) => text.split(",").map(parse);
}

/** A parser of names with commas between them. */
function parseNames(text: string): readonly string[] {
  return text.split(",").map((name) => name.trim());
}

function collect(value: string, values: readonly string[]): readonly string[] {
  return [...values, value];
}
