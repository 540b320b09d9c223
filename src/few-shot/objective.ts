// Layer 4: what outer steps on supervised tasks lower: the loss of query items, compiled once for each size of the data.

import * as tf from "@tensorflow/tfjs-core";
import type { Scalar, Tensor3D } from "@tensorflow/tfjs-core";
import { compile } from "../backend/compile.ts";
import type { OuterPrograms } from "../meta/outer-problem.ts";
import { perModel } from "../meta/per-model.ts";
import type { Network } from "../nn/network.ts";
import { flattenParams, gradParams } from "../nn/params.ts";
import type { Params } from "../nn/params.ts";
import type { ItemBatch } from "./item-batch.ts";
import { itemLoss } from "./item-loss.ts";
import type { LossKind } from "./item-loss.ts";

/** Data with items whose loss counts. */
export interface QueryBatch {
  readonly query: ItemBatch;
}

/** What is predicted of the query items of some tasks, each `[tasks, n, outputs]`. */
export interface Predicted {
  /** With the meta-parameters as they are; absent where they predict nothing. */
  readonly before?: Tensor3D;
  /** What the loss is of. */
  readonly after: Tensor3D;
}

/** How meta-parameters lead to predictions. */
export interface FewShotObjective<Batch extends QueryBatch> {
  readonly network: Network;
  readonly kind: LossKind;
  /** Everything else that `predict` depends on. */
  readonly key: string;
  /** Differentiable in `meta`, which has no `tasks` axis. */
  predict(meta: Params, batch: Batch): Predicted;
}

/** Each network's programs by what they depend on. */
const programsOf = perModel((_: Network) => new Map<string, unknown>());

/** Returns the programs of an objective; the same ones for the same network and key. */
export function fewShotPrograms<Batch extends QueryBatch>(
  objective: FewShotObjective<Batch>,
): OuterPrograms<Batch, Predicted> {
  const ofNetwork = programsOf(objective.network);
  const key = `${objective.kind} ${objective.key}`;
  const programs = (ofNetwork.get(key) ?? compilePrograms(objective)) as OuterPrograms<
    Batch,
    Predicted
  >;
  ofNetwork.set(key, programs);
  return programs;
}

function compilePrograms<Batch extends QueryBatch>(
  objective: FewShotObjective<Batch>,
): OuterPrograms<Batch, Predicted> {
  const { kind } = objective;
  const loss = (meta: Params, batch: Batch): Scalar =>
    tf.mean(itemLoss(kind, objective.predict(meta, batch).after, batch.query));
  return {
    tasksOf: ({ query }) => query.weights.shape[0],
    tensorsOf: ({ before, after }) => (before === undefined ? [after] : [before, after]),
    gradient: compile("gradient", (meta: Params, batch: Batch) => ({
      loss: loss(meta, batch),
      gradient: flattenParams(gradParams((values) => loss(values, batch), meta)),
      current: objective.predict(meta, batch),
    })),
    gradientElsewhere: compile("gradientElsewhere", (meta: Params, batch: Batch, _: Predicted) =>
      flattenParams(gradParams((values) => loss(values, batch), meta)),
    ),
  };
}
