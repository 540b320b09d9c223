// Layer 6: the options of `acclimate reproduce`, and which of them fit which kind of reproduction.

import { ConfigError, formatValue } from "../errors.ts";

/** Options of `acclimate reproduce`. */
export interface ReproduceCommandOptions {
  readonly methods?: readonly string[] | undefined;
  readonly workers?: number | undefined;
  readonly out?: string | undefined;
  readonly json?: true | undefined;
  readonly quiet?: true | undefined;
  // Of trials
  readonly rows?: readonly string[] | undefined;
  readonly instances?: number | undefined;
  readonly tuningInstances?: number | undefined;
  readonly seed?: number | undefined;
  // Of adaptation
  readonly panels?: readonly string[] | undefined;
  readonly seeds?: readonly number[] | undefined;
  readonly outerSteps?: number | undefined;
  readonly backend?: string | undefined;
}

/** What a reproduction makes. */
export type ReproductionKind = "trials" | "adaptation";

/** Options that fit one kind only. */
const OPTIONS = {
  trials: {
    rows: "--rows",
    instances: "--instances",
    tuningInstances: "--tuning-instances",
    seed: "--seed",
  },
  adaptation: {
    panels: "--panels",
    seeds: "--seeds",
    outerSteps: "--outer-steps",
    backend: "--backend",
  },
} as const;

/** Checks that no option is for the other kind. @throws {@link ConfigError} naming the first that is */
export function checkReproductionOptions(
  kind: ReproductionKind,
  options: ReproduceCommandOptions,
): void {
  const other = kind === "trials" ? "adaptation" : "trials";
  const values: Readonly<Record<string, unknown>> = { ...options };
  const names = Object.values(OPTIONS[kind]).join(", ");
  for (const [field, name] of Object.entries(OPTIONS[other])) {
    if (values[field] === undefined) continue;
    throw new ConfigError(
      `${name}: must be absent for a table of ${kind}, got ${formatValue(values[field])}; it has ${names}`,
    );
  }
}
