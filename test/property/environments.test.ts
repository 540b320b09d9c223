// 100,000 episodes of random actions over all environments of envs/ violate nothing.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadBuiltInEnvironments } from "../../src/cli/load-environment.ts";
import type { EnvironmentFamily } from "../../src/rl/environment.ts";
import { box, discrete } from "../../src/rl/spaces.ts";
import { broken as startsAllRows } from "../fixtures/broken-environments/batch-starts-all-rows.ts";
import { broken as writesNoFlags } from "../fixtures/broken-environments/batch-writes-no-flags.ts";
import { broken as setsBothFlags } from "../fixtures/broken-environments/both-flags.ts";
import { broken as goesOutside } from "../fixtures/broken-environments/observation-outside-later.ts";
import { broken as isNotFinite } from "../fixtures/broken-environments/reward-is-not-finite.ts";
import { line } from "../fixtures/line.ts";
import { walk } from "../rl/toy-environments.ts";
import { playRandomly } from "./random-play.ts";
import type { Tally } from "./random-play.ts";

const EPISODES = 100_000;

/** Seeds that each environment is played with, and environments of a batch. */
const SEEDS = 2;
const ROWS = 256;

/** Standard errors by which random actions may seem to beat the optimum, and what float32 rewards are off by. */
const Z = 5;
const TOLERANCE = 1e-5;

const families = (await loadBuiltInEnvironments()).flatMap((file) => file.families);

describe("random episodes of every environment", () => {
  const share = Math.ceil(EPISODES / families.length);
  let played = 0;

  it.each(families)("$id keeps the contract", (family) => {
    const tallies: Tally[] = [];
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const tally = playRandomly(family, {
          seed,
          rows: ROWS,
          episodes: Math.ceil(share / SEEDS),
        });
        tallies.push(tally);
        expectOneClock(tally);
      }),
      { numRuns: SEEDS, endOnFailure: true }, // a smaller seed would tell no more
    );
    played += tallies.reduce((sum, tally) => sum + tally.episodes, 0);
    expectNoGain(
      family,
      tallies.flatMap((tally) => tally.excesses),
    );
  });

  it(`are ${EPISODES} in all, or more`, () => {
    // eslint-disable-next-line no-console -- the number is what this file is about
    console.log(`${played} random episodes of ${families.length} environments were played.`);
    expect(played).toBeGreaterThanOrEqual(EPISODES);
  });
});

/** An environment with a clock of its own announces each end at the horizon; another none. */
function expectOneClock({ truncated, unannounced }: Tally): void {
  expect(Math.min(truncated, unannounced)).toBe(0);
}

/** Random actions do not beat the optimum, if it is known. */
function expectNoGain(family: EnvironmentFamily, excesses: readonly number[]): void {
  if (family.optimalReturn === undefined) return;
  const n = excesses.length;
  const mean = excesses.reduce((sum, x) => sum + x, 0) / n;
  const variance = excesses.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (n - 1);
  expect(mean).toBeLessThanOrEqual(Z * Math.sqrt(variance / n) + TOLERANCE);
}

/** The first observation lies outside of its space. */
const startsOutside = {
  ...line,
  id: "line@starts-outside",
  observationSpace: box({ low: 10, high: 11, shape: [2] }),
};

/** No state of the Discrete observation is shown. */
const showsNothing: EnvironmentFamily = {
  ...line,
  id: "line@shows-nothing",
  observationSpace: discrete(2),
  createBatch: ({ length: size }) => ({
    size,
    reset: (row, _rng, observations) => observations.fill(0, 2 * row, 2 * row + 2),
    step: () => undefined,
  }),
};

describe("playRandomly", () => {
  const options = { seed: 1, rows: 16, episodes: 100 };

  it("plays as many episodes as were asked for, of rows that get out of step", () => {
    const { episodes, steps, truncated, unannounced, excesses } = playRandomly(line, options);
    // Six steps each. Rows that are reset at step 1 to 5 of their first episode end one after the other from then on.
    expect(episodes).toBeGreaterThanOrEqual(100);
    expect(episodes).toBeLessThan(100 + 16);
    expect(steps % 16).toBe(0);
    expect(steps).toBeGreaterThan(6 * 100);
    expect([truncated, unannounced, excesses]).toEqual([0, episodes, []]);
  });

  it("counts the ends that an environment announces, and returns above the optimum", () => {
    const truncating = {
      ...walk,
      sampleTasks: (_: unknown, count: number) =>
        new Array<{ length: number; end: "truncated" }>(count).fill({
          length: 3,
          end: "truncated",
        }),
      optimalReturn: () => -100,
    };
    const { episodes, truncated, unannounced, excesses } = playRandomly(truncating, options);
    expect([truncated, unannounced]).toEqual([episodes, 0]);
    expect(excesses).toHaveLength(episodes);
    expect(() => expectNoGain(truncating, excesses)).toThrow(/to be less than or equal to/);
    expect(() =>
      expectOneClock({ episodes, steps: 0, truncated, unannounced: 1, excesses }),
    ).toThrow(/expected 1 to be \+0/);
  });

  it.each([
    { family: startsOutside, message: /observations\[\d\] must not be \S+, in row 0 at age 0/ },
    {
      family: showsNothing,
      message: /ones of one-hot observations must not be 0, in row 0 at age 0/,
    },
    { family: goesOutside, message: /observations\[\d\] must not be \S+, in row \d+ at age \d/ },
    { family: isNotFinite, message: /rewards must not be (NaN|-?Infinity), in row/ },
    { family: setsBothFlags, message: /both flags must not be 1, in row \d+ at age 5/ },
    { family: writesNoFlags, message: /truncated must not be 255, in row 0 at age 0/ },
    { family: startsAllRows, message: /observations after other resets must not be/ },
  ])("finds what is wrong with $family.id", ({ family, message }) => {
    expect(() => playRandomly(family, options)).toThrow(message);
  });
});
