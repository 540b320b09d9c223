import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/random.ts";
import type { BatchStepResult, EnvironmentBatch } from "../../src/rl/environment.ts";
import { createEnvironmentBatch } from "../../src/rl/vectorise.ts";
import { dial, walk } from "./toy-environments.ts";

function createResult(size: number, width: number): BatchStepResult {
  return {
    observations: new Float32Array(size * width),
    rewards: new Float32Array(size),
    terminated: new Uint8Array(size),
    truncated: new Uint8Array(size),
  };
}

function reset(batch: EnvironmentBatch, observations: Float32Array): void {
  for (let row = 0; row < batch.size; row++) batch.reset(row, createRandom(row), observations);
}

describe("createEnvironmentBatch", () => {
  it("writes each environment's step into its own row", () => {
    const batch = createEnvironmentBatch(walk, [
      { length: 1, end: "terminated" },
      { length: 2, end: "truncated" },
    ]);
    const result = createResult(2, 2);
    reset(batch, result.observations);
    const [x0, , y0] = result.observations;
    batch.step(new Float32Array([0.5, -2]), result);
    expect(Array.from(result.observations)).toBeAllClose([
      (x0 ?? NaN) + 0.5,
      1,
      (y0 ?? NaN) - 2,
      1,
    ]);
    expect(Array.from(result.rewards)).toEqual([0.5, -2]);
    expect(Array.from(result.terminated)).toEqual([1, 0]);
    expect(Array.from(result.truncated)).toEqual([0, 0]);

    // The first has ended and is left alone; the second is ended by its own clock.
    result.observations.fill(9, 0, 2);
    batch.step(new Float32Array([7, 1]), result);
    expect(Array.from(result.observations.subarray(0, 2))).toEqual([9, 9]);
    expect(Array.from(result.truncated)).toEqual([0, 1]);
  });

  it("starts an episode in one environment while the others go on", () => {
    const task = { length: 1, end: "terminated" } as const;
    const batch = createEnvironmentBatch(walk, [task, { ...task, length: 9 }]);
    const result = createResult(2, 2);
    reset(batch, result.observations);
    batch.step(new Float32Array([1, 1]), result);
    batch.reset(0, createRandom(0), result.observations);
    expect(Array.from(result.observations).filter((_, i) => i % 2 === 1)).toEqual([0, 1]);
    batch.step(new Float32Array([3, 4]), result);
    expect(Array.from(result.observations).filter((_, i) => i % 2 === 1)).toEqual([1, 2]);
    expect(Array.from(result.rewards)).toEqual([3, 4]);
    expect(Array.from(result.terminated)).toEqual([1, 0]);
  });

  it("encodes Discrete observations one-hot", () => {
    const batch = createEnvironmentBatch(dial, [{ target: 1 }, { target: 2 }]);
    const result = createResult(2, 3);
    reset(batch, result.observations);
    expect(Array.from(result.observations)).toEqual([1, 0, 0, 1, 0, 0]);
    batch.step(new Int32Array([2, 1]), result);
    expect(Array.from(result.observations)).toEqual([0, 0, 1, 0, 1, 0]);
    expect(Array.from(result.rewards)).toEqual([0, 0]);
  });

  it("uses the family's own batch where it has one", () => {
    const own: EnvironmentBatch = { size: 1, reset: () => undefined, step: () => undefined };
    expect(createEnvironmentBatch({ ...walk, createBatch: () => own }, [null])).toBe(own);
  });

  it("rejects an observation of another size", () => {
    const environment = { ...walk.createEnvironment({ length: 1, end: "terminated" }) };
    environment.reset = () => [0.25, 1, 2];
    const batch = createEnvironmentBatch({ ...walk, createEnvironment: () => environment }, [null]);
    expect(() => {
      reset(batch, new Float32Array(2));
    }).toThrow(
      "walk@test reset: observation must be an element of Box(-Infinity, Infinity, [2]), got [0.25, 1, 2]",
    );
  });

  it("rejects an observation that is no choice of a Discrete space", () => {
    const environment = { ...dial.createEnvironment({ target: 0 }) };
    environment.reset = () => 3;
    const batch = createEnvironmentBatch({ ...dial, createEnvironment: () => environment }, [null]);
    expect(() => {
      reset(batch, new Float32Array(3));
    }).toThrow("dial@test reset: observation must be an element of Discrete(3), got 3");
  });
});
