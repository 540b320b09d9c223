import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/random.ts";
import { recordedTrajectories } from "../../src/rl/recorded-trajectories.ts";
import { collectRollout } from "../../src/rl/rollout.ts";
import { dial, walk } from "./toy-environments.ts";

const streams = (task: number, episode: number) => createRandom(0).split(task, episode);

describe("recordedTrajectories", () => {
  it("returns the real steps of each episode, and one observation more", () => {
    const rollout = collectRollout({
      environment: walk,
      tasks: [
        { length: 2, end: "truncated" },
        { length: 3, end: "terminated" },
      ],
      episodesPerTask: 2,
      act: (_observations, _rngs, actions) => {
        actions.set([1, 2, 3, 4]);
      },
      streams,
    });
    const [third, fourth] = recordedTrajectories(rollout, 1, walk);
    expect(third?.rewards).toEqual([3, 3, 3]);
    expect(fourth?.actions).toEqual([[4], [4], [4]]);
    expect(fourth?.observations.map(([, step]) => step)).toEqual([0, 1, 2, 3]);
    expect(fourth?.terminated).toBe(true);
    const [first] = recordedTrajectories(rollout, 0, walk);
    expect(first?.observations.length).toBe(3);
    expect(first?.terminated).toBe(false);
  });

  it("returns indices of Discrete observations", () => {
    const rollout = collectRollout({
      environment: dial,
      tasks: [{ target: 1 }],
      episodesPerTask: 1,
      act: (_observations, _rngs, actions) => void actions.fill(2),
      streams,
    });
    expect(recordedTrajectories(rollout, 0, dial)).toEqual([
      {
        observations: [[0], [2], [2], [2], [2]],
        actions: [[2], [2], [2], [2]],
        rewards: [0, 0, 0, 0],
        terminated: false,
      },
    ]);
  });
});
