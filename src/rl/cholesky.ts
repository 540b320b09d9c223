// Layer 3: the one linear solve that the baseline needs. Own code, because a general library takes 20 to 100 times
// as long for a dozen unknowns.

/**
 * Solves A x = b for a symmetric positive definite A by A = L Lᵀ, in float64.
 *
 * @param matrix - `[n, n]`; only the lower triangle is read
 * @param rightSide - `[n]`
 * @returns `[n]`, or undefined if A is not positive definite to working precision
 */
export function solveCholesky(
  matrix: Float64Array,
  rightSide: Float64Array,
): Float64Array | undefined {
  const n = rightSide.length;
  const lower = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= lower[i * n + k]! * lower[j * n + k]!;
      if (i > j) lower[i * n + j] = sum / lower[j * n + j]!;
      else if (sum > 0) lower[i * n + i] = Math.sqrt(sum);
      else return undefined;
    }
  }
  const x = Float64Array.from(rightSide);
  for (let i = 0; i < n; i++) {
    // L y = b
    for (let k = 0; k < i; k++) x[i]! -= lower[i * n + k]! * x[k]!;
    x[i]! /= lower[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    // Lᵀ x = y
    for (let k = i + 1; k < n; k++) x[i]! -= lower[k * n + i]! * x[k]!;
    x[i]! /= lower[i * n + i]!;
  }
  return x.every(Number.isFinite) ? x : undefined;
}
