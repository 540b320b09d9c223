// Layer 3: checks of the numbers that pass through a rollout, for all rows at once.
//
// Each check is told which rows are live: what the others hold is not looked at, and may be anything.

import { formatValue, NumericalError } from "../errors.ts";
import type { Space } from "./spaces.ts";
import type { Rollout } from "./trajectories.ts";

type Values = Float32Array | Int32Array;

/** Checks that observations are finite. @param observations - `[rows, obs]` */
export function checkObservations(
  rollout: Rollout,
  observations: Float32Array,
  live: readonly number[],
): void {
  const wrong = findNotFinite(observations, rollout.observationSize, live);
  if (wrong !== undefined) failAt(rollout, wrong, `observation has ${wrong.value}`);
}

/** Checks that rewards are finite. @param actions - what they are for */
export function checkRewards(
  rollout: Rollout,
  rewards: Float32Array,
  live: readonly number[],
  actions: Values,
): void {
  const wrong = findNotFinite(rewards, 1, live);
  if (wrong !== undefined) failAt(rollout, wrong, `reward is ${wrong.value}`, actions);
}

/** Checks that Box actions are finite and Discrete ones choices of the space. @param actions - `[rows, act]` or `[rows]` */
export function checkActions(
  rollout: Rollout,
  actions: Values,
  live: readonly number[],
  space: Space,
): void {
  if (space.kind === "box") {
    const wrong = findNotFinite(actions, rollout.actionSize, live);
    if (wrong !== undefined) failAt(rollout, wrong, `action has ${wrong.value}`, actions);
    return;
  }
  for (const row of live) {
    const action = actions[row]!;
    if (action >= 0 && action < space.n) continue;
    failAt(
      rollout,
      { rows: [row] },
      `action must be an integer from 0 to ${space.n - 1}, got ${action}`,
    );
  }
}

/** Returns the first number of a live row that is not finite, and all rows that have one. @param values - `[rows, width]` */
function findNotFinite(
  values: Values,
  width: number,
  live: readonly number[],
): { readonly rows: readonly number[]; readonly value: number } | undefined {
  if (areFinite(values)) return undefined;
  const isWrong = (value: number): boolean => !Number.isFinite(value);
  const ofRow = (row: number): Values => values.subarray(row * width, (row + 1) * width);
  const rows = live.filter((row) => ofRow(row).some(isWrong));
  const [first] = rows;
  return first === undefined ? undefined : { rows, value: ofRow(first).find(isWrong) as number };
}

function areFinite(values: Values): boolean {
  let zero = 0;
  for (let i = 0; i < values.length; i++) zero += 0 * values[i]!; // NaN for NaN and infinities
  return zero === 0;
}

function failAt(
  rollout: Rollout,
  { rows }: { readonly rows: readonly number[] },
  what: string,
  actions?: Values,
): never {
  const { episodes, actionSize, lengths } = rollout;
  const taskOf = (row: number): number => Math.floor(row / episodes);
  const row = rows[0]!;
  const place = `task ${taskOf(row)}, episode ${row % episodes}, step ${lengths[row]!}`;
  const action = actions?.subarray(row * actionSize, (row + 1) * actionSize);
  const because = action === undefined ? "" : ` (action ${formatValue(action)})`;
  throw new NumericalError(`collectRollout: ${what} at ${place}${because}`, {
    tasks: [...new Set(rows.map(taskOf))],
  });
}
