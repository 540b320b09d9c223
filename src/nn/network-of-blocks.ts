// Layer 2: what supervised networks have in common: blocks of a linear map, a normalisation and a non-linearity, then a
// linear head. What a kind of network is, is said by how its blocks arrange their rows.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor, Tensor2D, Tensor3D } from "@tensorflow/tfjs-core";
import { ShapeError } from "../errors.ts";
import type { Random } from "../random.ts";
import { initialiseWeights } from "./initialisers.ts";
import type { InitialiserName } from "./initialisers.ts";
import { activations, applyLinear } from "./mlp.ts";
import type { ActivationName } from "./mlp.ts";
import type { Network } from "./network.ts";
import { normaliseRows } from "./normalise-rows.ts";
import type { Params, ParamShapes } from "./params.ts";

/** The names of what stands between the linear map of a block and its non-linearity: a bias, or `normaliseRows`. */
export const normalisationNames = ["none", "batch"] as const;

/** The name of a normalisation. */
export type NormalisationName = (typeof normalisationNames)[number];

/** What the blocks of a network have in common. */
export interface BlockOptions {
  readonly activation: ActivationName;
  readonly normalisation: NormalisationName;
  readonly initialisation: InitialiserName;
}

/** One block. Its rows are positions of items: n items of p positions each are n·p rows. */
export interface Block {
  /** Numbers of one row that the linear map takes. */
  readonly fanIn: number;
  /** Numbers that it makes of them. */
  readonly fanOut: number;
  /** Positions of an item, each of which becomes a row of this block. */
  readonly positions: number;
  /** Makes the rows of this block, `[tasks, n, in]`, of those of the block before; nothing to do where absent. */
  readonly arrange?: (rows: Tensor3D) => Tensor3D;
}

/** A network of {@link Block}s. */
export interface NetworkOfBlocksOptions extends BlockOptions {
  /** Numbers of one input. */
  readonly inputs: number;
  readonly blocks: readonly Block[];
  /** Numbers that the head makes. */
  readonly outputs: number;
}

/**
 * Makes a network. Block i has the parameters `W{i}` `[in, out]` and `b{i}` `[out]`, or `scale{i}` and `shift{i}` in place
 * of the bias, which a normalisation would cancel; the head comes last. Biases and shifts start at 0, scales at 1.
 *
 * @returns a network whose `apply` and `embed` throw {@link ShapeError} if inputs or weights have the wrong shape
 */
export function networkOfBlocks(options: NetworkOfBlocksOptions): Network {
  const { inputs, blocks, outputs, normalisation } = options;
  const last = blocks.at(-1);
  const features = last === undefined ? inputs : last.fanOut * last.positions;
  const layers: LinearMap[] = [
    ...blocks.map((block, i) => ({ ...block, names: namesOf(i, normalisation) })),
    { fanIn: features, fanOut: outputs, names: namesOf(blocks.length, "none") },
  ];
  const embed: Network["embed"] = (params, x, weights) => {
    checkShapes(inputs, x, weights);
    let rows = x;
    blocks.forEach(({ arrange, positions }, i) => {
      rows = arrange?.(rows) ?? rows;
      rows =
        normalisation === "none"
          ? applyLinear(params, i, rows)
          : normaliseRows(
              tf.matMul(rows, params[`W${i}`] as Tensor3D),
              spread(weights, positions),
              { scale: params[`scale${i}`] as Tensor2D, shift: params[`shift${i}`] as Tensor2D },
            );
      rows = activations[options.activation](rows);
    });
    return last === undefined || last.positions === 1
      ? rows
      : tf.reshape(rows, [x.shape[0], x.shape[1], features]);
  };
  return {
    inputs,
    outputs,
    features,
    shapes: shapesOf(layers),
    layers: layers.map(({ names }) => names),
    initialise: (rng) => initialise(layers, options.initialisation, rng),
    apply: (params, x, weights) => applyLinear(params, blocks.length, embed(params, x, weights)),
    embed,
  };
}

/** A linear map, the names of its weights and of the vectors that belong to it. */
interface LinearMap {
  readonly fanIn: number;
  readonly fanOut: number;
  readonly names: readonly [matrix: string, ...vectors: string[]];
}

function namesOf(i: number, normalisation: NormalisationName): LinearMap["names"] {
  return normalisation === "none" ? [`W${i}`, `b${i}`] : [`W${i}`, `scale${i}`, `shift${i}`];
}

function shapesOf(layers: readonly LinearMap[]): ParamShapes {
  return Object.fromEntries(
    layers.flatMap(({ fanIn, fanOut, names: [matrix, ...vectors] }): [string, number[]][] => [
      [matrix, [fanIn, fanOut]],
      ...vectors.map((name): [string, number[]] => [name, [fanOut]]),
    ]),
  );
}

function initialise(
  layers: readonly LinearMap[],
  initialisation: InitialiserName,
  rng: Random,
): Params {
  return Object.fromEntries(
    layers.flatMap(({ fanIn, fanOut, names: [matrix, ...vectors] }): [string, Tensor][] => [
      [matrix, initialiseWeights(initialisation, rng.split(matrix), fanIn, fanOut)],
      ...vectors.map((name): [string, Tensor] => [
        name,
        name.startsWith("scale") ? tf.ones([fanOut]) : tf.zeros([fanOut]),
      ]),
    ]),
  );
}

/** Shares the weight of each item among its positions. @returns `[tasks, n*positions]` */
function spread(weights: Tensor2D, positions: number): Tensor2D {
  if (positions === 1) return weights;
  const [tasks, n] = weights.shape;
  const shares = tf.expandDims(tf.div(weights, positions), 2); // [tasks, n, 1]
  return tf.reshape(tf.broadcastTo(shares, [tasks, n, positions]), [tasks, n * positions]);
}

function checkShapes(inputs: number, x: Tensor3D, weights: Tensor2D): void {
  const [tasks, n] = x.shape;
  if (x.rank !== 3 || x.shape[2] !== inputs) {
    throw new ShapeError(
      `Network: inputs must be [tasks, n, ${inputs}], got [${x.shape.join(", ")}]`,
    );
  }
  if (weights.rank !== 2 || weights.shape[0] !== tasks || weights.shape[1] !== n) {
    throw new ShapeError(
      `Network: weights must be [tasks, n] = [${tasks}, ${n}], got [${weights.shape.join(", ")}]`,
    );
  }
}
