// Networks for supervised tasks as plain loops in float64, from the definitions: one task, one item after another.

import type { NetworkConfig } from "../../src/nn/create-network.ts";

/** The parameters of one task, each row by row. */
export type PlainParams = Readonly<Record<string, readonly number[]>>;

/** A network and what it is applied to. */
export interface PlainNetwork {
  readonly config: NetworkConfig;
  readonly inputShape: readonly number[];
  readonly params: PlainParams;
  /** `[n][inputs]` */
  readonly inputs: readonly (readonly number[])[];
  /** `[n]` */
  readonly weights: readonly number[];
}

/** Returns the outputs, `[n][outputs]`. */
export function runPlainNetwork(network: PlainNetwork): number[][] {
  const { config, params, inputs } = network;
  const widths = config.kind === "mlp" ? config.hiddenSizes : config.filters;
  let [height = 1, width = 1] = config.kind === "mlp" ? [] : network.inputShape;
  let items = inputs.map((input) => [...input]);
  widths.forEach((out, i) => {
    const weights = params[`W${i}`] as readonly number[];
    // [n][positions][out]
    const rows = items.map((item) =>
      config.kind === "mlp"
        ? [multiply(item, weights, out)]
        : convolve(item, [height, width], weights, out),
    );
    if (config.kind === "convolutional") [height, width] = [half(height), half(width)];
    const finished =
      config.normalisation === "none"
        ? rows.map((item) => item.map((row) => row.map((x, f) => x + at(params, `b${i}`, f))))
        : normalise(network, rows, i);
    const activate = config.activation === "relu" ? (x: number) => Math.max(x, 0) : Math.tanh;
    items = finished.map((item) => item.flat().map(activate));
  });
  const bias = params[`b${widths.length}`] as readonly number[];
  const head = params[`W${widths.length}`] as readonly number[];
  return items.map((item) => multiply(item, head, bias.length).map((x, k) => x + bias[k]!));
}

/** A convolution by 3 by 3 with stride 2: TensorFlow pads an odd length by 1 at both ends, an even one by 1 at the end. */
export function convolve(
  image: readonly number[],
  [height, width]: readonly [number, number],
  kernel: readonly number[],
  out: number,
): number[][] {
  const channels = image.length / (height * width);
  const positions: number[][] = [];
  for (let row = 0; row < half(height); row++) {
    for (let column = 0; column < half(width); column++) {
      const sums = new Array<number>(out).fill(0);
      for (let i = 0; i < 3; i++) {
        for (let j = 0; j < 3; j++) {
          const [y, x] = [2 * row + i - (height % 2), 2 * column + j - (width % 2)];
          if (y < 0 || y >= height || x < 0 || x >= width) continue;
          for (let c = 0; c < channels; c++) {
            for (let f = 0; f < out; f++) {
              const weight = kernel[((3 * i + j) * channels + c) * out + f]!;
              sums[f]! += image[(y * width + x) * channels + c]! * weight;
            }
          }
        }
      }
      positions.push(sums);
    }
  }
  return positions;
}

function normalise(
  { params, weights }: PlainNetwork,
  rows: readonly (readonly (readonly number[])[])[],
  i: number,
): number[][][] {
  const positions = rows[0]?.length ?? 1;
  const average = (f: number, g: (x: number) => number): number =>
    rows.reduce(
      (sum, item, n) =>
        item.reduce((part, row) => part + (weights[n]! / positions) * g(row[f]!), sum),
      0,
    );
  return rows.map((item) =>
    item.map((row) =>
      row.map((x, f) => {
        const mean = average(f, (value) => value);
        const variance = average(f, (value) => (value - mean) ** 2);
        const normal = (x - mean) / Math.sqrt(variance + 1e-5);
        return at(params, `scale${i}`, f) * normal + at(params, `shift${i}`, f);
      }),
    ),
  );
}

function multiply(x: readonly number[], matrix: readonly number[], out: number): number[] {
  return Array.from({ length: out }, (_, f) =>
    x.reduce((sum, value, i) => sum + value * matrix[i * out + f]!, 0),
  );
}

function at(params: PlainParams, name: string, i: number): number {
  return (params[name] as readonly number[])[i] as number;
}

function half(length: number): number {
  return Math.floor((length + 1) / 2);
}
