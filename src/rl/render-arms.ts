// Layer 3: what was pulled of a bandit as lines of text.

import type { Trajectory } from "./environment.ts";

/** Arms that a picture shows; the others are those that were pulled least. */
const SHOWN_ARMS = 12;

/** Longest bar of a picture, in characters. */
const BAR_WIDTH = 40;

/** What {@link renderArms} draws. */
export interface ArmsPicture {
  /** The mean reward of each arm. */
  readonly means: readonly number[];
  /** Characters of the widest mean with three decimals. */
  readonly meanWidth: number;
  /** Of one bandit, in the order in which they were played; each step pulls one arm. */
  readonly episodes: readonly Trajectory[];
}

/** Shows what was pulled: a line an arm, and whether the best arm was found. */
export function renderArms({ means, meanWidth, episodes }: ArmsPicture): string {
  const pulls = episodes.flatMap(({ actions }) => actions.map(([arm = 0]) => arm));
  const rewards = episodes.flatMap((episode) => episode.rewards);
  const best = means.indexOf(Math.max(...means));
  const arms = means.map((mean, arm) => ({ arm, mean, pulls: 0, total: 0 }));
  pulls.forEach((arm, pull) => {
    arms[arm]!.pulls++;
    arms[arm]!.total += rewards[pull]!;
  });
  const mostPulls = Math.max(...arms.map((arm) => arm.pulls));
  const shown = arms
    .toSorted((a, b) => Number(b.arm === best) - Number(a.arm === best) || b.pulls - a.pulls)
    .slice(0, SHOWN_ARMS)
    .sort((a, b) => a.arm - b.arm);
  const lines = shown.map(({ arm, mean, pulls, total }) => {
    const bar = "#".repeat(Math.ceil((pulls * BAR_WIDTH) / Math.max(mostPulls, BAR_WIDTH)));
    const mark = arm === best ? "*" : " ";
    return `${String(arm).padStart(3)}  ${mean.toFixed(3).padStart(meanWidth)}${mark}  ${String(pulls).padStart(5)}  ${formatMean(total, pulls)}  ${bar}`;
  });
  const hidden = means.length - shown.length;
  const pullsShown = shown.reduce((sum, arm) => sum + arm.pulls, 0);
  const half = Math.floor(pulls.length / 2);
  const pullsOfBest = (begin: number, end: number): number =>
    pulls.slice(begin, end).filter((arm) => arm === best).length;
  const total = rewards.reduce((sum, reward) => sum + reward, 0);
  return [
    `arm  ${"mean".padStart(meanWidth)}   pulls  mean reward`,
    ...lines,
    ...(hidden > 0 ? [`${hidden} other arms: ${pulls.length - pullsShown} pulls`] : []),
    `${"all".padEnd(meanWidth + 8)}${String(pulls.length).padStart(5)}  ${formatMean(total, pulls.length)}`,
    `best arm (*): ${pullsOfBest(0, half)} of the first ${half} pulls, ${pullsOfBest(half, pulls.length)} of the last ${pulls.length - half}`,
  ]
    .map((line) => line.trimEnd())
    .join("\n");
}

function formatMean(total: number, count: number): string {
  return (count === 0 ? "-" : (total / count).toFixed(3)).padStart(11);
}
