// Layer 5: what pictures that compare several series have in common.

import { ConfigError, formatValue } from "../../errors.ts";
import { checkFinite } from "../../errors.ts";
import { printTheme } from "../theme.ts";

/** How a picture that stands alone looks. */
export interface FigureOptions {
  readonly title?: string;
  /** What a person who does not see the picture should know; made from the names of the series if absent. */
  readonly description?: string;
  /** What the vertical axis measures. @defaultValue "return" */
  readonly yTitle?: string;
  /** Width in pixels. @defaultValue 800 */
  readonly width?: number;
  /** Height in pixels. @defaultValue 420 */
  readonly height?: number;
}

/** The defaults of {@link FigureOptions}. */
export const FIGURE_DEFAULTS = { yTitle: "return", width: 800, height: 420 } as const;

/** What every series has. */
interface Series {
  readonly name: string;
  readonly points: readonly object[];
  readonly color?: number;
}

/**
 * Checks series that one picture is to show, and finds the colour of each.
 * @param where - the function that draws them
 * @returns one colour a series, in order
 * @throws {@link ConfigError} if there are none, two with one name, or one without a colour
 * @throws {@link NumericalError} if a number in them is not finite
 */
export function colorsOfSeries(where: string, series: readonly Series[]): readonly string[] {
  if (series.length === 0) throw new ConfigError(`${where}: must have at least one series, got 0`);
  return series.map(({ name, points, color: chosen }, index) => {
    if (series.findIndex((other) => other.name === name) !== index) {
      throw new ConfigError(
        `${where}: names of series must differ, got ${formatValue(name)} twice`,
      );
    }
    checkFinite(`${where}: series[${index}].points`, points);
    const color = chosen ?? index;
    const found = printTheme.series[color];
    if (found !== undefined) return found;
    throw new ConfigError(
      `${where}: series[${index}].color must be an integer from 0 to ${printTheme.series.length - 1}, ` +
        `got ${formatValue(color)}; series that belong together may share one`,
    );
  });
}
