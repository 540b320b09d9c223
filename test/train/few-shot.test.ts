// Training on task sets: what a run leaves, going on with it, and its evaluation.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import { ConfigError } from "../../src/errors.ts";
import { hashTaskSet } from "../../src/train/hash-task-set.ts";
import { kindOf } from "../../src/train/kind-of.ts";
import { disposeState, openRun } from "../../src/train/open-run.ts";
import type { ConfigChanges } from "../../src/train/resolve-config.ts";
import { prepareResume } from "../../src/train/resume.ts";
import { readRunDescription } from "../../src/train/run-description.ts";
import { train } from "../../src/train/train.ts";
import type { TrainOptions, TrainResult } from "../../src/train/train.ts";
import type { FewShotExperiment } from "../../src/train/few-shot-experiment.ts";
import type { EvaluationSettings } from "../../src/train/experiment-kind.ts";
import type { FewShotEvaluation } from "../../src/few-shot/evaluation.ts";
import { blobs } from "../few-shot/toy-task-sets.ts";
import toy from "../few-shot/toy-experiment.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { abortAfter, describeRunOf, readText } from "./support.ts";

beforeAll(() => useBackend("cpu"));

/** Trains into a folder. */
async function trainToy(
  folder: string,
  changes: ConfigChanges = {},
  options: Partial<TrainOptions<FewShotExperiment>> = {},
): Promise<TrainResult<FewShotExperiment>> {
  return train({ experiment: toy, run: await describeRunOf(toy, changes), folder, ...options });
}

async function resume(folder: string, experiment: FewShotExperiment = toy): Promise<TrainResult> {
  return train(await prepareResume({ folder, run: readRunDescription(folder), experiment }));
}

/** The lines of metrics without what depends on the clock. */
function metricsOf(folder: string): readonly object[] {
  const lines = readText(folder, "metrics.jsonl").trimEnd().split("\n");
  return lines.map((line) => ({ ...(JSON.parse(line) as object), seconds: undefined }));
}

function readJson(folder: string, file: string): unknown {
  return JSON.parse(readText(folder, file));
}

/** Evaluates a finished run again. */
async function evaluateAgain(
  folder: string,
  settings: EvaluationSettings,
): Promise<FewShotEvaluation> {
  const { run, problem, state, progress } = await openRun({
    folder,
    run: readRunDescription(folder),
    experiment: toy,
  });
  try {
    const { outerSteps } = progress;
    return kindOf(toy).evaluate({
      experiment: toy,
      config: run.config,
      problem,
      state,
      outerSteps,
      settings,
    }) as FewShotEvaluation;
  } finally {
    disposeState(state);
  }
}

const presets = Object.keys(toy.presets);

