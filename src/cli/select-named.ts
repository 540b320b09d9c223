// Layer 6: those rows, panels or methods of a reproduction that the command line names.

import { findNamed } from "../reproduce/measure.ts";

/**
 * Selects by names; all if there are none.
 * @returns those of the names, in their own order
 * @throws {@link ConfigError} if a name is unknown
 */
export function selectNamed<Named extends { readonly name: string }>(
  what: "row" | "panel" | "method",
  all: readonly Named[],
  names: readonly string[] | undefined,
): readonly Named[] {
  if (names === undefined) return all;
  const chosen = new Set(names.map((name) => findNamed(what, all, name)));
  return all.filter((one) => chosen.has(one));
}
