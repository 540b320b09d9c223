// Reptile on a linear model, against its definition in float64.

import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../../src/backend/backend.ts";
import { reptile } from "../../../src/few-shot/learners/reptile.ts";
import { readParams } from "../../../src/nn/params.ts";
import { createRandom } from "../../../src/random.ts";
import { disposeState } from "../../../src/train/open-run.ts";
import { descend, lossAt, quadraticOf } from "../linear-task.ts";
import type { Vector } from "../linear-task.ts";
import { problemOf, settingOf, SHAPES } from "../support.ts";
import { lines } from "../toy-task-sets.ts";

beforeAll(() => useBackend("onnx"));

const problem = problemOf(lines, { hiddenSizes: [] });
const plain = { stepSizes: [1, 1, 1], firstOrder: true };

describe("reptile.outerStep", () => {
  it.each([1, 3])(
    "moves towards the mean of what %i steps on support and one on query items lead to",
    (steps) => {
      const { learner, config } = settingOf(reptile, problem, {
        metaBatchSize: 5,
        tasksPerChunk: 2,
        inner: { steps, learningRate: 0.1 },
        outer: { stepSize: 0.4 },
      });
      const initial = learner.initialise(problem, config, createRandom(1));
      const theta: Vector = [...readParams(initial.params)];
      const rng = createRandom(2);
      const { state, report } = learner.outerStep({
        problem,
        config,
        state: initial,
        outerStep: 0,
        rng,
      });
      const learned = readParams(state.params);
      expect(state.optimiser).toEqual({});
      [initial, state].forEach(disposeState);

      const tasks = lines
        .sampleTasks(rng.split("tasks"), { split: "train", count: 5, ...SHAPES.regression })
        .map(({ support, query }) => [quadraticOf(support), quadraticOf(query)] as const);
      const ends = tasks.map(([support, query]) => {
        const rates = (count: number): number[] => Array<number>(count).fill(0.1);
        const onSupport = descend(support, theta, { ...plain, learningRates: rates(steps) });
        const before = onSupport.at(-1) as Vector;
        const last = descend(query, before, { ...plain, learningRates: [0.1] }).at(-1) as Vector;
        return { before, last };
      });
      const expected = theta.map((value, i) => {
        const mean = ends.reduce((sum, { last }) => sum + last[i]! / 5, 0);
        return value + 0.4 * (mean - value);
      });
      expect(learned).toBeAllClose(expected, { rtol: 2e-6, atol: 1e-6 });

      const mean = (of: (t: number) => number): number =>
        tasks.reduce((sum, _, t) => sum + of(t) / 5, 0);
      const atStart = mean((t) => lossAt(tasks[t]![1], theta));
      const atEnd = mean((t) => lossAt(tasks[t]![1], ends[t]!.before));
      expect(report.preAdaptation?.loss).toBeAllClose(atStart, { rtol: 2e-6 });
      expect(report.postAdaptation.loss).toBeAllClose(atEnd, { rtol: 2e-6 });
    },
  );
});
