// Layer 5: how reports write numbers. The same on every machine: no locale, no time zone.

const SECONDS_PER_MINUTE = 60;
const SECONDS_PER_HOUR = 3600;

/** Digits shown by {@link formatSignificant} and {@link formatError}, and by {@link formatErrorMargin}. */
const SIGNIFICANT_DIGITS = 3;
const MARGIN_DIGITS = 2;

/** The range in which {@link formatError} writes all digits; numbers outside it have an exponent. */
const LEAST_PLAIN = 1e-4;
const MOST_PLAIN = 1000;

/** Writes a return with two decimals and a real minus sign. */
export function formatReturn(value: number): string {
  return withMinus(Math.abs(value) < 0.005 ? "0.00" : value.toFixed(2));
}

/** Writes a count with thousands separated: 1,594,660. */
export function formatCount(value: number): string {
  return withMinus(String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ","));
}

/** Writes how many there are: "1 task", "1,000 tasks". */
export function formatNumberOf(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
}

/** Writes a number with three significant digits, without trailing zeros: 0.00987, 12, 3.1e-9. */
export function formatSignificant(value: number): string {
  return withMinus(String(Number(value.toPrecision(SIGNIFICANT_DIGITS))));
}

/** Writes an error or a loss with three significant digits, trailing zeros included: 0.310, 3.12, 5.20e−5. */
export function formatError(value: number): string {
  return withDigits(value, SIGNIFICANT_DIGITS);
}

/** Writes half the width of an interval of an error with two significant digits: 0.0055. */
export function formatErrorMargin(value: number): string {
  return withDigits(value, MARGIN_DIGITS);
}

/** Writes a share of 1 as a percentage: 7.5 %. */
export function formatShare(value: number): string {
  const percent = (100 * value).toFixed(1);
  return `${percent === "-0.0" ? "0.0" : withMinus(percent)} %`;
}

/** Writes a duration in the two largest units that say something: 0.42 s, 12.3 s, 3 min 05 s, 2 h 07 min. */
export function formatDuration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(2)} s`;
  if (seconds < SECONDS_PER_MINUTE - 0.05) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < SECONDS_PER_HOUR) return twoUnits(whole, "min", "s");
  return twoUnits(Math.round(whole / SECONDS_PER_MINUTE), "h", "min");
}

/** Writes how far adaptation has gone: "before adaptation", "after 1 inner step", "after 3 inner steps". */
export function formatInnerSteps(innerSteps: number): string {
  if (innerSteps === 0) return "before adaptation";
  return `after ${formatNumberOf(innerSteps, "inner step")}`;
}

/** Writes a range of whole numbers: "3", "3–7". */
export function formatRange([first, last]: readonly [number, number]): string {
  return first === last ? String(first) : `${first}–${last}`;
}

/** Names outer steps: "outer step 3", "outer steps 3–7". */
export function formatOuterSteps(range: readonly [number, number]): string {
  return `outer ${range[0] === range[1] ? "step" : "steps"} ${formatRange(range)}`;
}

/** Sixty of the small unit are one of the large. */
function twoUnits(amount: number, large: string, small: string): string {
  const rest = String(amount % 60).padStart(2, "0");
  return `${Math.floor(amount / 60)} ${large} ${rest} ${small}`;
}

function withDigits(value: number, digits: number): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  const isPlain = size >= LEAST_PLAIN && size < MOST_PLAIN;
  return withMinus(isPlain ? value.toPrecision(digits) : value.toExponential(digits - 1));
}

function withMinus(text: string): string {
  return text.replace(/-/g, "−");
}
