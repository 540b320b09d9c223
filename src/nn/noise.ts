// Layer 2: the noise that makes actions of distributions, drawn ahead in blocks of steps.

import type { Random } from "../random.ts";

/** What the numbers of noise are drawn from: N(0, 1) or U[0, 1). */
export type NoiseLaw = "normal" | "uniform";

/** Steps that are drawn ahead at most: enough to spread the cost of a call, few enough to waste little at an early end. */
const STEPS_AHEAD = 16;

/** What {@link NoiseBlocks} yields and for how long. */
export interface NoiseOptions {
  readonly law: NoiseLaw;
  /** `[rows]`, where each row's noise comes from; draws run ahead of what is asked for */
  readonly rngs: readonly Random[];
  /** Numbers a row takes in a step. */
  readonly width: number;
  /** Steps that will be asked for at most. */
  readonly steps: number;
}

/** Yields the noise of one step after another. A row gets the numbers that its stream yields, in their order. */
export class NoiseBlocks {
  readonly #options: NoiseOptions;
  /** `[ahead][rows, width]` */
  readonly #steps: readonly Float64Array[];
  /** `[ahead, width]`, of one row */
  readonly #ofRow: Float64Array;
  #used: number;

  constructor(options: NoiseOptions) {
    const { rngs, width, steps } = options;
    const ahead = Math.min(steps, STEPS_AHEAD);
    this.#options = options;
    this.#steps = Array.from({ length: ahead }, () => new Float64Array(rngs.length * width));
    this.#ofRow = new Float64Array(ahead * width);
    this.#used = ahead;
  }

  /** Returns the noise of the next step, `[rows, width]`; it is overwritten later. */
  next(): Float64Array {
    if (this.#used === this.#steps.length) this.#draw();
    return this.#steps[this.#used++]!;
  }

  #draw(): void {
    const { law, rngs, width } = this.#options;
    const ofRow = this.#ofRow;
    for (let row = 0; row < rngs.length; row++) {
      if (law === "normal") rngs[row]!.normals(ofRow);
      else rngs[row]!.uniforms(ofRow);
      for (let step = 0; step < this.#steps.length; step++) {
        const ofStep = this.#steps[step]!;
        for (let j = 0; j < width; j++) ofStep[row * width + j] = ofRow[step * width + j]!;
      }
    }
    this.#used = 0;
  }
}
