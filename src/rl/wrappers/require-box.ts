// Layer 3: the check of wrappers that work on the elements of a Box only.

import { ConfigError } from "../../errors.ts";
import { formatSpace } from "../spaces.ts";
import type { Box, Space } from "../spaces.ts";

/**
 * Returns a space that must be a Box.
 * @param where - what it is of, such as `clipActions: actions of walk@test`
 * @throws {@link ConfigError} if it is none
 */
export function requireBox(where: string, space: Space): Box {
  if (space.kind === "box") return space;
  throw new ConfigError(`${where} must be of a Box, got ${formatSpace(space)}`);
}
