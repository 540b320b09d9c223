// Layer 3: task sets that are made of classes of items: N-way K-shot tasks, as Vinyals et al. 2016 introduced them
// (https://arxiv.org/abs/1606.04080, section 2.2 and 4.1).

import { checkInteger, ConfigError } from "../errors.ts";
import type { Random } from "../random.ts";
import { checkClasses, checkEnough } from "./class-splits.ts";
import type { CheckedClasses, ClassSource, ClassSplits } from "./class-splits.ts";
import { drawDistinct } from "./draw-distinct.ts";
import { checkSplit, checkTaskShape, drawSize } from "./task-shape.ts";
import type { FewShotTask, ItemPicture, Items, SampleTasksOptions } from "./task-set.ts";
import type { Split, TaskSet } from "./task-set.ts";

/** What {@link classTaskSet} makes a task set of. */
export interface ClassTaskSetOptions {
  /** As {@link TaskSet.id}. */
  readonly id: string;
  /** As {@link TaskSet.description}. */
  readonly description: string;
  /** As {@link TaskSet.inputShape}. */
  readonly inputShape: readonly number[];
  /** As {@link TaskSet.picture}. */
  readonly picture?: ItemPicture;
  /** The classes, or a function that is called once, when they are first needed. */
  readonly classes: ClassSplits | (() => ClassSplits);
}

/**
 * Makes a task set of classes. A task draws different classes, in random order, which is that of their labels, and of each
 * class different items: first those to adapt on, then those to be judged by. Items stand class by class.
 *
 * `FewShotTask.task` is `{ classes }`, the names of the classes in the order of their labels.
 *
 * @throws {@link ConfigError} if two classes have the same name or one has no items: at once, or when the classes are first needed
 */
export function classTaskSet(options: ClassTaskSetOptions): TaskSet {
  const { id, description, inputShape, picture } = options;
  const where = `task set ${id}`;
  const inputs = inputShape.reduce((product, size) => product * size, 1);
  let loaded: Readonly<Record<Split, CheckedClasses>> | undefined;
  const load = (): Readonly<Record<Split, CheckedClasses>> =>
    (loaded ??= checkClasses(
      where,
      typeof options.classes === "function" ? options.classes() : options.classes,
    ));
  if (typeof options.classes !== "function") load();

  return {
    id,
    description,
    inputShape,
    targets: { kind: "classification" },
    ...(picture && { picture }),
    classes: (split) => load()[split].classes.length,
    sampleTasks(rng, asked) {
      checkTaskShape(where, asked);
      const checked = load()[asked.split];
      checkEnough(where, checked, asked);
      return Array.from({ length: asked.count }, (_, i) =>
        sampleTask(rng.split(asked.split, "task", i), checked.classes, asked, inputs),
      );
    },
    sampleItems(rng, { split, count }) {
      checkSplit(where, split);
      checkInteger(`${where}: count`, count, 0);
      const { classes } = load()[split];
      if (classes.length === 0)
        throw new ConfigError(`${where}: ${split} must have classes, got none`);
      const stream = rng.split(split, "items");
      const drawn = Array.from({ length: count }, () => {
        const label = stream.integer(classes.length);
        const source = classes[label]!;
        return { source, label, item: stream.integer(source.items) };
      });
      return collectItems(drawn, inputs);
    },
  };
}

/** One item of a class, and the target that stands for the class. */
interface LabelledItem {
  readonly source: ClassSource;
  readonly label: number;
  readonly item: number;
}

function sampleTask(
  rng: Random,
  classes: readonly ClassSource[],
  shape: SampleTasksOptions,
  inputs: number,
): FewShotTask {
  const ways = drawSize(rng, shape.ways);
  const shots = drawSize(rng, shape.shots);
  const support: LabelledItem[] = [];
  const query: LabelledItem[] = [];
  const names = drawDistinct(rng, classes.length, ways).map((index, label) => {
    const source = classes[index]!;
    drawDistinct(rng, source.items, shots + shape.queries).forEach((item, i) => {
      (i < shots ? support : query).push({ source, label, item });
    });
    return source.name;
  });
  return {
    task: { classes: names },
    ways,
    shots,
    support: collectItems(support, inputs),
    query: collectItems(query, inputs),
  };
}

/** Writes items one below the other. They have texts if all of their classes have. */
function collectItems(drawn: readonly LabelledItem[], size: number): Items {
  const count = drawn.length;
  const inputs = new Float32Array(count * size);
  drawn.forEach(({ source, item }, i) => source.write(item, inputs, i * size));
  const targets = Float32Array.from(drawn, ({ label }) => label);
  const texts = drawn.flatMap(({ source, item }) => source.text?.(item) ?? []);
  return { count, inputs, targets, ...(count > 0 && texts.length === count && { texts }) };
}
