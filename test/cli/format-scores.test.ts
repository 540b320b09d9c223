import { describe, expect, it } from "vitest";
import { formatScores } from "../../src/cli/format-scores.ts";

const LINE = {
  outerStep: 3,
  tasks: 32,
  seconds: { sample: 0.01, adapt: 0, gradient: 0.19, total: 0.21 },
};

describe("formatScores", () => {
  it("writes accuracy and loss before and after adaptation", () => {
    const preAdaptation = { loss: 1.61, accuracy: 0.201 };
    const postAdaptation = { loss: 0.82, accuracy: 0.7134 };
    expect(formatScores({ ...LINE, preAdaptation, postAdaptation })).toBe(
      "accuracy 20.1 % before, 71.3 % after adaptation, loss 1.61 before, 0.820 after | 0.21 s a step",
    );
    expect(formatScores({ ...LINE, postAdaptation })).toBe(
      "accuracy 71.3 % after adaptation, loss 0.820 after | 0.21 s a step",
    );
  });

  it("writes the squared error where there are no classes", () => {
    const line = { ...LINE, preAdaptation: { loss: 3.2 }, postAdaptation: { loss: 0.0289 } };
    expect(formatScores(line)).toBe(
      "squared error 3.20 before, 0.0289 after adaptation | 0.21 s a step",
    );
  });
});
