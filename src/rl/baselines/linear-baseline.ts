// Layer 3: the linear feature baseline of a whole rollout, fitted to each task by itself.

import { ConfigError, formatValue } from "../../errors.ts";
import { rolloutOfTasks } from "../rollout-tasks.ts";
import type { Baseline } from "./baseline.ts";
import { fitBaseline, predictBaseline } from "./fit-baseline.ts";

/**
 * Makes the baseline that regresses returns on features of observation and time, as {@link fitBaseline} does, on the data
 * of each task by itself.
 *
 * @param ridge - regularisation of the regression, positive
 * @returns a baseline that throws {@link NumericalError} where a regression has no solution
 * @throws {@link ConfigError} if the ridge is not positive
 */
export function linearBaseline(ridge: number): Baseline {
  if (!(ridge > 0 && ridge < Infinity)) {
    throw new ConfigError(`linearBaseline: ridge must be positive, got ${formatValue(ridge)}`);
  }
  return ({ rollout, returns }) => {
    const { tasks, episodes, steps } = rollout;
    const rows = episodes * steps;
    const stepIndices = Int32Array.from({ length: rows }, (_, at) => at % steps);
    const fitted = Array.from({ length: tasks }, (_, task) => {
      const data = rolloutOfTasks(rollout, task, task + 1);
      const ofTask = returns.subarray(task * rows, (task + 1) * rows);
      return { data, weights: fitBaseline({ ...data, returns: ofTask }, ridge) };
    });
    const values = new Float64Array(tasks * rows);
    fitted.forEach(({ data, weights }, task) => {
      values.set(predictBaseline(weights, data.observations, stepIndices), task * rows);
    });
    return {
      values,
      finalValues() {
        const finals = new Float64Array(tasks * episodes);
        fitted.forEach(({ data, weights }, task) => {
          const { lastObservations, lengths } = data;
          finals.set(predictBaseline(weights, lastObservations, lengths), task * episodes);
        });
        return finals;
      },
    };
  };
}
