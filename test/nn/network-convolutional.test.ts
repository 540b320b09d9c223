import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import { convolutionalNetwork } from "../../src/nn/network-convolutional.ts";
import { createRandom } from "../../src/random.ts";

describe("convolutionalNetwork", () => {
  beforeAll(() => useBackend("onnx"));

  it("halves images of 28 by 28 four times", () => {
    const network = convolutionalNetwork({
      inputShape: [28, 28],
      filters: [64, 64, 64, 64],
      outputs: 5,
      activation: "relu",
      normalisation: "batch",
      initialisation: "he-normal",
    });
    // 28 → 14 → 7 → 4 → 2: the head sees 2 · 2 positions of 64 filters.
    expect([network.inputs, network.features, network.outputs]).toEqual([784, 256, 5]);
    expect(network.shapes).toEqual({
      W0: [9, 64],
      scale0: [64],
      shift0: [64],
      W1: [576, 64],
      scale1: [64],
      shift1: [64],
      W2: [576, 64],
      scale2: [64],
      shift2: [64],
      W3: [576, 64],
      scale3: [64],
      shift3: [64],
      W4: [256, 5],
      b4: [5],
    });
  });

  it("draws kernels with nine times the channels as fanIn and the filters as fanOut", () => {
    tf.tidy(() => {
      const { W1 } = convolutionalNetwork({
        inputShape: [8, 8],
        filters: [10, 30],
        outputs: 2,
        activation: "relu",
        normalisation: "none",
        initialisation: "glorot-uniform",
      }).initialise(createRandom(2));
      // U(-a, a) with a = √(6 / (9 · 10 + 30)) = √0.05: of 2,700 draws the largest is above 0.99 a but for 1 in 10¹¹ times.
      const largest = Math.max(...W1!.dataSync<"float32">().map(Math.abs));
      expect(largest).toBeLessThanOrEqual(Math.sqrt(0.05));
      expect(largest).toBeGreaterThan(0.99 * Math.sqrt(0.05));
    });
  });
});
