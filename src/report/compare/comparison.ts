// Layer 5: everything that a comparison says, as plain numbers: what `acclimate compare --json` prints.

import { ConfigError, formatValue } from "../../errors.ts";
import { didYouMean } from "../../nearest-name.ts";
import { adaptationOf } from "./adaptation.ts";
import type { Adaptation } from "./adaptation.ts";
import { chooseReturn, costToReturn } from "./cost-to-return.ts";
import type { CostToReturn } from "./cost-to-return.ts";
import { environmentIdOf } from "./environment-id.ts";
import { differenceTo } from "./difference.ts";
import type { Difference } from "./difference.ts";
import type { Estimate } from "./estimate.ts";
import { groupRuns } from "./method.ts";
import type { ComparedRun, Method } from "./method.ts";
import { returnCurve } from "./return-curve.ts";
import type { Phase, ReturnCurvePoint } from "./return-curve.ts";
import { commonEnvironmentSteps, trainingReturn } from "./training-return.ts";
import { secondsOf } from "../../train/metrics.ts";

/** What a comparison asks for. */
export interface CompareOptions {
  /** Names of methods, by the folder of one of their runs. */
  readonly labels?: ReadonlyMap<string, string> | undefined;
  /** The method that others are subtracted from. @defaultValue that of the first run */
  readonly reference?: string | undefined;
  /** The return whose cost is measured. @defaultValue 90 % of the way from the worst start to the best end */
  readonly targetReturn?: number | undefined;
}

/** A run in a comparison. */
export interface RunFacts {
  readonly folder: string;
  readonly seed: number;
  /** The command that makes the same run again. */
  readonly command: string;
  readonly backend: string;
  readonly outerSteps: number;
  readonly environmentSteps: number;
  /** Wall-clock seconds of all outer steps. */
  readonly seconds: number;
}

/** A method in a comparison. */
export interface ComparedMethod {
  readonly name: string;
  readonly runs: readonly RunFacts[];
  readonly curves: Readonly<Record<Phase, readonly ReturnCurvePoint[]>>;
  /** At the common number of environment steps; absent if an outer step takes more. */
  readonly trainingReturn?: Estimate;
  readonly costToReturn: CostToReturn;
  readonly adaptation: Adaptation;
  /** Absent for the reference. */
  readonly difference?: Difference;
}

/** A comparison of methods. */
export interface Comparison {
  /** Id of the environment, without what the wrapper of an oracle adds. */
  readonly environment: string;
  /** The largest number of environment steps that every run has come to. */
  readonly environmentSteps: number;
  readonly targetReturn: number;
  /** Whether it was asked for rather than chosen. */
  readonly isTargetGiven: boolean;
  /** Name of the method that others are subtracted from. */
  readonly reference: string;
  /** Best training return first. */
  readonly ranking: readonly string[];
  /** In the order of their first runs. */
  readonly methods: readonly ComparedMethod[];
}

/**
 * Compares runs.
 * @throws {@link ConfigError} if they are on several environments or cannot be grouped, or if there is no such reference
 */
export function compareRuns(
  runs: readonly ComparedRun[],
  { labels, reference: referenceName, targetReturn: given }: CompareOptions = {},
): Comparison {
  const environment = environmentIdOf(runs);
  const methods = groupRuns(runs, labels);
  const reference = findReference(methods, referenceName);
  const environmentSteps = commonEnvironmentSteps(methods);
  const targetReturn = given ?? chooseReturn(methods);
  const compared = methods.map((method): ComparedMethod => {
    const atCommonSteps = trainingReturn(method, environmentSteps);
    return {
      name: method.name,
      runs: method.runs.map(factsOf),
      curves: {
        preAdaptation: returnCurve(method, "preAdaptation"),
        postAdaptation: returnCurve(method, "postAdaptation"),
      },
      ...(atCommonSteps && { trainingReturn: atCommonSteps }),
      costToReturn: costToReturn(method, targetReturn),
      adaptation: adaptationOf(method),
      ...(method !== reference && { difference: differenceTo(reference, method) }),
    };
  });
  return {
    environment,
    environmentSteps,
    targetReturn,
    isTargetGiven: given !== undefined,
    reference: reference.name,
    ranking: rank(compared),
    methods: compared,
  };
}

function findReference(methods: readonly Method[], name: string | undefined): Method {
  const names = methods.map((method) => method.name);
  const found = methods[name === undefined ? 0 : names.indexOf(name)];
  if (found !== undefined) return found;
  throw new ConfigError(
    `--reference: must be one of ${names.map(formatValue).join(", ")}, got ${formatValue(name)}` +
      didYouMean(name ?? "", names),
  );
}

/** Names of methods by their training return, those without any last. */
function rank(methods: readonly ComparedMethod[]): readonly string[] {
  const returnOf = (method: ComparedMethod): number => method.trainingReturn?.mean ?? -Infinity;
  const compare = (a: ComparedMethod, b: ComparedMethod): number =>
    returnOf(a) === returnOf(b) ? 0 : returnOf(b) - returnOf(a);
  return [...methods].sort(compare).map(({ name }) => name);
}

function factsOf({ folder, description, metrics }: ComparedRun): RunFacts {
  const { seed, command, backend, versions } = description;
  return {
    folder,
    seed,
    command,
    backend: `${backend} (${versions.backend})`,
    outerSteps: metrics.length,
    environmentSteps: metrics.at(-1)?.environmentSteps ?? 0,
    seconds: secondsOf(metrics),
  };
}
