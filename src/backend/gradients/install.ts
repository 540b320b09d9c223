// Right derivatives of every order for every tfjs backend: the gradients of this folder over the stock ones.
//
// The trap: a stock gradient that saves its kernel's output saves a clone that is recorded before the kernel, so that
// an outer derivative does not see through it; it throws or, mostly, is silently wrong (tensorflow/tfjs issue 3252).

import { activationGradients } from "./activations.ts";
import { binaryGradients } from "./binary.ts";
import { gatherGradients } from "./gather.ts";
import { register } from "./gradient.ts";
import type { Gradient } from "./gradient.ts";
import { matMulGradient } from "./mat-mul.ts";
import { piecewiseConstantGradients } from "./piecewise-constant.ts";
import { reductionGradients } from "./reductions.ts";
import { softmaxGradients } from "./softmax.ts";
import { repairTape } from "./tape.ts";
import { tileGradients } from "./tile.ts";

/** Every gradient that replaces or completes a stock one. */
export const repairedGradients: readonly Gradient[] = [
  ...activationGradients,
  ...softmaxGradients,
  ...binaryGradients,
  ...reductionGradients,
  ...tileGradients,
  matMulGradient,
  ...gatherGradients,
  ...piecewiseConstantGradients,
];

/**
 * Registers all gradients: the stock ones, where they are not registered yet, and over them the repaired ones.
 *
 * tfjs-core alone registers none; its union package does as it is imported. It is imported here, first, so that a later
 * import of it by anyone finds it loaded and cannot put the stock gradients back.
 */
export async function installGradients(): Promise<void> {
  await import("@tensorflow/tfjs");
  repairTape();
  repairedGradients.forEach(register);
}
