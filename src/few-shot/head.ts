// Layer 4: networks without their head, and with a fresh one.

import * as tf from "@tensorflow/tfjs-core";
import type { Network } from "../nn/network.ts";
import { pickParams } from "../nn/params.ts";
import type { Params } from "../nn/params.ts";

/** The parameters of all layers but the last; not copies. */
export function bodyOf({ layers }: Network, params: Params): Params {
  return pickParams(params, layers.slice(0, -1).flat());
}

/** A head of zeros, which finds all classes alike. The caller owns it. */
export function freshHead({ layers, shapes }: Network): Params {
  return Object.fromEntries(
    (layers.at(-1) ?? []).map((name) => [name, tf.zeros([...(shapes[name] ?? [])])]),
  );
}
