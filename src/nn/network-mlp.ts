// Layer 2: an MLP as a network for supervised tasks.

import type { Network } from "./network.ts";
import { networkOfBlocks } from "./network-of-blocks.ts";
import type { BlockOptions } from "./network-of-blocks.ts";

/** Sizes of an MLP, and what its hidden layers are. */
export interface MlpNetworkOptions extends BlockOptions {
  readonly inputs: number;
  /** Units of each hidden layer; empty for a linear model. */
  readonly hiddenSizes: readonly number[];
  readonly outputs: number;
}

/**
 * Makes an MLP, whose hidden layers may be normalised. Without normalisation it has the parameters of `initialiseMlp` and
 * computes what `applyMlp` does.
 *
 * With sizes 256, 128, 64 and 64, ReLU and batch normalisation it is the network for Omniglot of Finn et al. 2017,
 * https://arxiv.org/abs/1703.03400, section 5.2. Differs from their code: a layer has no bias beside the normalisation's
 * shift, there is a scale, and both are parameters like others, which inner steps adapt; ε is 1e-5, where their code has
 * 1e-3.
 */
export function mlpNetwork({ hiddenSizes, ...options }: MlpNetworkOptions): Network {
  return networkOfBlocks({
    ...options,
    blocks: hiddenSizes.map((fanOut, i) => ({
      fanIn: hiddenSizes[i - 1] ?? options.inputs,
      fanOut,
      positions: 1,
    })),
  });
}
