// Arbitrary padded episodes for property tests.

import fc from "fast-check";

/** Padded episodes of one task. */
export interface Episodes {
  readonly episodes: number;
  readonly steps: number;
  /** `[episodes]` */
  readonly lengths: readonly number[];
  /** `[episodes, steps]`, 0 on padding */
  readonly rewards: readonly number[];
  /** `[episodes, steps]`, 0 on padding */
  readonly values: readonly number[];
  /** `[episodes]` */
  readonly finalValues: readonly number[];
}

const size = fc.integer({ min: 1, max: 6 });
const number = fc.double({ min: -10, max: 10, noNaN: true });

/** A discount or a λ. */
export const fraction: fc.Arbitrary<number> = fc.double({ min: 0, max: 1, noNaN: true });

/** Padded episodes with arbitrary lengths, rewards and values. */
export const paddedEpisodes: fc.Arbitrary<Episodes> = fc
  .tuple(size, size)
  .chain(([episodes, steps]) => {
    const perEpisode = <T>(element: fc.Arbitrary<T>, count: number): fc.Arbitrary<T[]> =>
      fc.array(element, { minLength: count, maxLength: count });
    return fc.record({
      episodes: fc.constant(episodes),
      steps: fc.constant(steps),
      lengths: perEpisode(fc.integer({ min: 1, max: steps }), episodes),
      rewards: perEpisode(number, episodes * steps),
      values: perEpisode(number, episodes * steps),
      finalValues: perEpisode(number, episodes),
    });
  })
  .map((data) => {
    const onRealSteps = (values: readonly number[]): number[] =>
      values.map((value, at) => {
        const length = data.lengths[Math.floor(at / data.steps)] ?? NaN;
        return at % data.steps < length ? value : 0;
      });
    return { ...data, rewards: onRealSteps(data.rewards), values: onRealSteps(data.values) };
  });

/** Pads `[episodes, steps]` to more steps. */
export function padTo(
  { episodes, steps }: Episodes,
  values: ArrayLike<number>,
  { moreSteps, filler }: { readonly moreSteps: number; readonly filler: number },
): number[] {
  return Array.from({ length: episodes }, (_, episode) => [
    ...Array.from(values).slice(episode * steps, (episode + 1) * steps),
    ...new Array<number>(moreSteps).fill(filler),
  ]).flat();
}
