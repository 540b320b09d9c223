// Layer 3: observations centred and scaled by fixed numbers.

import { createHash } from "node:crypto";
import { ConfigError, formatValue } from "../../errors.ts";
import type { Random } from "../../random.ts";
import type { Json } from "../../json.ts";
import type { BatchStepResult, EnvironmentBatch, EnvironmentFamily } from "../environment.ts";
import type { PlaneView } from "../environment.ts";
import { box } from "../spaces.ts";
import { createEnvironmentBatch } from "../vectorise.ts";
import type { ObservationMoments } from "./observation-moments.ts";
import { requireBox } from "./require-box.ts";
import { wrapFamily } from "./wrap-family.ts";

/** Hexadecimal digits that stand for the statistics in an id. */
const DIGITS = 8;

/**
 * Replaces each element of an observation by (element - mean) / std.
 *
 * The numbers are fixed, as {@link observationMoments} measures them. Running statistics would be hidden state: what an
 * observation means would depend on which episodes came before, and in which order. The id ends with a fingerprint of
 * the numbers, since other numbers are another environment.
 *
 * @throws {@link ConfigError} if observations are not of a Box, or the statistics are not one finite number an element
 *   with positive standard deviations
 */
export function normaliseObservations<Task extends Json>(
  family: EnvironmentFamily<Task>,
  moments: ObservationMoments,
): EnvironmentFamily<Task> {
  const space = requireBox(
    `normaliseObservations: observations of ${family.id}`,
    family.observationSpace,
  );
  const { mean, std } = moments;
  const size = space.low.length;
  check("mean", "finite numbers", mean, size, Number.isFinite);
  check("std", "positive finite numbers", std, size, (x) => x > 0 && x < Infinity);
  const normalise = (element: number, i: number): number => (element - mean[i]!) / std[i]!;
  // Observations are float32 numbers, which may exceed a bound by its rounding.
  const low = space.low.map((bound) => Math.min(bound, Math.fround(bound))).map(normalise);
  const high = space.high.map((bound) => Math.max(bound, Math.fround(bound))).map(normalise);
  const fingerprint = createHash("sha256")
    .update(JSON.stringify([mean, std]))
    .digest("hex");
  return wrapFamily(family, {
    suffix: `-normalised-${fingerprint.slice(0, DIGITS)}`,
    observationSpace: box({ low, high, shape: space.shape }),
    createBatch: (tasks) =>
      new NormalisedObservations(createEnvironmentBatch(family, tasks), moments),
    optimalReturn: (inner) => inner,
    unwrap: (episode) => [
      {
        ...episode,
        observations: episode.observations.map((observation) =>
          observation.map((element, i) => Math.fround(element * std[i]! + mean[i]!)),
        ),
      },
    ],
    ...(family.plane && { plane: normalisePlane(family.plane, normalise) }),
  });
}

function check(
  name: string,
  kind: string,
  values: readonly number[],
  size: number,
  isValid: (value: number) => boolean,
): void {
  if (values.length === size && values.every(isValid)) return;
  throw new ConfigError(
    `normaliseObservations.${name}: must be ${size} ${kind}, got ${formatValue(values)}`,
  );
}

/** The plane in normalised coordinates, wide enough for what either axis showed. */
function normalisePlane<Task extends Json>(
  plane: PlaneView<Task>,
  normalise: (element: number, index: number) => number,
): PlaneView<Task> {
  const { axes, range } = plane;
  const [x, y] = axes;
  const bounds = axes.flatMap((axis) => range.map((bound) => normalise(bound, axis)));
  const goal = plane.goal?.bind(plane);
  return {
    axes,
    range: [Math.min(...bounds), Math.max(...bounds)],
    ...(goal && {
      goal: (task) => {
        const [goalX, goalY] = goal(task);
        return [normalise(goalX, x), normalise(goalY, y)];
      },
    }),
  };
}

class NormalisedObservations implements EnvironmentBatch {
  readonly size: number;
  readonly #inner: EnvironmentBatch;
  readonly #mean: Float64Array;
  readonly #std: Float64Array;
  /** `[size, obs]`, as the batch inside writes them. */
  readonly #observations: Float32Array;

  constructor(inner: EnvironmentBatch, { mean, std }: ObservationMoments) {
    this.size = inner.size;
    this.#inner = inner;
    this.#mean = Float64Array.from(mean);
    this.#std = Float64Array.from(std);
    this.#observations = new Float32Array(inner.size * mean.length);
  }

  reset(row: number, rng: Random, observations: Float32Array): void {
    this.#inner.reset(row, rng, this.#observations);
    this.#normalise(row, row + 1, observations);
  }

  step(actions: Float32Array | Int32Array, result: BatchStepResult): void {
    const { rewards, terminated, truncated } = result;
    const observations = this.#observations;
    this.#inner.step(actions, { observations, rewards, terminated, truncated });
    this.#normalise(0, this.size, result.observations);
  }

  /** Writes the normalised observations of rows `begin` to `end - 1`. */
  #normalise(begin: number, end: number, observations: Float32Array): void {
    const inner = this.#observations;
    const mean = this.#mean;
    const std = this.#std;
    const width = mean.length;
    for (let at = begin * width; at < end * width; at += width) {
      for (let j = 0; j < width; j++) observations[at + j] = (inner[at + j]! - mean[j]!) / std[j]!;
    }
  }
}
