// Layer 3: what all wrappers share: a family that differs from the one inside in what a wrapper says, and in nothing else.

import type { Json } from "../../json.ts";
import type { EnvironmentBatch, EnvironmentFamily } from "../environment.ts";
import type { PlaneView, Trajectory } from "../environment.ts";
import type { Space } from "../spaces.ts";
import { unbatch } from "../unbatch.ts";

/** How a wrapped family differs from the one inside. */
export interface FamilyChanges<Task extends Json> {
  /** What the id is extended by: lower-case letters, digits, dots and dashes. */
  readonly suffix: string;
  /** @defaultValue that of the family inside */
  readonly observationSpace?: Space;
  /** @defaultValue that of the family inside */
  readonly actionSpace?: Space;
  /** @defaultValue that of the family inside */
  readonly horizon?: number;
  /** Makes the wrapped batch; single environments are batches of one. */
  readonly createBatch: (tasks: readonly Task[]) => EnvironmentBatch;
  /** The optimal return, from that of the family inside; undefined if it does not follow. */
  readonly optimalReturn: ((inner: number) => number) | undefined;
  /** The episodes of the family inside that one wrapped episode shows. */
  readonly unwrap: (episode: Trajectory) => readonly Trajectory[];
  /** @defaultValue that of the family inside */
  readonly observesTask?: boolean;
  /** @defaultValue that of the family inside */
  readonly plane?: PlaneView<Task>;
}

/** Makes the family that a wrapper returns; what needs a method that the family inside lacks is missing. */
export function wrapFamily<Task extends Json>(
  family: EnvironmentFamily<Task>,
  changes: FamilyChanges<Task>,
): EnvironmentFamily<Task> {
  const { optimalReturn, unwrap, createBatch } = changes;
  const innerReturn = family.optimalReturn?.bind(family);
  const innerRender = family.render?.bind(family);
  const plane = changes.plane ?? family.plane;
  const observesTask = changes.observesTask ?? family.observesTask;
  const wrapped: EnvironmentFamily<Task> = {
    id: family.id + changes.suffix,
    observationSpace: changes.observationSpace ?? family.observationSpace,
    actionSpace: changes.actionSpace ?? family.actionSpace,
    horizon: changes.horizon ?? family.horizon,
    sampleTasks: (rng, count) => family.sampleTasks(rng, count),
    createEnvironment: (task) => unbatch(wrapped, createBatch([task])),
    createBatch,
    ...(innerReturn &&
      optimalReturn && { optimalReturn: (task) => optimalReturn(innerReturn(task)) }),
    ...(innerRender && { render: (task, episodes) => innerRender(task, episodes.flatMap(unwrap)) }),
    ...(observesTask !== undefined && { observesTask }),
    ...(plane && { plane }),
  };
  return wrapped;
}
