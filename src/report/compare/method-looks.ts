// Layer 5: how pictures tell methods apart: by colour, and where colours end, by dashes.

import { ConfigError } from "../../errors.ts";
import { DASHES } from "../theme.ts";
import type { ChartTheme } from "../theme.ts";

/** How the line of a method looks. */
export interface MethodLook {
  readonly color: string;
  /** Lengths, in pixels, of strokes and gaps. */
  readonly dash: readonly number[];
}

const PATTERNS = [DASHES.solid, DASHES.dashed, DASHES.dotted] as const;

/**
 * Chooses a look for each of `count` methods: all colours solid, then all dashed, then all dotted.
 * @throws {@link ConfigError} if there are more methods than looks
 */
export function methodLooks(count: number, { series }: ChartTheme): readonly MethodLook[] {
  const most = PATTERNS.length * series.length;
  if (count > most) {
    throw new ConfigError(
      `compare: pictures can tell at most ${most} methods apart, got ${count}; compare them in several parts`,
    );
  }
  return Array.from({ length: count }, (_, index) => ({
    color: series[index % series.length] as string,
    dash: PATTERNS[Math.floor(index / series.length)] as readonly number[],
  }));
}
