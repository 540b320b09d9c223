// Layer 4: what every method checks of its parameters before it begins.

import { checkRange, ConfigError } from "../errors.ts";
import type { MethodParameters } from "./method.ts";

/** The least and the greatest value of each parameter of a method. */
export type ParameterRanges = Readonly<Record<string, readonly [number, number]>>;

/**
 * Checks that a method has the parameters that it takes and no others.
 * @param method - the method's name
 * @throws {@link ConfigError} if not
 */
export function checkParameters(
  method: string,
  parameters: MethodParameters,
  ranges: ParameterRanges,
): void {
  for (const name of Object.keys(parameters)) {
    if (Object.hasOwn(ranges, name)) continue;
    const known = Object.keys(ranges).join(", ");
    throw new ConfigError(
      `${method}: parameters must be ${known === "" ? "none" : known}, got ${name}`,
    );
  }
  for (const [name, range] of Object.entries(ranges)) {
    checkRange(`${method}.${name}`, parameters[name] as number, range); // undefined lies in no range
  }
}
