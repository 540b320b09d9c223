// Layer 3: the rule on tasks as data.

import { isDeepStrictEqual } from "node:util";
import { formatValue } from "../../errors.ts";
import type { Random } from "../../random.ts";
import type { Json } from "../../json.ts";
import type { EnvironmentFamily } from "../environment.ts";
import { finding } from "./rule.ts";
import type { EnvironmentRule, Remark } from "./rule.ts";
import { TASKS } from "./trials.ts";

/** Tasks survive JSON, follow from the stream, and differ. */
export const tasksRule: EnvironmentRule = {
  name: "draws tasks that are plain JSON and depend on the stream only",
  isEssential: true,
  check: checkTasks,
};

function checkTasks(family: EnvironmentFamily, rng: Random): readonly Remark[] {
  const draw = (): readonly Json[] => family.sampleTasks(rng.split("tasks"), TASKS);
  const tasks = draw();
  if (tasks.length !== TASKS) {
    return [
      finding(
        `sampleTasks: must draw ${TASKS} tasks when asked to, got ${formatValue(tasks.length)}`,
      ),
    ];
  }
  const messages: string[] = [];
  const texts = tasks.map((task) => JSON.stringify(task));
  tasks.forEach((task, i) => {
    const copy = JSON.parse(texts[i] ?? "null") as Json;
    if (!isDeepStrictEqual(copy, task)) {
      messages.push(
        `sampleTasks: a task must survive JSON, got ${formatValue(task)} and ${formatValue(copy)} after it`,
      );
    }
  });
  messages.splice(1); // one task of that kind says it all
  if (JSON.stringify(draw()) !== `[${texts.join(",")}]`) {
    messages.push("sampleTasks: the same stream must draw the same tasks, got others");
  }
  if (new Set(texts).size === 1) {
    messages.push(`sampleTasks: tasks must differ, got ${TASKS} times ${formatValue(tasks[0])}`);
  }
  return messages.map(finding);
}
