// MDPs with two states, two actions and three steps, in which every expectation is a sum over 64 trajectories; all in plain
// float64 numbers, without tensors.

import type { EstimatorName } from "../../src/rl/estimators.ts";

/** Steps of an episode. */
export const STEPS = 3;

/** An MDP that is known. */
export interface Mdp {
  /** Probability that an episode starts in state 1. */
  readonly start: number;
  /** `[state][action]`, probability that state 1 follows. */
  readonly next: readonly (readonly [number, number])[];
  /** `[state][action]` */
  readonly reward: readonly (readonly [number, number])[];
}

/** The MDP of the tests. */
export const MDP: Mdp = {
  start: 0.3,
  next: [
    [0.2, 0.9],
    [0.6, 0.1],
  ],
  reward: [
    [0.5, -0.4],
    [1.5, 2.5],
  ],
};

/** Logits, `[state*2 + action]`. */
export const THETA: readonly number[] = [0.8, -0.2, -0.6, 0.1];

/** α of an inner step θ' = θ + α ∇J(θ). */
export const ALPHA = 1.5;

/** `[step][state]`, zeros. */
export const noBaseline: readonly (readonly number[])[] = Array.from({ length: STEPS }, () => [
  0, 0,
]);

/** The states and actions of one episode. */
export interface Path {
  readonly states: readonly number[];
  readonly actions: readonly number[];
}

/** All paths, 4³ of them. */
export const paths: readonly Path[] = Array.from({ length: 4 ** STEPS }, (_, index) => {
  const digits = Array.from({ length: STEPS }, (_step, t) => Math.floor(index / 4 ** t) % 4);
  return { states: digits.map((d) => d >> 1), actions: digits.map((d) => d & 1) };
});

/** Probabilities of the actions in a state; `theta` holds the logits, `[state*2 + action]`. */
function policyAt(theta: readonly number[], state: number): readonly [number, number] {
  const p = 1 / (1 + Math.exp(theta[2 * state]! - theta[2 * state + 1]!));
  return [1 - p, p];
}

/** p(τ; θ) */
export function pathProbability(mdp: Mdp, theta: readonly number[], path: Path): number {
  let product = 1;
  let nextIsOne = mdp.start;
  for (let t = 0; t < STEPS; t++) {
    const [state, action] = [path.states[t]!, path.actions[t]!];
    product *= (state === 1 ? nextIsOne : 1 - nextIsOne) * policyAt(theta, state)[action]!;
    nextIsOne = mdp.next[state]![action]!;
  }
  return product;
}

/** Returns from each step on, undiscounted. */
export function returnsOf(mdp: Mdp, { states, actions }: Path): number[] {
  const rewards = states.map((state, t) => mdp.reward[state]![actions[t]!]!);
  return rewards.map((_, t) => rewards.slice(t).reduce((sum, r) => sum + r, 0));
}

/** `[step][state]`, values by backward induction. */
export function valuesOf(mdp: Mdp, theta: readonly number[]): number[][] {
  let after = [0, 0];
  const values: number[][] = [];
  for (let t = STEPS - 1; t >= 0; t--) {
    const later = after;
    after = [0, 1].map((state) =>
      policyAt(theta, state).reduce((sum, p, action) => {
        const one = mdp.next[state]![action]!;
        return sum + p * (mdp.reward[state]![action]! + one * later[1]! + (1 - one) * later[0]!);
      }, 0),
    );
    values.unshift(after);
  }
  return values;
}

/** J(θ), by backward induction. */
export function expectedReturn(mdp: Mdp, theta: readonly number[]): number {
  const [first] = valuesOf(mdp, theta);
  return (1 - mdp.start) * first![0]! + mdp.start * first![1]!;
}

/** ∇ log π(a|s) */
export function score(theta: readonly number[], state: number, action: number): number[] {
  const pi = policyAt(theta, state);
  return theta.map((_, i) => (i >> 1 === state ? Number((i & 1) === action) - pi[i & 1]! : 0));
}

/** ∇² log π(a|s), which is the same for both actions: p pᵀ - diag(p) in the state's own logits. */
function scoreSlope(theta: readonly number[], state: number): number[][] {
  const pi = policyAt(theta, state);
  return theta.map((_, i) =>
    theta.map((_other, j) => {
      if (i >> 1 !== state || j >> 1 !== state) return 0;
      return pi[i & 1]! * pi[j & 1]! - (i === j ? pi[i & 1]! : 0);
    }),
  );
}

/** E[f(τ)] for an f of numbers in a list. */
function expectation(
  mdp: Mdp,
  theta: readonly number[],
  f: (path: Path) => readonly number[],
): number[] {
  return paths.reduce<number[]>((sum, path) => {
    const p = pathProbability(mdp, theta, path);
    return f(path).map((value, i) => (sum[i] ?? 0) + p * value);
  }, []);
}

/** ∇J = E[Σ_t ∇ log π(a_t|s_t) R(τ)] */
export function returnGradient(mdp: Mdp, theta: readonly number[]): number[] {
  return expectation(mdp, theta, (path) => {
    const [total] = returnsOf(mdp, path);
    return theta.map((_, i) =>
      path.states.reduce(
        (s, state, t) => s + score(theta, state, path.actions[t]!)[i]! * total!,
        0,
      ),
    );
  });
}

