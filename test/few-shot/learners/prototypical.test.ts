// Prototypical networks against plain loops and finite differences.

import type { Tensor } from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../../src/backend/backend.ts";
import { prototypical } from "../../../src/few-shot/learners/prototypical.ts";
import { createParams, disposeParams, readParams, shapesOf } from "../../../src/nn/params.ts";
import { withAdam } from "../../../src/meta/adam-improvement.ts";
import { createRandom } from "../../../src/random.ts";
import { disposeState } from "../../../src/train/open-run.ts";
import { adaptTo, heldOut, problemOf, settingOf } from "../support.ts";
import { blobs } from "../toy-task-sets.ts";

beforeAll(() => useBackend("onnx"));

describe("prototypical.adapt", () => {
  it("compares inputs with the means of classes where the network has no hidden layer", () => {
    const problem = problemOf(blobs(), { hiddenSizes: [] });
    const setting = settingOf(prototypical, problem);
    const tasks = heldOut(problem, 5);
    const state = { params: {}, optimiser: {} };
    const { predictions } = adaptTo(setting, state, tasks, { innerSteps: 1 });
    tasks.forEach(({ ways, shots, support, query }, t) => {
      const means = Array.from({ length: ways }, (_, label) =>
        [0, 1, 2, 3].map((i) => {
          let sum = 0;
          for (let s = 0; s < support.count; s++) {
            if (support.targets[s] === label) sum += support.inputs[4 * s + i]!;
          }
          return sum / shots;
        }),
      );
      const expected = Array.from({ length: query.count }, (_, q) =>
        means.map(
          (mean) => -mean.reduce((sum, m, i) => sum + (query.inputs[4 * q + i]! - m) ** 2, 0),
        ),
      );
      expect(predictions[0]?.[t]).toBeAllClose(expected.flat(), { rtol: 1e-5, atol: 1e-5 });
    });
    expect(predictions[1]).toEqual(predictions[0]);
  });
});

describe("prototypical.outerStep", () => {
  it.each(["none", "batch"] as const)(
    "descends the cross-entropy of query items, normalisation: %s",
    (normalisation) => {
      const { problem, learner, config } = settingOf(
        prototypical,
        problemOf(blobs(), { normalisation, hiddenSizes: [6, 5] }),
      );
      const initial = learner.initialise(problem, config, createRandom(1));
      const start = readParams(initial.params);
      const shapes = shapesOf(initial.params);
      disposeState(initial);
      /** The gradient, of which Adam's mean is a tenth after the first step, and the loss that is reported. */
      const stepAt = (values: Float64Array): { gradient: Float64Array; loss: number } => {
        const state = withAdam({ params: createParams(values, shapes), optimiser: {} });
        const rng = createRandom(2);
        const next = learner.outerStep({ problem, config, state, outerStep: 0, rng });
        const mean = next.state.optimiser["adam/mean"] as Tensor;
        const gradient = Float64Array.from(mean.dataSync(), (m) => m / 0.1);
        [state, next.state].forEach(disposeState);
        return { gradient, loss: next.report.postAdaptation.loss };
      };
      const { gradient } = stepAt(start);
      const length = Math.hypot(...gradient);
      const random = Float64Array.from(start, (_, i) => createRandom(3).split(i).normal());
      const randomLength = Math.hypot(...random);
      for (const direction of [
        gradient.map((g) => g / length),
        random.map((x) => x / randomLength),
      ]) {
        const central = (h: number): number => {
          const [after = NaN, before = NaN] = [h, -h].map(
            (distance) => stepAt(start.map((x, i) => x + distance * direction[i]!)).loss,
          );
          return (after - before) / (2 * h);
        };
        const quotient = (4 * central(2 ** -7) - central(2 ** -6)) / 3;
        const exact = direction.reduce((sum, x, i) => sum + x * gradient[i]!, 0);
        expect(exact).toBeAllClose(quotient, { rtol: 1e-4, atol: 3e-5 });
      }
    },
  );

  it("learns the body of the network alone", () => {
    const { problem, learner, config } = settingOf(prototypical, problemOf(blobs()));
    const { params, optimiser } = learner.initialise(problem, config, createRandom(1));
    expect(Object.keys(params)).toEqual(["W0", "b0"]);
    expect(optimiser["adam/mean"]?.shape).toEqual([4 * 8 + 8]);
    [params, optimiser].forEach(disposeParams);
  });
});
