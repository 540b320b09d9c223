// Layer 5: long runs in few points: what averaging neighbouring outer steps is made of.

/**
 * Cuts a list into parts of equal length, the last of which may be shorter.
 * @param most - parts at most; at least 1
 */
export function cutIntoBins<Line>(
  lines: readonly Line[],
  most: number,
): readonly (readonly Line[])[] {
  const size = Math.max(1, Math.ceil(lines.length / most));
  const bins: (readonly Line[])[] = [];
  for (let start = 0; start < lines.length; start += size) {
    bins.push(lines.slice(start, start + size));
  }
  return bins;
}

/** Averages what the lines have of a number. @returns undefined where none of them has it */
export function meanOver<Line>(
  lines: readonly Line[],
  field: (line: Line) => number | undefined,
): number | undefined {
  const values = lines.map(field).filter((value) => value !== undefined);
  if (values.length === 0) return undefined;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Drops the fields that are undefined. */
export function presentFields<Fields extends Readonly<Record<string, number | undefined>>>(
  fields: Fields,
): { [Name in keyof Fields]?: number } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Fields]?: number;
  };
}
