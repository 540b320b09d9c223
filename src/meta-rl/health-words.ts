// Layer 4: how findings about an adaptation write numbers.

import type { Gain } from "./health.ts";

const ORDINALS = new Intl.PluralRules("en", { type: "ordinal" });
const SUFFIXES: Readonly<Record<string, string>> = { one: "st", two: "nd", few: "rd" };

/** Writes a place in an order: "1st", "12th". */
export function ordinal(n: number): string {
  return `${n}${SUFFIXES[ORDINALS.select(n)] ?? "th"}`;
}

/** Writes a number with three significant digits. */
export function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** Writes a share of 1: "7.5 %". */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** Writes how many there are: "1 inner step", "3 inner steps". */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** Writes the size of a gain or, turned round, of a loss, with its interval if it has one. */
export function amount({ mean, ci95 }: Gain): string {
  if (ci95 === undefined) return short(Math.abs(mean));
  const [low, high] = mean < 0 ? [-ci95[1], -ci95[0]] : ci95;
  return `${short(Math.abs(mean))} (95 % interval ${short(low)} to ${short(high)})`;
}