/** ∇²J = E[R(τ) (∇² log p(τ) + ∇ log p(τ) ∇ log p(τ)ᵀ)], as rows. */
export function returnHessian(mdp: Mdp, theta: readonly number[]): number[][] {
  const flat = expectation(mdp, theta, (path) => {
    const [total] = returnsOf(mdp, path);
    const scores = path.states.map((state, t) => score(theta, state, path.actions[t]!));
    const slopes = path.states.map((state) => scoreSlope(theta, state));
    return theta.flatMap((_, i) =>
      theta.map((_other, j) => {
        const gi = scores.reduce((sum, g) => sum + g[i]!, 0);
        const gj = scores.reduce((sum, g) => sum + g[j]!, 0);
        return total! * (slopes.reduce((sum, h) => sum + h[i]![j]!, 0) + gi * gj);
      }),
    );
  });
  return theta.map((_, i) => flat.slice(i * theta.length, (i + 1) * theta.length));
}

/** How an inner loss is chosen. */
export interface Estimation {
  readonly estimator: EstimatorName;
  readonly diceLambda: number;
  /** `[step][state]`, what is subtracted from returns. */
  readonly baseline: readonly (readonly number[])[];
}

/**
 * The Hessian of J as an estimator has it from one path, as rows. With g the scores, h their slopes, A = Q - b:
 *
 * - policy-gradient: Σ h_t A_t
 * - likelihood-ratio: Σ (h_t + g_t g_tᵀ) A_t
 * - loaded-dice: Σ (h_t + g_t g_tᵀ + v_t g_tᵀ + g_t v_tᵀ) A_t, v_t = λ (v_{t-1} + g_{t-1})
 * - dice: the same at λ = 1 with Q in place of A, less Σ (h_t + g_t g_tᵀ) b_t
 */
export function pathHessian(
  theta: readonly number[],
  { estimator, diceLambda, baseline }: Estimation,
  { path, returns }: { readonly path: Path; readonly returns: readonly number[] },
): number[][] {
  const decay = estimator === "dice" ? 1 : diceLambda;
  let past = theta.map(() => 0);
  const sum = theta.map(() => theta.map(() => 0));
  path.states.forEach((state, t) => {
    const g = score(theta, state, path.actions[t]!);
    const h = scoreSlope(theta, state);
    const b = baseline[t]![state]!;
    const advantage = returns[t]! - b;
    theta.forEach((_, i) => {
      theta.forEach((_other, j) => {
        const square = h[i]![j]! + g[i]! * g[j]!;
        const cross = past[i]! * g[j]! + g[i]! * past[j]!;
        const terms: Readonly<Record<EstimatorName, number>> = {
          "policy-gradient": h[i]![j]! * advantage,
          "likelihood-ratio": square * advantage,
          "loaded-dice": (square + cross) * advantage,
          dice: (square + cross) * returns[t]! - square * b,
        };
        sum[i]![j]! += terms[estimator];
      });
    });
    past = past.map((value, i) => decay * (value + g[i]!));
  });
  return sum;
}

/** The same in expectation over paths. */
export function estimatorHessian(
  mdp: Mdp,
  theta: readonly number[],
  estimation: Estimation,
): number[][] {
  const flat = expectation(mdp, theta, (path) =>
    pathHessian(theta, estimation, { path, returns: returnsOf(mdp, path) }).flat(),
  );
  return theta.map((_, i) => flat.slice(i * theta.length, (i + 1) * theta.length));
}

/** √E‖H(τ) - E[H(τ)]‖² of an estimator's Hessian from one path: how much that varies. */
export function hessianSpread(mdp: Mdp, theta: readonly number[], estimation: Estimation): number {
  const mean = estimatorHessian(mdp, theta, estimation).flat();
  const [variance] = expectation(mdp, theta, (path) => {
    const one = pathHessian(theta, estimation, { path, returns: returnsOf(mdp, path) }).flat();
    return [one.reduce((sum, x, i) => sum + (x - mean[i]!) ** 2, 0)];
  });
  return Math.sqrt(variance!);
}

/** (I + αH) v */
export function throughStep(
  hessian: readonly (readonly number[])[],
  alpha: number,
  v: readonly number[],
): number[] {
  return v.map((x, i) => x + alpha * v.reduce((sum, y, j) => sum + hessian[i]![j]! * y, 0));
}

/** θ + α ∇J(θ) */
export function ascend(mdp: Mdp, theta: readonly number[], alpha: number): number[] {
  const gradient = returnGradient(mdp, theta);
  return theta.map((x, i) => x + alpha * gradient[i]!);
}

/** Central differences of fourth order. */
export function differences(
  f: (theta: readonly number[]) => number,
  theta: readonly number[],
): number[] {
  const h = 1e-3;
  return theta.map((_, i) => {
    const at = (k: number): number => f(theta.map((x, j) => (j === i ? x + k * h : x)));
    return (at(-2) - 8 * at(-1) + 8 * at(1) - at(2)) / (12 * h);
  });
}

/** ‖a - b‖ / ‖b‖ */
export function relativeError(a: ArrayLike<number>, b: readonly number[]): number {
  const norm = (values: readonly number[]): number => Math.hypot(...values);
  return norm(b.map((x, i) => a[i]! - x)) / norm(b);
}
