// Layer 4: networks without their head, and with a fresh one.

import * as tf from "@tensorflow/tfjs-core";
import type { Network } from "../nn/network.ts";
import { pickParams } from "../nn/params.ts";
import type { Params } from "../nn/params.ts";

/** The parameters of all layers but the last; not copies. */
export function bodyOf({ layers }: Network, params: Params): Params {
  return pickParams(params, layers.slice(0, -1).flat());
}

/** Puts a head of zeros, which finds all classes alike, on the body of another network. The caller owns the head. */
export function withFreshHead(network: Network, body: Params): Params {
  const head = (network.layers.at(-1) ?? []).map((name) => [
    name,
    tf.zeros([...(network.shapes[name] as readonly number[])]),
  ]);
  return { ...body, ...(Object.fromEntries(head) as Params) };
}
