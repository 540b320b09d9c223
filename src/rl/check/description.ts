// Layer 3: the rule on what a family says of itself.

import { formatValue } from "../../errors.ts";
import type { EnvironmentFamily } from "../environment.ts";
import type { Space } from "../spaces.ts";
import { finding } from "./rule.ts";
import type { EnvironmentRule, Remark } from "./rule.ts";

/** The id, the horizon, the spaces, and that what must be a function is one. */
export const descriptionRule: EnvironmentRule = {
  name: "has a versioned id, a horizon and valid spaces",
  isEssential: true,
  check: checkDescription,
};

const METHODS = ["sampleTasks", "createEnvironment"] as const;
const OPTIONAL_METHODS = ["createBatch", "optimalReturn", "render"] as const;

function checkDescription(family: EnvironmentFamily): readonly Remark[] {
  const { id, horizon, observationSpace, actionSpace, observesTask } = family;
  const messages: string[] = [];
  if (!/^[a-z0-9-]+@[a-z0-9.-]+$/.test(id)) {
    messages.push(`id: must be name@version in lower case, got ${formatValue(id)}`);
  }
  if (!Number.isSafeInteger(horizon) || horizon < 1) {
    messages.push(`horizon: must be a positive integer, got ${formatValue(horizon)}`);
  }
  for (const [name, space] of Object.entries({ observationSpace, actionSpace })) {
    if (isValid(space)) continue;
    messages.push(
      `${name}: must be made by box or discrete with lower bounds below upper bounds, got ${formatValue(space)}`,
    );
  }
  for (const name of [...METHODS, ...OPTIONAL_METHODS]) {
    const isOptional = OPTIONAL_METHODS.some((optional) => optional === name);
    const method: unknown = Reflect.get(family, name);
    if (typeof method === "function" || (isOptional && method === undefined)) continue;
    messages.push(`${name}: must be a function, got ${formatValue(method)}`);
  }
  if (observesTask !== undefined && typeof observesTask !== "boolean") {
    messages.push(`observesTask: must be a boolean, got ${formatValue(observesTask)}`);
  }
  return messages.map(finding);
}

/** Tells whether a value that should be a space is one; what a user writes may be anything. */
function isValid(space: Space | undefined): boolean {
  if (space?.kind === "discrete") return Number.isSafeInteger(space.n) && space.n >= 1;
  if (space?.kind !== "box") return false;
  const { shape, low, high } = space;
  if (![shape, low, high].every(Array.isArray)) return false;
  const size = shape.reduce((product, axis) => product * axis, 1);
  return (
    [low.length, high.length].every((length) => length === size && size >= 1) &&
    low.every((bound, i) => bound < (high[i] ?? NaN))
  );
}
