import { box, discrete } from "acclimate/env";
import type { Space } from "acclimate/env";
import { describe, expect, it } from "vitest";
import { listFixedPolicies, listSimplePolicies } from "../../../src/rl/check/simple-policies.ts";
import type { SimplePolicy } from "../../../src/rl/check/simple-policies.ts";
import { createRandom } from "../../../src/random.ts";
import { contains, elementSize } from "../../../src/rl/spaces.ts";
import { withoutBatch } from "../../fixtures/line.ts";

function listFor(actionSpace: Space, horizon = 6): readonly SimplePolicy[] {
  return listSimplePolicies({ ...withoutBatch("x"), actionSpace, horizon }, createRandom(0));
}

/** Plays some steps of 3 rows. @returns `[steps]` of `[3, act]` */
function play(policy: SimplePolicy, space: Space, steps = 4): number[][] {
  const act = policy.start();
  return Array.from({ length: steps }, (_, step) => {
    const size = 3 * elementSize(space);
    const actions = space.kind === "box" ? new Float32Array(size) : new Int32Array(size);
    act(Float32Array.of(0, step, 5, 0, -5, -1), [], actions);
    return Array.from(actions);
  });
}

describe("listSimplePolicies", () => {
  it.each([
    discrete(3),
    box({ low: [-1, 0], high: [1, 5] }),
    box({ low: 0, shape: [2] }),
    box({ shape: [5] }),
  ])("takes actions of $kind only, and the same whenever it starts", (space) => {
    const size = elementSize(space);
    for (const policy of listFor(space)) {
      const actions = play(policy, space);
      expect(play(policy, space), policy.name).toEqual(actions);
      for (const row of [0, 1, 2]) {
        const action = actions[0]!.slice(row * size, (row + 1) * size);
        expect(contains(space, space.kind === "discrete" ? action[0]! : action)).toBe(true);
      }
    }
  });

  it("has each choice, and the grid of a small box", () => {
    const choices = listFor(discrete(3)).filter(({ name }) => name.startsWith("always"));
    expect(choices.map(({ name }) => name)).toEqual([
      "always action 0",
      "always action 1",
      "always action 2",
    ]);
    const points = listFor(box({ low: 0, high: 2, shape: [1] })).filter(({ name }) =>
      name.startsWith("always"),
    );
    expect(points.map(({ name }) => name)).toEqual(
      [1, 2, 0, 1.5, 0.5].map((point) => `always action [${point}]`),
    );
  });

  it("has no sequences where an episode is one step", () => {
    const names = listFor(discrete(3), 1).map(({ name }) => name);
    expect(names.filter((name) => /sequence|switch/.test(name))).toEqual([]);
  });
});

describe("listFixedPolicies", () => {
  it("acts alike in rows that observe alike", () => {
    const space = box({ low: -1, high: 1, shape: [1] });
    const family = { ...withoutBatch("x"), actionSpace: space };
    const policies = listFixedPolicies(family, createRandom(1));
    for (const policy of policies) {
      const act = policy.start();
      const actions = new Float32Array(3);
      act(Float32Array.of(1, 2, 1, 2, 1, 2), [], actions);
      expect(new Set(actions).size, policy.name).toBe(1);
    }
    const differing = policies.filter((policy) => new Set(play(policy, space, 1)[0]).size > 1);
    expect(differing.every(({ name }) => name.startsWith("random linear feedback"))).toBe(true);
    expect(differing.length).toBeGreaterThan(10);
  });
});
