// Layer 3: rewards of another size.

import { ConfigError, formatValue } from "../../errors.ts";
import type { Random } from "../../random.ts";
import type { Json } from "../../json.ts";
import type { BatchStepResult, EnvironmentBatch, EnvironmentFamily } from "../environment.ts";
import { createEnvironmentBatch } from "../vectorise.ts";
import { idNumber } from "./id-number.ts";
import { wrapFamily } from "./wrap-family.ts";

/** What becomes of a reward. */
export interface ScaleRewardsOptions {
  /** What it is multiplied by; not 0. */
  readonly scale: number;
  /** What is added after that. @defaultValue 0 */
  readonly shift?: number;
}

/**
 * Replaces each reward by scale · reward + shift.
 *
 * A shift counts once a step: where episodes can end early it makes an early end worth more or less, and with it another
 * policy best. The optimal return is known where neither that can be nor the scale turns the order of
 * returns around.
 *
 * @throws {@link ConfigError} if the numbers are not finite, or the scale is 0
 */
export function scaleRewards<Task extends Json>(
  family: EnvironmentFamily<Task>,
  options: ScaleRewardsOptions,
): EnvironmentFamily<Task> {
  const { scale, shift = 0 } = options;
  if (!Number.isFinite(scale) || scale === 0) {
    throw new ConfigError(
      `scaleRewards.scale: must be finite and not 0, got ${formatValue(scale)}`,
    );
  }
  if (!Number.isFinite(shift)) {
    throw new ConfigError(`scaleRewards.shift: must be finite, got ${formatValue(shift)}`);
  }
  const isExact = scale > 0 && (shift === 0 || family.horizon === 1);
  return wrapFamily(family, {
    suffix: `-rewards-x${idNumber(scale)}${shift === 0 ? "" : `-plus-${idNumber(shift)}`}`,
    createBatch: (tasks) => new ScaledRewards(createEnvironmentBatch(family, tasks), scale, shift),
    optimalReturn: isExact ? (inner) => scale * inner + shift : undefined,
    unwrap: (episode) => [
      {
        ...episode,
        rewards: episode.rewards.map((reward) => Math.fround((reward - shift) / scale)),
      },
    ],
  });
}

class ScaledRewards implements EnvironmentBatch {
  readonly size: number;
  readonly #inner: EnvironmentBatch;
  readonly #scale: number;
  readonly #shift: number;
  /** `[size]`, as the batch inside writes them. */
  readonly #rewards: Float32Array;

  constructor(inner: EnvironmentBatch, scale: number, shift: number) {
    this.size = inner.size;
    this.#inner = inner;
    this.#scale = scale;
    this.#shift = shift;
    this.#rewards = new Float32Array(inner.size);
  }

  reset(row: number, rng: Random, observations: Float32Array): void {
    this.#inner.reset(row, rng, observations);
  }

  step(actions: Float32Array | Int32Array, result: BatchStepResult): void {
    const rewards = this.#rewards;
    const { observations, terminated, truncated } = result;
    this.#inner.step(actions, { observations, rewards, terminated, truncated });
    const scale = this.#scale;
    const shift = this.#shift;
    for (let row = 0; row < this.size; row++) result.rewards[row] = scale * rewards[row]! + shift;
  }
}
