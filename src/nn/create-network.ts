// Layer 2: networks for supervised tasks by a configuration.

import { ConfigError, formatValue } from "../errors.ts";
import type { Network } from "./network.ts";
import { convolutionalNetwork } from "./network-convolutional.ts";
import { mlpNetwork } from "./network-mlp.ts";
import type { BlockOptions } from "./network-of-blocks.ts";

/** The names of the kinds of networks. */
export const networkKinds = ["mlp", "convolutional"] as const;

/** The name of a kind of network. */
export type NetworkKind = (typeof networkKinds)[number];

/** A network, but for the sizes of its inputs and outputs. */
export interface NetworkConfig extends BlockOptions {
  readonly kind: NetworkKind;
  /** Units of each hidden layer; of an MLP. */
  readonly hiddenSizes: readonly number[];
  /** Filters of each block; of a convolutional network. */
  readonly filters: readonly number[];
}

/** What a network is for. */
export interface NetworkEnds {
  /** The shape of an input, such as `[height, width]`. */
  readonly inputShape: readonly number[];
  readonly outputs: number;
}

/**
 * Makes a network for inputs and outputs of some sizes. An MLP takes inputs of any shape as a row of numbers.
 *
 * @throws {@link ConfigError} if a convolutional network is asked for and inputs are not `[height, width]`
 */
export function createNetwork(
  { kind, hiddenSizes, filters, ...options }: NetworkConfig,
  { inputShape, outputs }: NetworkEnds,
): Network {
  if (kind === "mlp") {
    const inputs = inputShape.reduce((product, length) => product * length, 1);
    return mlpNetwork({ ...options, inputs, hiddenSizes, outputs });
  }
  const [height, width, ...others] = inputShape;
  if (height === undefined || width === undefined || others.length > 0) {
    throw new ConfigError(
      `config.network.kind: a convolutional network must have inputs of shape [height, width], got ${formatValue(inputShape)}; use "mlp"`,
    );
  }
  return convolutionalNetwork({ ...options, inputShape: [height, width], filters, outputs });
}
