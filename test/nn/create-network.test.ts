import { describe, expect, it } from "vitest";
import { ConfigError } from "../../src/errors.ts";
import { createNetwork } from "../../src/nn/create-network.ts";
import type { NetworkConfig } from "../../src/nn/create-network.ts";

const mlp: NetworkConfig = {
  kind: "mlp",
  hiddenSizes: [8],
  filters: [4],
  activation: "relu",
  normalisation: "none",
  initialisation: "he-normal",
};

describe("createNetwork", () => {
  it("makes an MLP of inputs of any shape", () => {
    const { shapes } = createNetwork(mlp, { inputShape: [3, 5], outputs: 2 });
    expect(shapes).toEqual({ W0: [15, 8], b0: [8], W1: [8, 2], b1: [2] });
  });

  it("makes a convolutional network of images", () => {
    const { shapes } = createNetwork(
      { ...mlp, kind: "convolutional" },
      { inputShape: [3, 5], outputs: 2 },
    );
    // 3 by 5 becomes 2 by 3.
    expect(shapes).toEqual({ W0: [9, 4], b0: [4], W1: [24, 2], b1: [2] });
  });

  it.each([[[784]], [[28, 28, 3]]])(
    "rejects a convolutional network of inputs of shape %j",
    (inputShape) => {
      const create = (): unknown =>
        createNetwork({ ...mlp, kind: "convolutional" }, { inputShape, outputs: 2 });
      expect(create).toThrow(ConfigError);
      expect(create).toThrow(
        `config.network.kind: a convolutional network must have inputs of shape [height, width], got [${inputShape.join(", ")}]; use "mlp"`,
      );
    },
  );
});
