// Layer 4: the baseline that a configuration asks for, and what it learns from one outer step to the next.

import * as tf from "@tensorflow/tfjs-core";
import { addPrefix, mapParams, takePrefix } from "../nn/params.ts";
import type { Params } from "../nn/params.ts";
import type { Random } from "../random.ts";
import type { Baseline } from "../rl/baselines/baseline.ts";
import { linearBaseline } from "../rl/baselines/linear-baseline.ts";
import { zeroBaseline } from "../rl/baselines/zero-baseline.ts";
import type { SamplingConfig } from "./learner-config.ts";
import type { Problem } from "./problem.ts";
import { valueNetwork } from "./value-network.ts";
import type { ValueNetwork } from "./value-network.ts";

type BaselineConfig = SamplingConfig["baseline"];

/** A baseline during one outer step. */
export interface ReturnBaseline {
  readonly baseline: Baseline;
  /** What the next outer step begins from, by name; the caller owns it. Frees what was kept of the fits. */
  next(): Params;
}

/** What begins the names of the network's parameters in a learner's state. */
const VALUE = "value/";

/** Draws what a baseline begins from, by name; the caller owns it. Empty unless it is a network. */
export function initialiseBaseline(
  { policy }: Problem,
  { baseline }: { readonly baseline: BaselineConfig },
  rng: Random,
): Params {
  if (baseline.kind !== "network") return {};
  return addPrefix(VALUE, networkOf(baseline).initialise(policy.observationSize, rng));
}

/**
 * Makes the baseline that a configuration asks for.
 * @param optimiser - a learner's state, of which the network's parameters are read; they must live as long as the baseline
 */
export function returnBaseline(config: BaselineConfig, optimiser: Params): ReturnBaseline {
  if (config.kind !== "network") {
    const baseline = config.kind === "linear" ? linearBaseline(config.ridge) : zeroBaseline;
    return { baseline, next: () => ({}) };
  }
  const network = networkOf(config);
  const initial = takePrefix(VALUE, optimiser);
  const fits: Params[] = [];
  return {
    baseline: network.baseline(initial, (fitted) => {
      if (config.metaLearned) fits.push(fitted);
      else tf.dispose(Object.values(fitted));
    }),
    next() {
      const next =
        fits.length === 0
          ? mapParams(initial, (value) => value.clone())
          : network.improve(initial, fits);
      fits.forEach((fitted) => tf.dispose(Object.values(fitted)));
      fits.length = 0;
      return addPrefix(VALUE, next);
    },
  };
}

function networkOf({
  hiddenSizes,
  epochs,
  learningRate,
  metaLearningRate,
}: BaselineConfig): ValueNetwork {
  return valueNetwork({ hiddenSizes, epochs, learningRate, metaRate: metaLearningRate });
}
