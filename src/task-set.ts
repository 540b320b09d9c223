// The narrow door: all that a task set may import, as "acclimate/task-set".

export type { Json } from "./json.ts";
export { classTaskSet } from "./tasks/class-task-set.ts";
export type { ClassTaskSetOptions } from "./tasks/class-task-set.ts";
export type { ClassSource, ClassSplits } from "./tasks/class-splits.ts";
export { drawDistinct } from "./tasks/draw-distinct.ts";
export { drawStrokes } from "./tasks/draw-strokes.ts";
export type { StrokeOptions } from "./tasks/draw-strokes.ts";
export { hashNGrams } from "./tasks/hash-n-grams.ts";
export type { HashNGramsOptions } from "./tasks/hash-n-grams.ts";
export { loadPackage } from "./tasks/load-package.ts";
export type { PackageFiles, PackageSource } from "./tasks/load-package.ts";
export { mixTaskSets } from "./tasks/mix-task-sets.ts";
export type { Domain, MixTaskSetsOptions } from "./tasks/mix-task-sets.ts";
export { splitClasses } from "./tasks/split-classes.ts";
export type { SplitSizes } from "./tasks/split-classes.ts";
export { streamTasks } from "./tasks/stream-tasks.ts";
export { checkSplit, checkTaskShape, drawSize, largestSize } from "./tasks/task-shape.ts";
export { splits } from "./tasks/task-set.ts";
export type {
  FewShotTask,
  IntegerRange,
  ItemPicture,
  Items,
  SampleTasksOptions,
  Split,
  Targets,
  TaskSet,
  TaskShape,
} from "./tasks/task-set.ts";
export { createRandom, restoreRandom } from "./random.ts";
export type { Random, RandomState } from "./random.ts";
export { ConfigError, formatValue } from "./errors.ts";
