import { describe, expect, it } from "vitest";
import { ConfigError } from "../../src/errors.ts";
import { parseLearningRate } from "../../src/cli/learning-rate-option.ts";
import { valueAt } from "../../src/schedule.ts";

describe("parseLearningRate", () => {
  it("reads numbers and schedules of the inner step", async () => {
    expect(await parseLearningRate("0.25", 3)).toBe(0.25);
    const halving = await parseLearningRate("0.5 * 0.5^innerStep", 3);
    const rates = [0, 1, 2].map((innerStep) => valueAt(halving, { outerStep: 0, innerStep }));
    expect(rates).toEqual([0.5, 0.25, 0.125]);
  });

  it.each([
    ["-1", /^--learning-rate: .*got -1/],
    ["", /^--learning-rate: /],
    ["fast", /^--learning-rate: .*fast/],
    [
      "0.1 - innerStep",
      /^--learning-rate: must be at least 0, got -0\.9 from "0\.1 - innerStep" at innerStep 1$/,
    ],
  ])("refuses %j", async (text, message) => {
    await expect(parseLearningRate(text, 3)).rejects.toThrow(ConfigError);
    await expect(parseLearningRate(text, 3)).rejects.toThrow(message);
  });
});
