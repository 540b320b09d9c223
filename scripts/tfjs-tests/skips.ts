// Tests of tfjs-core that are not run, each with the reason. Those whose constraints ask for a browser or another backend
// are not among them: tfjs-core does not run those in Node.js either.

/** Tests that share a reason. */
export interface Skip {
  readonly reason: string;
  /** Matched against `FILE: NAME OF THE TEST`. */
  readonly tests: readonly RegExp[];
}

/** The tests that are skipped on every backend. */
export const skips: readonly Skip[] = [
  {
    reason:
      "fails on tfjs's cpu backend too: it expects `logicalAnd` to have no gradient, where ours is 0, " +
      "as derivatives of gradients need (`src/backend/gradients/piecewise-constant.ts`)",
    tests: [/^gradients_test\.js: gradients \S+ \{\} errors if relevant ops are missing grads$/],
  },
];
