import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import { convolutionPatches, halvedLength } from "../../src/nn/convolution-patches.ts";
import { createRandom } from "../../src/random.ts";
import { checkGradients } from "../support/check-gradients.ts";
import { convolve } from "./plain-network.ts";

const rng = createRandom(11);
const draw = (length: number): number[] => Array.from({ length }, () => rng.normal());

describe.each(["cpu", "onnx"])("convolutionPatches on %s", (backend) => {
  beforeAll(() => useBackend(backend));

  it("has the numbers of each patch row by row, with zeros outside the image", () => {
    tf.tidy(() => {
      // 1 2 3    An odd length has a row of zeros before it, so the first patch is centred on 1, the second on 3,
      // 4 5 6    the next two on 7 and 9.
      // 7 8 9
      const images = tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1]);
      expect(convolutionPatches(images).arraySync()).toEqual([
        [
          [
            [0, 0, 0, 0, 1, 2, 0, 4, 5],
            [0, 0, 0, 2, 3, 0, 5, 6, 0],
          ],
          [
            [0, 4, 5, 0, 7, 8, 0, 0, 0],
            [5, 6, 0, 8, 9, 0, 0, 0, 0],
          ],
        ],
      ]);
    });
  });

  it.each([
    [1, 1],
    [2, 3],
    [4, 4],
    [7, 7],
    [6, 5],
    [28, 28],
  ])("makes a convolution of %i by %i images a matrix product", (height, width) => {
    tf.tidy(() => {
      const [n, channels, out] = [2, 3, 4];
      const values = draw(n * height * width * channels);
      const kernel = draw(9 * channels * out);
      const images = tf.tensor4d(values, [n, height, width, channels]);
      const patches = convolutionPatches(images);
      const [rows, columns] = [halvedLength(height), halvedLength(width)];
      expect(patches.shape).toEqual([n, rows, columns, 9 * channels]);
      const product = tf.matMul(
        tf.reshape(patches, [n, rows * columns, 9 * channels]),
        tf.tensor2d(kernel, [9 * channels, out]),
      );
      const conv = tf.conv2d(images, tf.tensor4d(kernel, [3, 3, channels, out]), 2, "same");
      const size = height * width * channels;
      const plain = Array.from({ length: n }, (_, i) =>
        convolve(values.slice(i * size, (i + 1) * size), [height, width], kernel, out),
      );
      expect(product.arraySync()).toBeAllClose(plain, { atol: 1e-5 });
      expect(product.dataSync()).toBeAllClose(conv.dataSync(), { atol: 1e-5 });
    });
  });

  it("is differentiable twice in the images", () => {
    tf.tidy(() => {
      const f = (images: tf.Tensor): tf.Tensor =>
        tf.pow(convolutionPatches(images as tf.Tensor4D), 3);
      checkGradients(f, [tf.tensor4d(draw(40), [1, 4, 5, 2])], { order: 2 });
    });
  });
});
