// Why the gradients are repaired: tfjs's stock second derivatives are wrong. If one of these tests fails, tfjs has
// mended that operation and its repair can go. Nothing here may call `useBackend` before the last block.

import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import { checkGradients } from "../support/check-gradients.ts";
import { gradientCases } from "./cases.ts";

const wrongInStock = [
  "exp",
  "tanh",
  "sigmoid",
  "elu, away from the kink",
  "softmax",
  "logSoftmax",
  "softmax cross-entropy",
  "pow of two variables",
  "max along an axis",
  "min along an axis",
  "maximum, broadcast",
  "squaredDifference",
  "clipByValue",
  "matMul, batch broadcast",
  "cumsum",
  "gatherND",
  "scatterND",
] as const;

/** The second derivative in l of Σ x / exp(l), x = [1, 2, 3], at l = 0.3. */
function secondDerivative(): number {
  return tf.tidy(() => {
    const f = (l: tf.Tensor): tf.Tensor => tf.sum(tf.div(tf.tensor1d([1, 2, 3]), tf.exp(l)));
    return tf
      .grad((l) => tf.grad(f)(l))(tf.scalar(0.3))
      .dataSync()[0] as number;
  });
}

// d²/dl² Σ x e^-l = Σ x e^-l
const RIGHT = 6 * Math.exp(-0.3);

describe("stock tfjs", () => {
  beforeAll(async () => {
    tf.enableProdMode();
    await tf.setBackend("cpu");
  });

  it("gives twice the second derivative of a quotient by exp", () => {
    expect([secondDerivative()]).toBeAllClose([2 * RIGHT], { rtol: 1e-3 });
  });

  it.each(wrongInStock)("fails the second-order check of %s", (name) => {
    const { f, inputs } = gradientCases[name] as (typeof gradientCases)[string];
    expect(() => {
      checkInScope(f, inputs);
    }).toThrow();
  });
});

describe("repaired tfjs", () => {
  beforeAll(async () => {
    await useBackend("cpu");
  });

  it("gives the second derivative of a quotient by exp", () => {
    expect([secondDerivative()]).toBeAllClose([RIGHT], { rtol: 1e-5 });
  });

  it.each(wrongInStock)("passes the second-order check of %s", (name) => {
    const { f, inputs } = gradientCases[name] as (typeof gradientCases)[string];
    checkInScope(f, inputs);
  });
});

/** What the engine keeps of a gradient; nothing after one that succeeded. */
interface TapeState {
  activeTape: readonly { readonly saved: tf.Tensor[] }[] | null;
}

/** Checks in a scope that also frees what a throwing gradient leaves on the tape, which tfjs keeps. */
function checkInScope(f: (...xs: tf.Tensor[]) => tf.Tensor, inputs: () => tf.Tensor[]): void {
  const state = tf.engine().state as unknown as TapeState;
  try {
    tf.tidy(() => {
      checkGradients(f, inputs(), { order: 2 });
    });
  } finally {
    for (const { saved } of state.activeTape ?? []) tf.dispose(saved);
    state.activeTape = null;
  }
}
