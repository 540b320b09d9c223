import { describe, expect, it } from "vitest";
import { problemOf } from "./support.ts";
import { blobs, lines } from "./toy-task-sets.ts";

describe("createFewShotProblem", () => {
  it("rejects a convolutional network for inputs that are no pictures", () => {
    expect(() => problemOf(lines, { kind: "convolutional", filters: [2] })).toThrow(
      'config.network.kind: a convolutional network must have inputs of shape [height, width], got [2]; use "mlp"',
    );
  });

  it("makes as many outputs as the largest task of training and evaluation has classes", () => {
    expect(problemOf(blobs(), {}, [2, 5]).network.outputs).toBe(5);
    expect(problemOf(lines).network.outputs).toBe(1);
  });
});
