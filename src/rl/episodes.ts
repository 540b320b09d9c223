// Layer 3: the shapes of padded episodes, checked once for all functions over them.

import { checkLength, ShapeError } from "../errors.ts";

/** A padded array with a row an episode. */
export interface EpisodeShape {
  readonly episodes: number;
  /** The padded number of steps. */
  readonly steps: number;
}

/**
 * Derives `[episodes, steps]` from a padded array and the episodes' lengths.
 * @param where - the calling function
 * @param values - `[episodes, steps]`
 * @param lengths - `[episodes]`, each from 1 to steps
 * @throws {@link ShapeError} if the two do not fit together
 */
export function episodeShape(
  where: string,
  values: ArrayLike<number>,
  lengths: ArrayLike<number>,
): EpisodeShape {
  const episodes = lengths.length;
  const steps = values.length / episodes;
  if (!Number.isInteger(steps)) {
    throw new ShapeError(
      `${where}: the number of elements must be a multiple of the number of episodes ${episodes}, got ${values.length}`,
    );
  }
  for (let i = 0; i < episodes; i++) {
    const length = lengths[i]!;
    if (Number.isInteger(length) && length >= 1 && length <= steps) continue;
    throw new ShapeError(
      `${where}: lengths must be integers from 1 to ${steps}, got ${length} at episode ${i}`,
    );
  }
  return { episodes, steps };
}

/** Returns the value that follows the last step of each episode: `finalValues`, or zeros. */
export function finalValuesOf(
  where: string,
  finalValues: ArrayLike<number> | undefined,
  episodes: number,
): ArrayLike<number> {
  if (finalValues === undefined) return new Float64Array(episodes);
  checkLength(`${where}: finalValues`, finalValues, [episodes]);
  return finalValues;
}
