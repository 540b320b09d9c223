// Layer 3: tasks from several task sets, after Meta-Dataset (Triantafillou et al. 2020, https://arxiv.org/abs/1903.03096).

import { checkInteger, ConfigError, formatValue } from "../errors.ts";
import { checkSplit, checkTaskShape } from "./task-shape.ts";
import type { ItemPicture, Items, TaskSet } from "./task-set.ts";

/** A task set of a mixture. */
export interface Domain {
  /** What {@link FewShotTask.domain} says. */
  readonly name: string;
  readonly taskSet: TaskSet;
}

/** What {@link mixTaskSets} makes a task set of. */
export interface MixTaskSetsOptions {
  /** As {@link TaskSet.id}. */
  readonly id: string;
  /** As {@link TaskSet.description}. */
  readonly description: string;
  /** Classifications whose inputs are equally many numbers. */
  readonly domains: readonly Domain[];
}

/**
 * Mixes task sets: each task comes from one of the domains, each as often as any other, and has its size drawn as there. Inputs
 * have the shape that they have in the first domain.
 *
 * {@link TaskSet.sampleItems} draws from each domain equally often too; classes are numbered through, domain by domain.
 *
 * Differs from Meta-Dataset: ways and shots are drawn from the ranges that are asked for, equally for each class, not from
 * the sizes of classes.
 *
 * @throws {@link ConfigError} if there is no domain, two have the same name, one is not a classification, or inputs differ in
 *   size
 */
export function mixTaskSets({ id, description, domains }: MixTaskSetsOptions): TaskSet {
  const where = `task set ${id}`;
  const inputShape = checkDomains(where, domains);
  const pictures = Object.fromEntries(
    domains.flatMap(({ name, taskSet: { picture } }) => (picture ? [[name, picture]] : [])),
  ) as Readonly<Record<string, ItemPicture>>;

  return {
    id,
    description,
    inputShape,
    targets: { kind: "classification" },
    pictures,
    classes: (split) => domains.reduce((sum, { taskSet }) => sum + taskSet.classes(split), 0),
    sampleTasks(rng, options) {
      checkTaskShape(where, options);
      // Drawing nothing from each checks that what is asked for can be drawn from all, whichever they will be.
      for (const { taskSet } of domains) taskSet.sampleTasks(rng, { ...options, count: 0 });
      return Array.from({ length: options.count }, (_, i) => {
        const stream = rng.split(options.split, "task", i);
        const { name, taskSet } = domains[stream.integer(domains.length)]!;
        return { ...taskSet.sampleTasks(stream, { ...options, count: 1 })[0]!, domain: name };
      });
    },
    sampleItems(rng, { split, count }) {
      checkSplit(where, split);
      checkInteger(`${where}: count`, count, 0);
      const stream = rng.split(split, "items");
      const domainOf = Array.from({ length: count }, () => stream.integer(domains.length));
      const size = product(inputShape);
      const items = {
        count,
        inputs: new Float32Array(count * size),
        targets: new Float32Array(count),
      };
      let firstLabel = 0;
      domains.forEach(({ taskSet }, domain) => {
        const places = domainOf.flatMap((of, i) => (of === domain ? i : []));
        const drawn = taskSet.sampleItems?.(stream.split("domain", domain), {
          split,
          count: places.length,
        });
        if (drawn) writeItems(drawn, { items, places, size, firstLabel });
        firstLabel += taskSet.classes(split);
      });
      return items;
    },
  };
}

interface Destination {
  readonly items: Items;
  /** Where each item goes. */
  readonly places: readonly number[];
  readonly size: number;
  readonly firstLabel: number;
}

/** Writes to the destination's items. */
function writeItems(drawn: Items, { items, places, size, firstLabel }: Destination): void {
  places.forEach((place, i) => {
    items.inputs.set(drawn.inputs.subarray(i * size, (i + 1) * size), place * size);
    items.targets[place] = firstLabel + drawn.targets[i]!;
  });
}

/** @returns the shape of inputs */
function checkDomains(where: string, domains: readonly Domain[]): readonly number[] {
  const [first] = domains;
  if (!first) throw new ConfigError(`${where}: domains must not be empty, got []`);
  const { inputShape } = first.taskSet;
  const size = product(inputShape);
  const names = new Set<string>();
  for (const { name, taskSet } of domains) {
    if (names.has(name)) {
      throw new ConfigError(
        `${where}: each domain must have a name of its own, got ${formatValue(name)} twice`,
      );
    }
    names.add(name);
    if (taskSet.targets.kind !== "classification" || !taskSet.sampleItems) {
      throw new ConfigError(`${where}: domains must be classifications, got ${taskSet.id}`);
    }
    if (product(taskSet.inputShape) !== size) {
      throw new ConfigError(
        `${where}: inputs must be ${size} numbers, as in ${first.name}, got ${formatValue(taskSet.inputShape)} in ${name}`,
      );
    }
  }
  return inputShape;
}

function product(shape: readonly number[]): number {
  return shape.reduce((size, length) => size * length, 1);
}
