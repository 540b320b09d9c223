// Layer 3: the numbers inside a task, with their names in messages.

import type { Json } from "../../json.ts";

/** The numbers inside a task by their paths, such as `goal[0]`; booleans count as 0 and 1, text is left out. */
export function listTaskNumbers(task: Json): ReadonlyMap<string, number> {
  const numbers = new Map<string, number>();
  const visit = (value: Json, path: string): void => {
    if (typeof value === "number" || typeof value === "boolean") {
      numbers.set(path === "" ? "the task" : path, Number(value));
    } else if (Array.isArray(value)) {
      (value as readonly Json[]).forEach((element, i) => visit(element, `${path}[${i}]`));
    } else if (typeof value === "object" && value !== null) {
      for (const [key, field] of Object.entries(value)) {
        visit(field, path === "" ? key : `${path}.${key}`);
      }
    }
  };
  visit(task, "");
  return numbers;
}

/** Numbers that vary between tasks, by path: `[tasks]`. Those that some task lacks are left out. */
export function listVaryingNumbers(tasks: readonly Json[]): ReadonlyMap<string, readonly number[]> {
  const all = tasks.map(listTaskNumbers);
  const varying = new Map<string, readonly number[]>();
  for (const path of all[0]?.keys() ?? []) {
    const values = all.map((numbers) => numbers.get(path));
    const known = values.filter((value) => value !== undefined);
    if (known.length === tasks.length && new Set(known).size > 1) varying.set(path, known);
  }
  return varying;
}
