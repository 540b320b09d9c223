// A task set whose items say what they are: the input of item i of class c of split s is [s, c, i].

import { classTaskSet } from "../../src/tasks/class-task-set.ts";
import type { ClassSource } from "../../src/tasks/class-splits.ts";
import { splits } from "../../src/tasks/task-set.ts";
import type { Split, TaskSet } from "../../src/tasks/task-set.ts";

/** How many classes each split has, and how many items each class. */
export interface ToyOptions {
  readonly sizes?: Readonly<Record<Split, number>>;
  readonly items?: number;
  /** Whether items have texts. */
  readonly texts?: boolean;
}

/** Makes a class. @param numbers - what its items begin with */
export function toyClass(
  name: string,
  numbers: readonly [split: number, index: number],
  { items = 8, texts = false }: ToyOptions = {},
): ClassSource {
  return {
    name,
    items,
    write(item, out, offset) {
      out.set([...numbers, item], offset);
    },
    ...(texts && { text: (item: number) => `${name} ${item}` }),
  };
}

/** Makes the task set. */
export function toyTaskSet(options: ToyOptions = {}): TaskSet {
  const { sizes = { train: 6, validation: 3, test: 4 } } = options;
  const classesOf = (split: Split): readonly ClassSource[] =>
    Array.from({ length: sizes[split] }, (_, index) =>
      toyClass(`${split} ${index}`, [splits.indexOf(split), index], options),
    );
  return classTaskSet({
    id: "toy@1",
    description: "Items that say what they are",
    inputShape: [3],
    classes: {
      train: classesOf("train"),
      validation: classesOf("validation"),
      test: classesOf("test"),
    },
  });
}

/** Returns the rows of inputs. */
export function rowsOf(inputs: Float32Array, size: number): readonly (readonly number[])[] {
  return Array.from({ length: inputs.length / size }, (_, row) =>
    Array.from(inputs.subarray(row * size, (row + 1) * size)),
  );
}
