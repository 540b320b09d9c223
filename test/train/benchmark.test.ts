import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import { benchmark } from "../../src/train/benchmark.ts";
import { median } from "../../src/train/median.ts";
import { resolveConfig } from "../../src/train/resolve-config.ts";
import fake from "./fake-experiment.ts";

beforeAll(() => useBackend("onnx"));

describe("median", () => {
  it("is the middle, or the mean of the two in the middle", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([10, 1, 2, 4])).toBe(3);
    expect(median([7])).toBe(7);
  });
});

describe("benchmark", () => {
  it("counts the matrix products of an outer step and relates them to the machine", async () => {
    const config = await resolveConfig(fake);
    const { seconds, environmentStepsPerSecond, matrixProducts } = benchmark({
      experiment: fake,
      config,
      outerSteps: 2,
      warmup: 1,
    });
    expect(seconds.total).toBe(1.5);
    // 2 tasks, 2 episodes, 3 steps, in one second of rollout
    expect(environmentStepsPerSecond).toBe(12);
    // Three policy calls, each [1, 4, 1] x [1, 1, 3] and [1, 4, 3] x [1, 3, 1]: 3 * 2 * (4*1*3 + 4*3*1) = 144.
    expect(matrixProducts.gflopPerOuterStep).toBeAllClose(144e-9);
    expect(matrixProducts.machineGflops).toBeGreaterThan(0.1);
    expect(matrixProducts.fraction).toBeAllClose(144e-9 / 1.5 / matrixProducts.machineGflops);
  });
});
