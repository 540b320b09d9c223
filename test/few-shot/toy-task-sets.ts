// Small supervised tasks that can be learned in no time: clouds of points to tell apart, and lines to fit.

import { createRandom } from "../../src/random.ts";
import type { Random } from "../../src/random.ts";
import type { ClassSource } from "../../src/tasks/class-splits.ts";
import { classTaskSet } from "../../src/tasks/class-task-set.ts";
import { drawSize } from "../../src/tasks/task-shape.ts";
import type { ItemPicture, Items, TaskSet } from "../../src/tasks/task-set.ts";

/** What {@link blobs} draws. */
export interface BlobsOptions {
  readonly id?: string;
  /** @defaultValue [4] */
  readonly inputShape?: readonly number[];
  /** Standard deviation of an item around its class, whose centres have 1. @defaultValue 0.3 */
  readonly noise?: number;
  /** How many of the last numbers say nothing of the class: they are N(0, 1) in all of them. @defaultValue 0 */
  readonly distractors?: number;
  readonly picture?: ItemPicture;
}

/** Items of a class. */
const ITEMS = 20;

/** Makes a classification: Gaussian clouds around random centres; 12 classes to train on, 4 and 8 for the other splits. */
export function blobs({
  id = "blobs@test",
  inputShape = [4],
  noise = 0.3,
  distractors = 0,
  picture,
}: BlobsOptions = {}): TaskSet {
  const size = inputShape.reduce((product, length) => product * length, 1);
  const root = createRandom(7).split(id);
  const classesOf = (split: string, count: number): readonly ClassSource[] =>
    Array.from({ length: count }, (_, index): ClassSource => {
      const centre = normals(root.split(split, index, "centre"), size);
      return {
        name: `${id} ${split} ${index}`,
        items: ITEMS,
        write(item, out, offset) {
          normals(root.split(split, index, "item", item), size).forEach((z, i) => {
            out[offset + i] = i < size - distractors ? centre[i]! + noise * z : z;
          });
        },
      };
    });
  return classTaskSet({
    id,
    description: "Clouds of points",
    inputShape,
    ...(picture && { picture }),
    classes: {
      train: classesOf("train", 12),
      validation: classesOf("validation", 4),
      test: classesOf("test", 8),
    },
  });
}

/** A regression: y = slope · x₁ + 2 x₂ + offset with slope and offset from N(0, 1), and x₁ and x₂ from U[-1, 1]. */
export const lines: TaskSet = {
  id: "lines@test",
  description: "Planes that differ in two of their three numbers",
  inputShape: [2],
  targets: { kind: "regression", outputs: 1 },
  classes: () => 0,
  sampleTasks: (rng, { split, count, shots: asked, queries }) =>
    Array.from({ length: count }, (_, i) => {
      const stream = rng.split(split, "task", i);
      const task = { slope: stream.normal(), offset: stream.normal() };
      const shots = drawSize(stream, asked);
      const points = (n: number): Items => {
        const inputs = Float32Array.from({ length: 2 * n }, () => 2 * stream.uniform() - 1);
        const targets = Float32Array.from(
          { length: n },
          (_, k) => task.slope * inputs[2 * k]! + 2 * inputs[2 * k + 1]! + task.offset,
        );
        return { count: n, inputs, targets };
      };
      return { task, ways: 1, shots, support: points(shots), query: points(queries) };
    }),
};

/** Draws from N(0, I). */
function normals(rng: Random, size: number): Float64Array {
  const out = new Float64Array(size);
  rng.normals(out);
  return out;
}
