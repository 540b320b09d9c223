// MAML on a linear model with squared errors, in float64 and by matrices, where everything has a closed form.
//
// With items x̃ = (x, 1), the mean squared error of θ has the gradient H θ - c with H = 2/n Σ x̃ x̃ᵀ and c = 2/n Σ y x̃. An inner
// step is affine, θ' = (I - α S H) θ + α S c with S = diag(step sizes), so the outer loss is a quadratic in θ.

import type { FewShotTask, Items } from "../../src/tasks/task-set.ts";

/** A vector of float64 numbers. */
export type Vector = readonly number[];

/** The mean squared error of some items, as a quadratic: its gradient at θ is H θ - c. */
export interface Quadratic {
  readonly H: readonly Vector[];
  readonly c: Vector;
  /** Mean of y². */
  readonly constant: number;
}

/** Makes the quadratic of items. */
export function quadraticOf({ count, inputs, targets }: Items): Quadratic {
  const width = inputs.length / count;
  const rows = Array.from({ length: count }, (_, i): Vector => [
    ...inputs.subarray(i * width, (i + 1) * width),
    1,
  ]);
  const mean = (term: (row: Vector, y: number) => number): number =>
    rows.reduce((sum, row, i) => sum + term(row, targets[i]!), 0) / count;
  const axes = [...Array(width + 1).keys()];
  return {
    H: axes.map((a) => axes.map((b) => 2 * mean((row) => row[a]! * row[b]!))),
    c: axes.map((a) => 2 * mean((row, y) => y * row[a]!)),
    constant: mean((_, y) => y * y),
  };
}

/** Returns H θ - c. */
export function slopeAt({ H, c }: Quadratic, theta: Vector): Vector {
  return multiply(H, theta).map((value, i) => value - c[i]!);
}

/** Returns ½ θᵀ H θ - cᵀ θ + constant. */
export function lossAt({ H, c, constant }: Quadratic, theta: Vector): number {
  return dot(theta, multiply(H, theta)) / 2 - dot(c, theta) + constant;
}

/** How a linear model adapts. */
export interface LinearInner {
  readonly learningRates: Vector;
  /** Factors of the learning rate, one a parameter. */
  readonly stepSizes: Vector;
  readonly firstOrder: boolean;
}

/** The parameters before each inner step, and those after the last. */
export function descend(support: Quadratic, theta: Vector, inner: LinearInner): readonly Vector[] {
  const path = [theta];
  for (const rate of inner.learningRates) {
    const at = path.at(-1) as Vector;
    const slope = slopeAt(support, at);
    path.push(at.map((value, i) => value - rate * inner.stepSizes[i]! * slope[i]!));
  }
  return path;
}

/** The outer loss of tasks and its derivatives. */
export interface LinearMetaGradient {
  readonly loss: number;
  readonly theta: Vector;
  readonly stepSizes: Vector;
}

/**
 * Computes MAML's gradient: g = H_query θ' - c_query is carried back by (I - α S H)ᵀ through each step, or as it is for
 * first order; step sizes have Σ over steps of -α (H θ_k - c) g.
 */
export function linearMetaGradient(
  tasks: readonly FewShotTask[],
  theta: Vector,
  inner: LinearInner,
): LinearMetaGradient {
  const parts = tasks.map((task) => {
    const [support, query] = [quadraticOf(task.support), quadraticOf(task.query)];
    const path = descend(support, theta, inner);
    const adapted = path.at(-1) as Vector;
    let g = slopeAt(query, adapted);
    let ofStepSizes: Vector = theta.map(() => 0);
    for (let k = inner.learningRates.length - 1; k >= 0; k--) {
      const rate = inner.learningRates[k]!;
      const slope = slopeAt(support, path[k] as Vector);
      const later = g;
      ofStepSizes = ofStepSizes.map((sum, i) => sum - rate * slope[i]! * later[i]!);
      if (inner.firstOrder) continue;
      const scaled = later.map((value, i) => value * inner.stepSizes[i]!);
      const correction = multiply(support.H, scaled); // H is symmetric
      g = later.map((value, i) => value - rate * correction[i]!);
    }
    return { loss: lossAt(query, adapted), theta: g, stepSizes: ofStepSizes };
  });
  const mean = (of: (part: LinearMetaGradient) => Vector): Vector =>
    theta.map((_, i) => parts.reduce((sum, part) => sum + of(part)[i]!, 0) / parts.length);
  return {
    loss: parts.reduce((sum, { loss }) => sum + loss, 0) / parts.length,
    theta: mean((part) => part.theta),
    stepSizes: mean((part) => part.stepSizes),
  };
}

function multiply(matrix: readonly Vector[], vector: Vector): Vector {
  return matrix.map((row) => dot(row, vector));
}

function dot(a: Vector, b: Vector): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}
