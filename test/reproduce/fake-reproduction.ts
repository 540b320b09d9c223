// A small published table for tests: a dial whose right choice is 0, 1 or 2, played four steps an episode.

import type { ClassicalMethod } from "../../src/classical/method.ts";
import { defineReproduction } from "../../src/reproduce/reproduction.ts";
import type { Reproduction } from "../../src/reproduce/reproduction.ts";
import { dial } from "../rl/toy-environments.ts";

/** Makes one choice, its parameter, for ever. */
const constant: ClassicalMethod = {
  name: "constant",
  source: "https://example.org",
  grid: [{ choice: 2 }, { choice: 0 }, { choice: 1 }],
  createAgents:
    (_setting, { choice = 0 }) =>
    () => ({
      act: () => choice,
      learn: () => undefined,
    }),
};

/** Chooses at random until something is rewarded, then that. */
const explorer: ClassicalMethod = {
  name: "explorer",
  source: "https://example.org",
  grid: [{}],
  createAgents:
    ({ actions }) =>
    ({ rng }) => {
      let found: number | undefined;
      return {
        act: () => found ?? rng.integer(actions),
        learn: ({ action, reward }) => {
          if (reward > 0) found = action;
        },
      };
    },
};

/** Two rows of the dial: trials of one and of three episodes. A constant choice is right in a third of the tasks. */
export const fakeReproduction: Reproduction = defineReproduction({
  name: "dials",
  description: "Table 0 of nothing",
  source: "https://example.org",
  rowTitle: "episodes",
  rows: [
    { name: "1", environment: dial, episodes: 1, published: { constant: 1.3 } },
    {
      name: "3",
      environment: dial,
      episodes: 3,
      published: { constant: 9.9, explorer: 10 },
      bounds: () => ({ optimum: 12 }),
    },
  ],
  methods: [constant, explorer],
  publishedInstances: 1000,
  publishedDecimals: 1,
});
