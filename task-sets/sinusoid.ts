// Sine waves of different amplitudes and phases: the regression of Finn et al. 2017, section 5.1
// (https://arxiv.org/abs/1703.03400).

import { checkTaskShape, ConfigError, drawSize, formatValue } from "acclimate/task-set";
import type { Items, Random, TaskSet } from "acclimate/task-set";

/** Finn et al. 2017, section 5.1. */
const AMPLITUDES = [0.1, 5] as const;
const PHASES = [0, Math.PI] as const;
const INPUTS = [-5, 5] as const;

/** A sine wave. A type rather than an interface, which TypeScript would not take for JSON. */
export type SinusoidTask = { readonly amplitude: number; readonly phase: number };

/**
 * Regression on `y = amplitude sin(x - phase)`, with the amplitude from U[0.1, 5], the phase from U[0, π] and x from
 * U[-5, 5]. The paper does not say which way the phase shifts the wave; its code subtracts it.
 *
 * There are no classes, so a task has 1 way. Splits differ in their random streams alone: two splits share no task, because
 * their numbers are real, but all come from one distribution.
 */
export const sinusoid: TaskSet = {
  id: "sinusoid@1",
  description: "Sine waves of different amplitudes and phases, from a few of their points",
  inputShape: [1],
  targets: { kind: "regression", outputs: 1 },
  picture: "curve",
  classes: () => 0,
  sampleTasks(rng, options) {
    checkTaskShape("task set sinusoid@1", options);
    const { split, count, ways, shots, queries } = options;
    if (ways !== 1) {
      throw new ConfigError(
        `task set sinusoid@1: ways must be 1 for regression, got ${formatValue(ways)}`,
      );
    }
    return Array.from({ length: count }, (_, i) => {
      const stream = rng.split(split, "task", i);
      const points = drawSize(stream, shots);
      const task = { amplitude: draw(stream, AMPLITUDES), phase: draw(stream, PHASES) };
      const support = drawPoints(stream, task, points);
      return { task, ways, shots: points, support, query: drawPoints(stream, task, queries) };
    });
  },
};

function drawPoints(rng: Random, { amplitude, phase }: SinusoidTask, count: number): Items {
  const inputs = new Float32Array(count);
  for (let i = 0; i < count; i++) inputs[i] = draw(rng, INPUTS);
  return { count, inputs, targets: inputs.map((x) => amplitude * Math.sin(x - phase)) };
}

function draw(rng: Random, [low, high]: readonly [number, number]): number {
  return low + (high - low) * rng.uniform();
}
