// Layer 5: the curves that a comparison draws.

import { describePoint } from "../charts/adaptation-curves.ts";
import type { Comparison } from "./comparison.ts";
import type { MethodCurve } from "./method-curves.ts";
import type { Phase } from "./return-curve.ts";

/** Returns the learning curves: return over environment steps. */
export function learningCurvesOf({ methods }: Comparison, phase: Phase): readonly MethodCurve[] {
  return methods.map(({ name, curves }) => ({
    name,
    points: curves[phase].map(({ environmentSteps, ...estimate }) => ({
      x: environmentSteps,
      ...estimate,
    })),
  }));
}

/** Returns the adaptation curves: return on held-out tasks over inner steps. */
export function adaptationCurvesOf({ methods }: Comparison): readonly MethodCurve[] {
  return methods.map(({ name, adaptation }) => ({
    name,
    points: adaptation.returns.map((point) => ({
      x: point.innerSteps,
      ...point,
      text: `${name}, ${describePoint(point)}`,
    })),
  }));
}
