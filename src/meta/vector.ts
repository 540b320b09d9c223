// Layer 4: vectors of numbers in float64, for what happens once an outer step on as many numbers as there are parameters.

/** Inner product. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** Adds `scale` times `x` to `sum`, in place. */
export function addScaled(sum: Float64Array, scale: number, x: ArrayLike<number>): void {
  for (let i = 0; i < sum.length; i++) sum[i]! += scale * x[i]!;
}
