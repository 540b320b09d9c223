// Layer 4: a few tasks as plain data, for reports to draw.

import type { FewShotTask, ItemPicture, Items, TaskSet } from "../tasks/task-set.ts";
import type { ExampleItems, ExamplePrediction, ExampleTask } from "./evaluation.ts";
import { columnsOf, predictedClass } from "./score.ts";

/** Tasks that are drawn, at most: so many of each domain. */
const DRAWN_TASKS = 4;

/** Query items of a class that are drawn, at most; a curve has all. */
const DRAWN_QUERIES = 3;

/** Chooses the first tasks, of each domain if there are several. @returns undefined where items are not drawn */
export function drawExamples(
  taskSet: TaskSet,
  tasks: readonly FewShotTask[],
  predictions: readonly (readonly Float32Array[])[],
): readonly ExampleTask[] | undefined {
  const examples: ExampleTask[] = [];
  const drawn = new Map<string | undefined, number>();
  const last = predictions.length - 1;
  const innerSteps = [...new Set([0, Math.min(1, last), last])];
  tasks.forEach((task, index) => {
    const { domain, ways, support, query } = task;
    const picture = domain === undefined ? taskSet.picture : taskSet.pictures?.[domain];
    const count = drawn.get(domain) ?? 0;
    if (picture === undefined || count === DRAWN_TASKS) return;
    drawn.set(domain, count + 1);
    const rows = picture === "curve" ? rowsByInput(query) : firstOfEachClass(query, ways);
    const columns = columnsOf(taskSet.targets, task);
    examples.push({
      task: index,
      ways,
      picture,
      ...(picture === "image" && { pictureShape: pictureShape(taskSet) }),
      support: itemsOf(support, picture, [...Array(support.count).keys()]),
      query: itemsOf(query, picture, rows),
      predictions: innerSteps.map((k): ExamplePrediction => {
        const outputs = predictions[k]?.[index] as Float32Array;
        const predicted = rows.map((row) =>
          taskSet.targets.kind === "regression"
            ? roundForDrawing(outputs[row * columns]!)
            : predictedClass({ outputs, width: columns, columns }, row),
        );
        return { innerSteps: k, predicted };
      }),
    });
  });
  return examples.length === 0 ? undefined : examples;
}

/** `[height, width]`; inputs that are a row of numbers are taken for a square. */
function pictureShape({ inputShape }: TaskSet): readonly number[] {
  if (inputShape.length === 2) return inputShape;
  const side = Math.sqrt(inputShape.reduce((product, length) => product * length, 1));
  return [side, side];
}

function rowsByInput({ count, inputs }: Items): readonly number[] {
  return [...Array(count).keys()].sort((a, b) => inputs[a]! - inputs[b]!);
}

function firstOfEachClass({ count, targets }: Items, ways: number): readonly number[] {
  const rows = [...Array(count).keys()];
  return Array.from({ length: ways }, (_, label) =>
    rows.filter((row) => targets[row] === label).slice(0, DRAWN_QUERIES),
  ).flat();
}

function itemsOf(
  { count, inputs, targets, texts }: Items,
  picture: ItemPicture,
  rows: readonly number[],
): ExampleItems {
  const width = inputs.length / count;
  const drawnTargets = rows.map((row) => roundForDrawing(targets[row]!));
  if (picture === "curve") {
    return {
      inputs: rows.map((row) => roundForDrawing(inputs[row * width]!)),
      targets: drawnTargets,
    };
  }
  if (picture === "text")
    return { texts: rows.map((row) => texts?.[row] ?? ""), targets: drawnTargets };
  const pixels = rows.map((row) => {
    const bytes = inputs.subarray(row * width, (row + 1) * width).map((x) => Math.round(x * 255));
    return Buffer.from(Uint8ClampedArray.from(bytes)).toString("base64");
  });
  return { pixels, targets: drawnTargets };
}

/** A picture needs no more than four decimals, and a file is shorter with them. */
function roundForDrawing(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
