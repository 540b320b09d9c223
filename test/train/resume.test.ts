import { appendFileSync, cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import { CheckpointError, ConfigError } from "../../src/errors.ts";
import type { ConfigChanges } from "../../src/train/resolve-config.ts";
import { prepareResume } from "../../src/train/resume.ts";
import { readRunDescription } from "../../src/train/run-description.ts";
import { train } from "../../src/train/train.ts";
import type { TrainOptions, TrainResult } from "../../src/train/train.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import fake from "./fake-experiment.ts";
import real from "./learners-experiment.ts";
import { abortAfter, describeRunOf, readText, trainFake } from "./support.ts";

beforeAll(() => useBackend("cpu"));

/** Files that depend on the configuration and the seed only; the fake learner claims the same seconds each time. */
const EXACT = ["config.json", "metrics.jsonl", "checkpoint.safetensors", "evaluation.json"];

const schedule: ConfigChanges = { overrides: ["inner.learningRate=0.1 * 0.9^outerStep"] };

async function resume(
  folder: string,
  outerSteps?: number,
  options: Partial<TrainOptions> = {},
): Promise<TrainResult> {
  const run = readRunDescription(folder);
  return train({
    ...(await prepareResume({ folder, run, experiment: fake, outerSteps })),
    ...options,
  });
}

function expectSameFiles(folder: string, other: string, files = EXACT): void {
  for (const file of files) {
    expect(readFileSync(join(folder, file)), file).toEqual(readFileSync(join(other, file)));
  }
}

describe("prepareResume", () => {
  it("continues to the bytes of a run that was never interrupted, wherever that happened", async () => {
    const whole = temporaryFolder();
    const { summary } = await trainFake(whole, schedule);
    for (let done = 1; done <= 4; done++) {
      const folder = temporaryFolder();
      await trainFake(folder, schedule, abortAfter(done));
      const resumed = await resume(folder);
      expectSameFiles(folder, whole);
      expect({ ...resumed.summary, seconds: 0 }).toEqual({ ...summary, seconds: 0 });
      expect(resumed.metrics).toHaveLength(4);
    }
  });

  it("continues after two interruptions, and after one before the first outer step", async () => {
    const whole = temporaryFolder();
    await trainFake(whole);
    const folder = temporaryFolder();
    await trainFake(folder, {}, { signal: AbortSignal.abort() });
    await resume(folder, undefined, abortAfter(1));
    await resume(folder, undefined, abortAfter(1));
    await resume(folder);
    expectSameFiles(folder, whole);
  });

  it("makes outer steps again that came after the checkpoint of a crash", async () => {
    const whole = temporaryFolder();
    await trainFake(whole);
    const folder = temporaryFolder();
    await trainFake(folder, {}, abortAfter(2));
    // As if more steps had been made, the last of which was being written.
    appendFileSync(join(folder, "metrics.jsonl"), '{"outerStep":2}\n{"outer');
    rmSync(join(folder, "summary.json"));
    await resume(folder);
    expectSameFiles(folder, whole);
  });

  it("continues after a failure that does not come again", async () => {
    const folder = temporaryFolder();
    await trainFake(folder, {}, abortAfter(2));
    writeFileSync(join(folder, "summary.json"), '{"status":"failed"}');
    expect((await resume(folder)).summary.status).toBe("completed");
  });

  it("extends a finished run, as if it had been that long from the start", async () => {
    const whole = temporaryFolder();
    await trainFake(whole, { outerSteps: 6 });
    const folder = temporaryFolder();
    await trainFake(folder);
    await resume(folder, 6);
    expectSameFiles(folder, whole, EXACT.slice(1));
    const run = readRunDescription(folder);
    expect(run.config.outerSteps).toBe(6);
    expect(run.command).toBe("acclimate train fake.ts --outer-steps 6");
  });

  it("rejects a finished run, and a length that is not more than is done", async () => {
    const folder = temporaryFolder();
    await trainFake(folder);
    await expect(resume(folder)).rejects.toThrow(
      new ConfigError(
        `resume: the run must not be finished, got ${JSON.stringify(folder)} with all 4 outer steps; --outer-steps N extends it`,
      ),
    );
    await expect(resume(folder, 4)).rejects.toThrow(
      "--outer-steps: must be more than the 4 outer steps that are done, got 4",
    );
  });

  it("rejects the configuration of another run beside the checkpoint", async () => {
    const [folder, other] = [temporaryFolder(), temporaryFolder()];
    await trainFake(folder, {}, abortAfter(1));
    await trainFake(other, { seed: 2 }, abortAfter(1));
    cpSync(join(other, "config.json"), join(folder, "config.json"));
    await expect(resume(folder)).rejects.toThrow(
      "must have the configuration of config.json, got another",
    );
    await expect(resume(folder)).rejects.toBeInstanceOf(CheckpointError);
  });

  it("rejects an environment that has changed since", async () => {
    const folder = temporaryFolder();
    await trainFake(folder, {}, abortAfter(1));
    const config = readText(folder, "config.json");
    writeFileSync(join(folder, "config.json"), config.replace(/"hash": "..../, '"hash": "0000'));
    await expect(resume(folder)).rejects.toThrow(
      /^resume: environment hit-target@test must do what it did when the run began \(hash 0000/,
    );
  });

  it("rejects metrics with fewer lines than the checkpoint has outer steps", async () => {
    const folder = temporaryFolder();
    await trainFake(folder, {}, abortAfter(2));
    writeFileSync(join(folder, "metrics.jsonl"), "");
    await expect(resume(folder)).rejects.toThrow(
      "must have a line for each of 2 outer steps, got 0",
    );
  });

  it("rejects a configuration that is no longer one of the experiment", async () => {
    const folder = temporaryFolder();
    await trainFake(folder, {}, abortAfter(1));
    const config = readText(folder, "config.json");
    writeFileSync(join(folder, "config.json"), config.replace('"tanh"', '"elu"'));
    await expect(resume(folder)).rejects.toThrow(
      'config.policy.activation: must be one of tanh, relu, got "elu"',
    );
  });
});

describe("prepareResume with learners whose states hold more than parameters", () => {
  const names = Object.keys(real.presets);

  it.each(names)(
    "continues %s to the bytes of a run that was never interrupted",
    async (preset) => {
      const trainReal = async (options: Partial<TrainOptions> = {}): Promise<string> => {
        const folder = temporaryFolder();
        const run = await describeRunOf(real, { preset });
        await train({ experiment: real, run, folder, ...options });
        return folder;
      };
      const whole = await trainReal();
      for (const done of [1, 3, 4]) {
        const folder = await trainReal(abortAfter(done));
        const run = readRunDescription(folder);
        await train(await prepareResume({ folder, run, experiment: real }));
        expectSameFiles(folder, whole, [
          "config.json",
          "checkpoint.safetensors",
          "evaluation.json",
        ]);
        expect(withoutSeconds(folder)).toEqual(withoutSeconds(whole));
      }
    },
  );
});

/** The lines of metrics without what depends on the clock. */
function withoutSeconds(folder: string): readonly object[] {
  const lines = readText(folder, "metrics.jsonl").trimEnd().split("\n");
  expect(lines).toHaveLength(4);
  return lines.map((line) => ({ ...(JSON.parse(line) as object), seconds: undefined }));
}

describe("readRunDescription", () => {
  it.each([
    ['{"name":"other"}', "config.json.experiment: must be a string, got undefined"],
    ["[]", "config.json: must be an object, got []"],
    ["{", "config.json: must be JSON"],
  ])("rejects the foreign config.json %s", (text, message) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "config.json"), text);
    expect(() => readRunDescription(folder)).toThrow(ConfigError);
    expect(() => readRunDescription(folder)).toThrow(message);
  });
});
