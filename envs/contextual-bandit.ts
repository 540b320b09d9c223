// Contextual bandits: each step offers a few items by their features, and a user with hidden preferences rewards the one
// that is chosen. Recommending to a user of whom nothing is known yet, the cold start, is to adapt.
//
// docs/environments/contextual-bandit.md describes the versions, their sources and how they differ from them.

import { box, ConfigError, discrete, EnvContractError, formatValue, unbatch } from "acclimate/env";
import type {
  BatchStepResult,
  EnvironmentBatch,
  EnvironmentFamily,
  Random,
  Trajectory,
} from "acclimate/env";

/**
 * A user: what a unit of each feature is worth. A type rather than an interface, which TypeScript would not take for
 * JSON.
 */
export type ContextualBanditTask = { readonly preferences: readonly number[] };

/** What differs between the versions of {@link createContextualBandit}. */
export interface ContextualBanditOptions {
  /** The part of the id after `contextual-bandit@`. */
  readonly version: string;
  /** How the worth of an item, preferences · features, becomes a reward. */
  readonly reward: RewardOptions;
  /** Items to choose from, at least 2. @defaultValue 5 */
  readonly items?: number;
  /** Features of an item. @defaultValue 4 */
  readonly features?: number;
  /** Steps of a session. @defaultValue 20 */
  readonly horizon?: number;
}

/** How the worth of an item becomes a reward. */
export type RewardOptions =
  /** The worth and normal noise of a standard deviation. */
  | { readonly kind: "linear"; readonly noiseStd: number }
  /** 1 with the probability sigmoid(scale · worth), 0 otherwise. */
  | { readonly kind: "logistic"; readonly scale: number };

/**
 * The grid of the trapezoidal rule. Beyond it the normal density is below 2e-18. On it, an integrand that is analytic up to
 * a distance d from the real line leaves an error of the order of exp(-2π · d · stepsPerUnit).
 */
const GRID = { limit: 9, stepsPerUnit: 128 };

/** sigmoid(scale · norm · z) is analytic up to π / (scale · norm): with a norm of 5 the error is of the order of 1e-11. */
const MAX_SCALE = 20;

/** Makes a contextual bandit. @throws {@link ConfigError} if an option is out of range */
export function createContextualBandit(
  options: ContextualBanditOptions,
): EnvironmentFamily<ContextualBanditTask> {
  const { version, reward, items = 5, features = 4, horizon = 20 } = options;
  checkInteger("items", items, 2);
  checkInteger("features", features, 1);
  checkInteger("horizon", horizon, 1);
  const model = createRewardModel(reward);
  const integrate = expectationOfMaximum(items);
  const setting = { items, features, model };
  const family: EnvironmentFamily<ContextualBanditTask> = {
    id: `contextual-bandit@${version}`,
    observationSpace: box({ shape: [items * features] }),
    actionSpace: discrete(items),
    horizon,
    // N(0, 1/features) each, so that the worth of an item is of the order of 1 however many features there are.
    sampleTasks: (rng, count) =>
      Array.from({ length: count }, () => ({
        preferences: Array.from({ length: features }, () => rng.normal() / Math.sqrt(features)),
      })),
    createEnvironment: (task) => unbatch(family, createBatch([task])),
    createBatch: (tasks) => createBatch(tasks),
    // The worths of the items of a step are independent draws of N(0, |preferences|²), and the best has the largest.
    optimalReturn: ({ preferences }) => {
      const std = Math.hypot(...preferences);
      return horizon * integrate((z) => model.mean(std * z));
    },
    render: (task, episodes) => render(setting, task, episodes),
  };
  const createBatch = (tasks: readonly ContextualBanditTask[]): EnvironmentBatch => {
    for (const { preferences } of tasks) {
      if (preferences.length === features) continue;
      throw new EnvContractError(
        `${family.id} task: preferences must have ${features} elements, got ${formatValue(preferences)}`,
      );
    }
    return new ContextualBanditBatch(tasks, setting);
  };
  return family;
}

function checkInteger(name: string, value: number, min: number): void {
  if (Number.isSafeInteger(value) && value >= min) return;
  throw new ConfigError(
    `createContextualBandit.${name}: must be an integer >= ${min}, got ${formatValue(value)}`,
  );
}

/** Rewards that are the worth of the item and noise, as LinUCB assumes. */
export const contextualBanditLinear: EnvironmentFamily<ContextualBanditTask> =
  createContextualBandit({ version: "linear", reward: { kind: "linear", noiseStd: 0.5 } });

/** Rewards that are clicks. */
export const contextualBanditLogistic: EnvironmentFamily<ContextualBanditTask> =
  createContextualBandit({ version: "logistic", reward: { kind: "logistic", scale: 3 } });

/** From the worth of an item to its reward. */
interface RewardModel {
  mean(worth: number): number;
  draw(worth: number, rng: Random): number;
}

function createRewardModel(options: RewardOptions): RewardModel {
  if (options.kind === "linear") {
    const { noiseStd } = options;
    if (!(noiseStd >= 0 && noiseStd < Infinity)) {
      throw new ConfigError(
        `createContextualBandit.reward.noiseStd: must be a number >= 0, got ${formatValue(noiseStd)}`,
      );
    }
    return { mean: (worth) => worth, draw: (worth, rng) => worth + noiseStd * rng.normal() };
  }
  const { scale } = options;
  // With a scale beyond the limit the integral of the optimal return would lose digits.
  if (!(scale > 0 && scale <= MAX_SCALE)) {
    throw new ConfigError(
      `createContextualBandit.reward.scale: must be positive and at most ${MAX_SCALE}, got ${formatValue(scale)}`,
    );
  }
  const mean = (worth: number): number => 1 / (1 + Math.exp(-scale * worth));
  return { mean, draw: (worth, rng) => (rng.uniform() < mean(worth) ? 1 : 0) };
}

