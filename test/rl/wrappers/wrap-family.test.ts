// What all wrappers have in common, each by itself and some around others.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { navigationMaml2017 } from "../../../envs/navigation.ts";
import type { NavigationTask } from "../../../envs/navigation.ts";
import { createRandom } from "../../../src/random.ts";
import { checkEnvironment } from "../../../src/rl/check/check-environment.ts";
import type { Json } from "../../../src/json.ts";
import type { EnvironmentFamily, Trajectory } from "../../../src/rl/environment.ts";
import { collectRollout } from "../../../src/rl/rollout.ts";
import type { Rollout } from "../../../src/rl/trajectories.ts";
import { asTrials } from "../../../src/rl/wrappers/as-trials.ts";
import { clipActions } from "../../../src/rl/wrappers/clip-actions.ts";
import { limitTime } from "../../../src/rl/wrappers/limit-time.ts";
import { normaliseObservations } from "../../../src/rl/wrappers/normalise-observations.ts";
import { observeTask } from "../../../src/rl/wrappers/observe-task.ts";
import { rescaleActions } from "../../../src/rl/wrappers/rescale-actions.ts";
import { scaleRewards } from "../../../src/rl/wrappers/scale-rewards.ts";
import { wrapFamily } from "../../../src/rl/wrappers/wrap-family.ts";
import { dial, walk } from "../toy-environments.ts";
import { dice, renderJson, sled } from "./families.ts";

type Wrapper = <Task extends Json>(family: EnvironmentFamily<Task>) => EnvironmentFamily<Task>;

const trials: Wrapper = (family) => asTrials(family, { episodes: 2 });
const limited: Wrapper = (family) => limitTime(family, { horizon: 7 });
const scaled: Wrapper = (family) => scaleRewards(family, { scale: 0.3, shift: -1 });
const rescaled: Wrapper = (family) => rescaleActions(family, { low: -2, high: 1 });
const normalised: Wrapper = (family) =>
  normaliseObservations(family, { mean: [0.1, -0.3], std: [0.7, 3] });
const stacked: Wrapper = (family) =>
  trials(scaled(normalised(limited(rescaled(clipActions(family))))));

/** Wrappers of Box spaces by name. */
const wrappers: Readonly<Record<string, Wrapper>> = {
  asTrials: trials,
  limitTime: limited,
  scaleRewards: scaled,
  clipActions,
  rescaleActions: rescaled,
  normaliseObservations: normalised,
  observeTask,
  "all together": stacked,
};

/** A family in a batch of which single environments are stepped. */
function withoutBatch<Task extends Json>(family: EnvironmentFamily<Task>): EnvironmentFamily<Task> {
  return { ...family, createBatch: undefined } as unknown as EnvironmentFamily<Task>;
}

function collect(family: EnvironmentFamily, seed: number): Rollout {
  const rng = createRandom(seed);
  return collectRollout({
    environment: family,
    tasks: family.sampleTasks(rng.split("tasks"), 3),
    episodesPerTask: 2,
    streams: (task, episode) => rng.split(task, episode),
    act: (_observations, rngs, actions) => {
      const width = actions.length / rngs.length;
      for (let i = 0; i < actions.length; i++) {
        actions[i] = rngs[Math.floor(i / width)]?.normal() ?? NaN;
      }
    },
  });
}

describe.each(Object.entries(wrappers))("a family wrapped by %s", (_name, wrap) => {
  it("keeps the contract", () => {
    expect(checkEnvironment(wrap(navigationMaml2017) as EnvironmentFamily).findings).toEqual([]);
    const plain = { ...sled, render: (): string => "a sled" }; // JSON is too wide for a terminal
    expect(checkEnvironment(wrap(plain) as EnvironmentFamily).findings).toEqual([]);
  });

  it("is the same around a batch and around single environments", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const batched = collect(wrap(navigationMaml2017), seed);
        const single = wrap(withoutBatch(navigationMaml2017));
        expect(collect(single as EnvironmentFamily, seed)).toEqual(batched);
        expect(collect(withoutBatch(single) as EnvironmentFamily, seed)).toEqual(batched);
      }),
      { numRuns: 3 },
    );
  });

  it("has the id of what is inside and a suffix", () => {
    const { id } = wrap(sled);
    expect(id.startsWith(sled.id)).toBe(true);
    expect(id.length).toBeGreaterThan(sled.id.length);
  });
});

