// Layer 3: actions that are clipped to their Box before the environment sees them.

import type { Json } from "../../json.ts";
import type { EnvironmentFamily } from "../environment.ts";
import { mapActions } from "./map-actions.ts";
import { requireBox } from "./require-box.ts";

/**
 * Clips actions to the bounds of the action space. An environment inside need not do so itself.
 *
 * The action space stays as it is. An element without a bound is not clipped there.
 *
 * @throws {@link ConfigError} if actions are not of a Box
 */
export function clipActions<Task extends Json>(
  family: EnvironmentFamily<Task>,
): EnvironmentFamily<Task> {
  const space = requireBox(`clipActions: actions of ${family.id}`, family.actionSpace);
  const { low, high } = space;
  return mapActions(family, {
    suffix: "-clipped",
    space,
    map: (element, i) => Math.min(Math.max(element, low[i]!), high[i]!),
  });
}