/** What all tasks of a family have in common. */
interface Setting {
  readonly items: number;
  readonly features: number;
  readonly model: RewardModel;
}

class ContextualBanditBatch implements EnvironmentBatch {
  readonly size: number;
  readonly #setting: Setting;
  /** `[size, features]` */
  readonly #preferences: Float64Array;
  /** `[size, items, features]` */
  readonly #offers: Float64Array;
  readonly #rngs: Random[] = [];

  constructor(tasks: readonly ContextualBanditTask[], setting: Setting) {
    this.size = tasks.length;
    this.#setting = setting;
    this.#preferences = Float64Array.from(tasks.flatMap((task) => task.preferences));
    this.#offers = new Float64Array(tasks.length * setting.items * setting.features);
  }

  reset(row: number, rng: Random, observations: Float32Array): void {
    this.#rngs[row] = rng;
    this.#offer(row, observations);
  }

  step(
    chosen: Float32Array | Int32Array,
    { observations, rewards, terminated, truncated }: BatchStepResult,
  ): void {
    const { items, features, model } = this.#setting;
    const preferences = this.#preferences;
    const offers = this.#offers;
    for (let row = 0; row < this.size; row++) {
      const item = (row * items + chosen[row]!) * features;
      let worth = 0;
      for (let j = 0; j < features; j++) {
        worth += preferences[row * features + j]! * offers[item + j]!;
      }
      rewards[row] = model.draw(worth, this.#rngs[row]!);
      this.#offer(row, observations);
    }
    terminated.fill(0);
    truncated.fill(0);
  }

  /** Draws the items of a row anew. */
  #offer(row: number, observations: Float32Array): void {
    const { items, features } = this.#setting;
    const begin = row * items * features;
    const end = begin + items * features;
    this.#rngs[row]!.normals(this.#offers, begin, end);
    for (let i = begin; i < end; i++) observations[i] = this.#offers[i]!;
  }
}

/**
 * Prepares E[f(max of `count` independent draws of N(0, 1))], the integral of f(z) · count · φ(z) · Φ(z)^(count-1).
 */
function expectationOfMaximum(count: number): (f: (z: number) => number) => number {
  const { limit, stepsPerUnit } = GRID;
  const points = Float64Array.from(
    { length: 2 * limit * stepsPerUnit + 1 },
    (_, i) => i / stepsPerUnit - limit,
  );
  const weights = points.map(
    (z) => (count * normalDensity(z) * normalCdf(z) ** (count - 1)) / stepsPerUnit,
  );
  return (f) => points.reduce((sum, z, i) => sum + weights[i]! * f(z), 0);
}

function normalDensity(z: number): number {
  return Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
}

/**
 * Φ(z) = 1/2 + φ(z) (z + z³/3 + z⁵/(3·5) + z⁷/(3·5·7) + …), to the rounding of float64.
 * @see Marsaglia 2004, https://doi.org/10.18637/jss.v011.i04
 */
function normalCdf(z: number): number {
  let sum = z;
  let term = z;
  for (let n = 3; Math.abs(term) > Number.EPSILON * Math.abs(sum); n += 2) {
    term *= (z * z) / n;
    sum += term;
  }
  return 0.5 + sum * normalDensity(z);
}

/** Sessions that a picture shows: the last ones. */
const SHOWN_SESSIONS = 10;

/** Steps of a session that a picture shows, from the first. */
const SHOWN_STEPS = 30;

/** Shows which items were chosen, a line a session. */
function render(
  { items, features, model }: Setting,
  { preferences }: ContextualBanditTask,
  episodes: readonly Trajectory[],
): string {
  const sessions = episodes.map(({ observations, actions, rewards }) => {
    const session = { reward: 0, expected: 0, best: 0, ranks: "" };
    rewards.forEach((reward, step) => {
      const worths = Array.from({ length: items }, (_, item) =>
        preferences.reduce(
          (sum, weight, j) => sum + weight * (observations[step]?.[item * features + j] ?? NaN),
          0,
        ),
      );
      const worth = worths[actions[step]?.[0] ?? NaN] ?? NaN;
      const rank = 1 + worths.filter((other) => other > worth).length;
      session.reward += reward;
      session.expected += model.mean(worth);
      session.best += model.mean(Math.max(...worths));
      if (step < SHOWN_STEPS) session.ranks += rank > 9 ? "+" : String(rank);
    });
    return session;
  });
  const cell = (value: number): string => value.toFixed(2).padStart(9);
  const lines = sessions.map(
    ({ reward, expected, best, ranks }, i) =>
      `${String(i + 1).padStart(7)}${cell(reward)}${cell(expected)}${cell(best)}  ${ranks}`,
  );
  const leftOut = Math.max(lines.length - SHOWN_SESSIONS, 0);
  return [
    `preferences ${preferences.map((weight) => weight.toFixed(2)).join(" ")}`,
    "session   reward expected     best  ranks of the items chosen, 1 is the best",
    ...(leftOut > 0 ? [`    ... ${leftOut} earlier sessions`] : []),
    ...lines.slice(leftOut),
  ].join("\n");
}