describe("train on a task set", () => {
  it("leaves the configuration, a line per outer step, a checkpoint, an evaluation and a summary", async () => {
    const folder = temporaryFolder();
    const { summary, metrics, evaluation } = await trainToy(folder);
    const config = readJson(folder, "config.json") as Record<string, unknown>;
    expect(config).toMatchObject({
      preset: "maml",
      seed: 1,
      config: { taskSet: "blobs@test", learner: "maml", ways: 3, shots: 2, queries: 2 },
      taskSet: { id: "blobs@test", hash: hashTaskSet(toy.taskSets[0]!) },
    });
    expect(config).not.toHaveProperty("environment");
    expect(metricsOf(folder)).toEqual(metrics.map((line) => ({ ...line, seconds: undefined })));
    expect(metrics.map(({ outerStep, tasks }) => [outerStep, tasks])).toEqual([
      [0, 3],
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
    expect(metrics[0]).not.toHaveProperty("environmentSteps");
    expect(Object.keys(metrics[0]!.seconds)).toEqual(["sample", "adapt", "gradient", "total"]);
    expect(existsSync(join(folder, "checkpoint.safetensors"))).toBe(true);
    expect(readJson(folder, "evaluation.json")).toEqual(evaluation);
    expect(evaluation).toMatchObject({
      taskSet: "blobs@test",
      split: "test",
      tasks: 5,
      ways: 3,
      shots: 2,
      queries: 4,
      measure: "accuracy",
    });
    expect(evaluation).not.toHaveProperty("domains");
    expect(evaluation?.scores.map(({ innerSteps }) => innerSteps)).toEqual([0, 1, 2]);
    expect(readJson(folder, "summary.json")).toEqual(summary);
    expect(summary).toMatchObject({ status: "completed", outerSteps: 4, environmentSteps: 0 });
    const { examples, ...numbers } = evaluation!;
    expect(examples).toHaveLength(4);
    expect(summary.evaluation).toEqual(numbers);
  });

  it.each(presets)(
    "writes the same numbers for the same seed, and others for another: %s",
    async (preset) => {
      const folders = [temporaryFolder(), temporaryFolder(), temporaryFolder()] as const;
      await trainToy(folders[0], { preset });
      await trainToy(folders[1], { preset });
      await trainToy(folders[2], { preset, seed: 2 });
      for (const file of ["config.json", "checkpoint.safetensors", "evaluation.json"]) {
        const [first, again, other] = folders.map((folder) => readFileSync(join(folder, file)));
        expect(again, file).toEqual(first);
        expect(other, file).not.toEqual(first);
      }
      expect(metricsOf(folders[1])).toEqual(metricsOf(folders[0]));
      expect(metricsOf(folders[2])).not.toEqual(metricsOf(folders[0]));
    },
  );

  it("reports a mean over tasks that the tasks add up to", async () => {
    const { evaluation } = await trainToy(temporaryFolder(), { preset: "regression" });
    const { scores, perTask, measure } = evaluation!;
    expect(measure).toBe("squared error");
    scores.forEach(({ mean }, k) => {
      const sum = perTask.reduce((total, task) => total + task.scores[k]!, 0);
      expect(mean).toBeAllClose(sum / 5, { rtol: 1e-12 });
    });
  });
});

describe("prepareResume of a run on a task set", () => {
  it.each(presets)(
    "continues %s to the numbers of a run that was never interrupted",
    async (preset) => {
      const whole = temporaryFolder();
      await trainToy(whole, { preset });
      for (const done of [1, 3]) {
        const folder = temporaryFolder();
        await trainToy(folder, { preset }, abortAfter(done));
        await resume(folder);
        for (const file of ["config.json", "checkpoint.safetensors", "evaluation.json"]) {
          const [resumed, expected] = [folder, whole].map((of) => readFileSync(join(of, file)));
          expect(resumed, file).toEqual(expected);
        }
        expect(metricsOf(folder)).toEqual(metricsOf(whole));
      }
    },
  );

  it("rejects a task set that has changed since", async () => {
    const folder = temporaryFolder();
    await trainToy(folder, {}, abortAfter(1));
    const other: FewShotExperiment = { ...toy, taskSets: [blobs({ noise: 0.31 })] };
    const [before, after] = [toy, other].map(({ taskSets }) => hashTaskSet(taskSets[0]!));
    await expect(resume(folder, other)).rejects.toThrow(
      new ConfigError(
        `resume: task set blobs@test must do what it did when the run began (hash ${before}), got hash ${after}; train anew`,
      ),
    );
  });

  it("rejects metrics that are damaged", async () => {
    const folder = temporaryFolder();
    await trainToy(folder, {}, abortAfter(2));
    const lines = readText(folder, "metrics.jsonl").split("\n");
    const broken = lines.with(1, (lines[1] ?? "").replace("postAdaptation", "post"));
    writeFileSync(join(folder, "metrics.jsonl"), broken.join("\n"));
    await expect(resume(folder)).rejects.toThrow(
      "metrics.jsonl:2: must be the metrics of outer step 1, got",
    );
  });
});

describe("the evaluation of a task set", () => {
  it("has the same tasks for all learners with one seed, and others with another", async () => {
    const tasksOf = async (changes: ConfigChanges): Promise<readonly unknown[]> => {
      const { evaluation } = await trainToy(temporaryFolder(), changes);
      return evaluation!.perTask.map(({ task }) => task);
    };
    const first = await tasksOf({ preset: "maml" });
    expect(new Set(first.map((task) => JSON.stringify(task))).size).toBe(5);
    for (const preset of [
      "reptile",
      "prototypical",
      "nearest-neighbour",
      "pretrained",
      "from-scratch",
    ]) {
      expect(await tasksOf({ preset }), preset).toEqual(first);
    }
    expect(await tasksOf({ preset: "maml", seed: 2 })).not.toEqual(first);
  });

  it("sums up each domain, and all of them together", async () => {
    const { evaluation } = await trainToy(temporaryFolder(), { preset: "mixed" });
    const { domains = [], perTask, scores, ways, shots, examples = [] } = evaluation!;
    expect({ ways, shots }).toEqual({ ways: [2, 4], shots: [1, 2] });
    expect(domains.map(({ domain }) => domain)).toEqual(["far", "near"]);
    for (const { domain, tasks, scores: ofDomain } of domains) {
      const own = perTask.filter((task) => task.domain === domain);
      expect(tasks).toBe(own.length);
      ofDomain.forEach(({ mean }, k) => {
        const sum = own.reduce((total, task) => total + task.scores[k]!, 0);
        expect(mean).toBeAllClose(sum / tasks, { rtol: 1e-12 });
      });
    }
    scores.forEach(({ mean }, k) => {
      const sum = domains.reduce((total, { tasks, scores: of }) => total + tasks * of[k]!.mean, 0);
      expect(mean).toBeAllClose(sum / 70, { rtol: 1e-12 });
    });
    // The other domain is not drawn.
    expect(examples.map(({ task }) => perTask[task]?.domain)).toEqual(Array(4).fill("near"));
    expect(examples[0]).toMatchObject({ picture: "image", pictureShape: [2, 2] });
  });

  it("does not depend on how many tasks are drawn after a task", async () => {
    const folder = temporaryFolder();
    const { evaluation } = await trainToy(folder);
    const more = await evaluateAgain(folder, { tasks: 70 });
    expect(more.perTask).toHaveLength(70);
    expect(more.perTask.slice(0, 5)).toEqual(evaluation!.perTask);
    const names = more.perTask.map(({ task }) => JSON.stringify(task));
    expect(new Set(names).size).toBeGreaterThan(60); // of 8 · 7 · 6 tasks
  });

  it("takes the inner steps, the learning rate and the seed that it is given", async () => {
    const folder = temporaryFolder();
    const { evaluation } = await trainToy(folder);
    const changed = await evaluateAgain(folder, { innerSteps: 1, learningRate: 0 });
    expect(changed.scores).toHaveLength(2);
    expect(changed.scores[1]?.mean).toBe(changed.scores[0]?.mean);
    expect(changed.scores[0]).toEqual(evaluation!.scores[0]);
    const other = await evaluateAgain(folder, { seed: 2 });
    expect(other.perTask.map(({ task }) => task)).not.toEqual(
      evaluation!.perTask.map(({ task }) => task),
    );
  });

  it("rejects episodes, which supervised tasks do not have", async () => {
    const folder = temporaryFolder();
    await trainToy(folder, {}, abortAfter(1));
    await expect(evaluateAgain(folder, { episodesPerTask: 5 })).rejects.toThrow(
      new ConfigError("--episodes: must not be given for a task set, got 5; use --tasks"),
    );
  });
});
