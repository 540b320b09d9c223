// Layer 3: a task as a list of numbers.

import { ConfigError, formatValue } from "../../errors.ts";
import type { Json } from "../../json.ts";

/** A number of a task. */
export interface TaskNumber {
  /** Where it stands, such as `goal.0`; empty for a task that is a number. */
  readonly path: string;
  /** 0 or 1 for a boolean. */
  readonly value: number;
}

/**
 * Lists the numbers of a task in the order of its JSON.
 * @param where - what asks for them
 * @throws {@link ConfigError} if the task holds a string or null
 */
export function taskNumbers(where: string, task: Json): readonly TaskNumber[] {
  const numbers: TaskNumber[] = [];
  const visit = (value: Json, path: string): void => {
    if (typeof value === "number" || typeof value === "boolean") {
      numbers.push({ path, value: Number(value) });
    } else if (typeof value === "object" && value !== null) {
      for (const [key, part] of Object.entries(value as Readonly<Record<string, Json>>)) {
        visit(part, path === "" ? key : `${path}.${key}`);
      }
    } else {
      throw new ConfigError(
        `${where}: a task must be made of numbers and booleans, got ${formatValue(value)}${path === "" ? "" : ` at ${path}`}`,
      );
    }
  };
  visit(task, "");
  return numbers;
}
