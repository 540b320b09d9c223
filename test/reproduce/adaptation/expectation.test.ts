import { describe, expect, it } from "vitest";
import { formatExpectation } from "../../../src/reproduce/adaptation/expectation.ts";
import type { Expectation } from "../../../src/reproduce/adaptation/expectation.ts";
import type { Measure } from "../../../src/train/evaluation-curve.ts";

const maml = { method: "MAML", innerSteps: 1 };
const pretrained = { method: "pretrained", innerSteps: 3 };
const prototypes = { method: "prototypes", innerSteps: 0 };

const adapting = new Set(["MAML", "pretrained"]);

describe("formatExpectation", () => {
  it.each<[Measure, Expectation, string]>([
    [
      "return",
      { better: maml, worse: { ...maml, innerSteps: 0 } },
      "MAML after 1 inner step has a higher return than MAML before adaptation",
    ],
    [
      "squared error",
      { better: maml, worse: pretrained },
      "MAML after 1 inner step has a lower squared error than pretrained after 3 inner steps",
    ],
    [
      "squared error",
      { better: maml, worse: pretrained, factor: 5 },
      "MAML after 1 inner step has a squared error at least 5 times below that of pretrained after 3 inner steps",
    ],
    [
      "accuracy",
      { better: maml, worse: prototypes, factor: 1.5 },
      "MAML after 1 inner step has at least 1.5 times the accuracy of prototypes",
    ],
    [
      "accuracy",
      { better: prototypes, worse: maml, separate: true },
      "prototypes has a higher accuracy than MAML after 1 inner step, with intervals that do not overlap",
    ],
  ])("writes a sentence of %s: %j", (measure, expectation, sentence) => {
    expect(formatExpectation(expectation, { measure, adapting })).toBe(sentence);
  });
});
