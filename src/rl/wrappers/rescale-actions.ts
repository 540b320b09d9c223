// Layer 3: a policy's actions in a range of their own, mapped onto the bounds that the environment has.

import { ConfigError, formatValue } from "../../errors.ts";
import type { Json } from "../../json.ts";
import type { EnvironmentFamily } from "../environment.ts";
import { box, formatSpace } from "../spaces.ts";
import { idNumber } from "./id-number.ts";
import { mapActions } from "./map-actions.ts";
import { requireBox } from "./require-box.ts";

/** The range of a policy's actions, the same for every element. */
export interface RescaleActionsOptions {
  /** @defaultValue -1 */
  readonly low?: number;
  /** @defaultValue 1 */
  readonly high?: number;
}

/**
 * Maps actions from [low, high] affinely onto the bounds of the environment's action space:
 * lower + (action - low) (upper - lower) / (high - low).
 *
 * An action outside of [low, high] lands outside of the bounds; {@link clipActions} inside of this clips it.
 *
 * @throws {@link ConfigError} if actions are not of a Box with finite bounds, or low is not below high
 */
export function rescaleActions<Task extends Json>(
  family: EnvironmentFamily<Task>,
  options: RescaleActionsOptions = {},
): EnvironmentFamily<Task> {
  const { low = -1, high = 1 } = options;
  if (!(low < high && Number.isFinite(high - low))) {
    throw new ConfigError(
      `rescaleActions: low must be below high, both finite, got ${formatValue(low)} and ${formatValue(high)}`,
    );
  }
  const where = `rescaleActions: actions of ${family.id}`;
  const inner = requireBox(where, family.actionSpace);
  const scales = inner.low.map((lower, i) => (inner.high[i]! - lower) / (high - low));
  if (!scales.every(Number.isFinite)) {
    throw new ConfigError(`${where} must have finite bounds, got ${formatSpace(inner)}`);
  }
  // As a product and a sum, so that equal bounds change no action: a scale of 1 and an offset of 0 are exact.
  const offsets = inner.low.map((lower, i) => lower - scales[i]! * low);
  return mapActions(family, {
    suffix: `-rescaled-${idNumber(low)}-${idNumber(high)}`,
    space: box({ low, high, shape: inner.shape }),
    map: (element, i) => scales[i]! * element + offsets[i]!,
  });
}
