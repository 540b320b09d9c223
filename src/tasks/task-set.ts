// Layer 3: what supervised few-shot learning learns from: a distribution of tasks, each a few items to adapt on and others to
// be judged by. Plain numbers; nothing here knows of tensors.

import type { Json } from "../json.ts";
import type { Random } from "../random.ts";

/**
 * The names of the parts of a task set. A class, or a task of a family without classes, is in one of them only.
 *
 * - `train`: what is meta-trained on
 * - `validation`: what settings are chosen by
 * - `test`: what results are measured on
 */
export const splits = ["train", "validation", "test"] as const;

/** The name of a part of a task set. */
export type Split = (typeof splits)[number];

/** Integers from the first to the second, both included. */
export type IntegerRange = readonly [least: number, most: number];

/** How large tasks are. A range is drawn from anew for each task. */
export interface TaskShape {
  /** Classes of a task; 1 for regression. */
  readonly ways: number | IntegerRange;
  /** Items of each class to adapt on. */
  readonly shots: number | IntegerRange;
  /** Items of each class to be judged by. */
  readonly queries: number;
}

/** Some items of one task. */
export interface Items {
  readonly count: number;
  /** `[count, inputs]`, row by row; `inputs` is the product of {@link TaskSet.inputShape}. */
  readonly inputs: Float32Array;
  /** `[count, outputs]` of regression; `[count]` of classification: the class of each item, from 0 to ways - 1. */
  readonly targets: Float32Array;
  /** `[count]`: what each item is, for a reader; absent where the numbers are picture enough. */
  readonly texts?: readonly string[];
}

/** One task: what to adapt on and what to be judged by. No item is in both. */
export interface FewShotTask {
  /** What the task is, such as its amplitude and phase or the names of its classes. */
  readonly task: Json;
  /** The name of its domain, in a set that draws from several. */
  readonly domain?: string;
  /** Number of classes; 1 for regression. */
  readonly ways: number;
  /** Items of each class to adapt on. */
  readonly shots: number;
  readonly support: Items;
  readonly query: Items;
}

/** What is predicted: numbers, squared errors of which are summed up, or one of some classes. */
export type Targets =
  { readonly kind: "regression"; readonly outputs: number } | { readonly kind: "classification" };

/** How a report draws items: a curve of one input and one output, a grey picture of `[height, width]`, or a line of text. */
export type ItemPicture = "curve" | "image" | "text";

/** What to draw from a task set. */
export interface SampleTasksOptions extends TaskShape {
  readonly split: Split;
  readonly count: number;
}

/**
 * A distribution of supervised tasks. Data of a package are read when they are first needed, and kept.
 *
 * Every method throws a {@link ConfigError} that says what to install if the package with its data is missing.
 */
export interface TaskSet {
  /** Name and version, such as `sinusoid@1`. */
  readonly id: string;
  /** One sentence. */
  readonly description: string;
  /** The shape of an input: `[inputs]` or `[height, width]`. */
  readonly inputShape: readonly number[];
  readonly targets: Targets;
  /** @defaultValue items are not drawn */
  readonly picture?: ItemPicture;
  /** How items of a domain are drawn, by its name, in a set that draws from several. */
  readonly pictures?: Readonly<Record<string, ItemPicture>>;
  /** The number of classes of a split; 0 where tasks are not made of classes. */
  classes(split: Split): number;
  /**
   * Draws tasks. The same stream draws the same tasks, whatever was drawn before.
   * @throws {@link ConfigError} if the split has not as many classes, or a class not as many items, as the shape asks for
   */
  sampleTasks(rng: Random, options: SampleTasksOptions): readonly FewShotTask[];
  /**
   * Draws items of all classes of a split, for training without tasks: the target is the index of the class in the split.
   * Absent where tasks are not made of classes.
   */
  sampleItems?(rng: Random, options: { readonly split: Split; readonly count: number }): Items;
}
