// Layer 4: what was seen of arms that pay 1 or 0.
//
// Each arm begins with one success and one failure, as in Duan et al. 2016, https://arxiv.org/abs/1611.02779, section 3.1:
// the counts are the parameters of its Beta posterior from a uniform prior.

import { EnvContractError, formatValue } from "../../errors.ts";

/** Successes and failures of each arm, one of each before the first pull. */
export class ArmCounts {
  /** `[arms]` */
  readonly successes: Float64Array;
  /** `[arms]` */
  readonly failures: Float64Array;

  constructor(arms: number) {
    this.successes = new Float64Array(arms).fill(1);
    this.failures = new Float64Array(arms).fill(1);
  }

  /** Counts a pull. @throws {@link EnvContractError} if the reward is neither 1 nor 0 */
  add(arm: number, reward: number): void {
    if (reward === 1) this.successes[arm]!++;
    else if (reward === 0) this.failures[arm]!++;
    else {
      throw new EnvContractError(
        `ArmCounts.add: the reward of a Bernoulli arm must be 0 or 1, got ${formatValue(reward)}`,
      );
    }
  }
}