describe("wrapFamily", () => {
  it.each([
    trials(dial),
    trials(dice),
    limited(dice),
    scaled(dial),
    trials(trials(scaled(dice))),
    observeTask(dial),
    trials(observeTask(dice)),
  ])("keeps the contract around Discrete spaces: $id", (family) => {
    expect(checkEnvironment(family as EnvironmentFamily).findings).toEqual([]);
  });

  it("gives a picture of what happened inside, however deep", () => {
    const family = stacked({ ...navigationMaml2017, render: renderJson });
    const rollout = collect(family, 0);
    const steps = rollout.lengths[0] ?? NaN;
    const width = rollout.observationSize;
    const row = (at: number): number[] =>
      Array.from(rollout.observations.subarray(at * width, (at + 1) * width));
    const trial: Trajectory = {
      observations: [
        ...Array.from({ length: steps }, (_, step) => row(step)),
        Array.from(rollout.lastObservations.subarray(0, width)),
      ],
      actions: Array.from({ length: steps }, (_, step) =>
        Array.from(rollout.actions.subarray(2 * step, 2 * step + 2)),
      ),
      rewards: Array.from(rollout.rewards.subarray(0, steps)),
      terminated: false,
    };
    const task: NavigationTask = { goal: [0, 0] };
    const picture = JSON.parse(family.render?.(task, [trial]) ?? "") as { episodes: Trajectory[] };
    // Two episodes of 7 steps from the origin, moving by a tenth of the clipped actions.
    expect(picture.episodes.map(({ rewards }) => rewards.length)).toEqual([7, 7]);
    for (const { observations, actions } of picture.episodes) {
      expect(observations[0]).toBeAllClose([0, 0], { atol: 1e-6 });
      let at = [0, 0];
      actions.slice(0, -1).forEach((action, step) => {
        expect(Math.max(...action.map(Math.abs))).toBeLessThanOrEqual(1);
        at = at.map((x, i) => x + 0.1 * (action[i] ?? NaN));
        expect(observations[step + 1]).toBeAllClose(at, { atol: 1e-6 });
      });
    }
  });

  it("wraps an instance of a class", () => {
    class Family implements EnvironmentFamily<{ target: number }> {
      readonly id = "class@test";
      readonly observationSpace = dial.observationSpace;
      readonly actionSpace = dial.actionSpace;
      readonly horizon = 4;
      readonly #best = 1;
      sampleTasks = dial.sampleTasks.bind(dial);
      createEnvironment = dial.createEnvironment.bind(dial);
      optimalReturn(): number {
        return this.#best * this.horizon;
      }
      render(): string {
        return this.id;
      }
    }
    const family = wrapFamily(new Family(), {
      suffix: "-wrapped",
      createBatch: () => ({ size: 0, reset: () => undefined, step: () => undefined }),
      optimalReturn: (inner) => inner + 1,
      unwrap: (episode) => [episode],
    });
    expect(family.id).toBe("class@test-wrapped");
    expect(family.optimalReturn?.({ target: 0 })).toBe(5);
    expect(family.render?.({ target: 0 }, [])).toBe("class@test");
  });

  it("has no methods that the family inside lacks", () => {
    expect(Object.keys(trials(walk)).sort()).toEqual([
      "actionSpace",
      "createBatch",
      "createEnvironment",
      "horizon",
      "id",
      "observationSpace",
      "sampleTasks",
    ]);
  });
});
