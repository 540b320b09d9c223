// Layer 4: index policies: each arm has a number that depends on what was seen of this arm alone, and the arm with the
// greatest is pulled. Between two pulls one number changes, so that one is computed.

import type { Agent, Transition } from "../agent.ts";
import { argmax } from "./argmax.ts";
import { ArmCounts } from "./arm-counts.ts";

/** The index of an arm with `successes` and `failures`, both at least 1 as {@link ArmCounts} counts them. */
export type ArmIndex = (successes: number, failures: number) => number;

/** Pulls the arm with the greatest index, the first of several. */
export class IndexAgent implements Agent {
  readonly #counts: ArmCounts;
  readonly #index: ArmIndex;
  readonly #indices: Float64Array;

  constructor(arms: number, index: ArmIndex) {
    this.#counts = new ArmCounts(arms);
    this.#index = index;
    this.#indices = new Float64Array(arms).fill(index(1, 1));
  }

  act(): number {
    return argmax(this.#indices);
  }

  learn({ action, reward }: Transition): void {
    const { successes, failures } = this.#counts;
    this.#counts.add(action, reward);
    this.#indices[action] = this.#index(successes[action]!, failures[action]!);
  }
}
