// Layer 4: what is believed of an unknown finite MDP after some steps in it.
//
// Next states: a Dirichlet distribution for each state and action. Rewards: normal around an unknown mean, with variance 1;
// the mean is normally distributed. Both beliefs are conjugate (Gelman et al. 2013, Bayesian Data Analysis, 3.4 and 2.5).

import type { Random } from "../../random.ts";
import type { TabularModel } from "../../rl/finite-horizon.ts";
import { drawGamma } from "../../samplers.ts";
import type { Transition } from "../agent.ts";

/** What is believed of every state and action before the first step. */
export interface TabularPrior {
  /** The Dirichlet parameter of every next state. */
  readonly concentration: number;
  /** The expected mean reward. */
  readonly rewardMean: number;
  /** The precision of the mean reward, 1 / variance: how many rewards the prior counts for. */
  readonly rewardPrecision: number;
}

/** A finite MDP that can be written. */
export interface MutableModel extends TabularModel {
  readonly transitions: Float64Array;
  readonly rewards: Float64Array;
}

/** Makes an MDP to be written, all zeros. */
export function createModel(size: { states: number; actions: number }): MutableModel {
  const { states, actions } = size;
  return {
    states,
    actions,
    transitions: new Float64Array(states * actions * states),
    rewards: new Float64Array(states * actions),
  };
}

/** A belief over finite MDPs. */
export class TabularPosterior {
  readonly states: number;
  readonly actions: number;
  readonly prior: TabularPrior;
  /** `[states, actions, states]`: Dirichlet parameters. */
  readonly concentrations: Float64Array;
  /** `[states, actions]` */
  readonly rewardMeans: Float64Array;
  /** `[states, actions]`: precisions of the mean rewards, 1 / variance. */
  readonly rewardPrecisions: Float64Array;
  /** `[states, actions]`: how many next states were seen. */
  readonly transitionCounts: Int32Array;
  /** `[states, actions]`: how many rewards were seen. */
  readonly rewardCounts: Int32Array;

  constructor(size: { readonly states: number; readonly actions: number }, prior: TabularPrior) {
    const { states, actions } = size;
    const pairs = states * actions;
    this.states = states;
    this.actions = actions;
    this.prior = prior;
    this.concentrations = new Float64Array(pairs * states).fill(prior.concentration);
    this.rewardMeans = new Float64Array(pairs).fill(prior.rewardMean);
    this.rewardPrecisions = new Float64Array(pairs).fill(prior.rewardPrecision);
    this.transitionCounts = new Int32Array(pairs);
    this.rewardCounts = new Int32Array(pairs);
  }

  /**
   * Learns from a step. Where an episode ended, the next state is not counted: an agent that goes on with the next
   * episode sees the state that this one begins in.
   */
  learn({ state, action, reward, nextState, ended }: Transition): void {
    const pair = state * this.actions + action;
    const precision = ++this.rewardPrecisions[pair]!;
    this.rewardMeans[pair]! += (reward - this.rewardMeans[pair]!) / precision;
    this.rewardCounts[pair]!++;
    if (ended) return;
    this.concentrations[pair * this.states + nextState]!++;
    this.transitionCounts[pair]!++;
  }

  /** Writes the expected MDP: expected probabilities of next states, expected mean rewards. */
  writeMean(model: MutableModel): void {
    const { states, concentrations, transitionCounts, prior } = this;
    model.rewards.set(this.rewardMeans);
    for (let pair = 0, at = 0; pair < transitionCounts.length; pair++) {
      const total = states * prior.concentration + transitionCounts[pair]!;
      for (let to = 0; to < states; to++, at++) model.transitions[at] = concentrations[at]! / total;
    }
  }

  /** Draws an MDP: the transitions, then the mean rewards. */
  drawModel(rng: Random, model: MutableModel): void {
    const { states, concentrations, rewardMeans, rewardPrecisions } = this;
    const { transitions, rewards } = model;
    drawGammas(rng, concentrations, transitions);
    for (let begin = 0; begin < transitions.length; begin += states) {
      let sum = 0;
      for (let to = 0; to < states; to++) sum += transitions[begin + to]!;
      for (let to = 0; to < states; to++) transitions[begin + to]! /= sum;
    }
    rng.normals(rewards);
    for (let pair = 0; pair < rewards.length; pair++) {
      rewards[pair] = rewardMeans[pair]! + rewards[pair]! / Math.sqrt(rewardPrecisions[pair]!);
    }
  }
}

/** Whole shapes up to this are drawn as sums of exponential variates, which is faster than rejection; measured. */
const MOST_EXPONENTIALS = 8;

/** Uniform variates that are drawn at once. */
const uniforms = new Float64Array(256);

/** Draws gamma variates with scale 1. A whole shape k is a sum of k exponentials, -log of a product of k uniforms. */
function drawGammas(rng: Random, shapes: Float64Array, out: Float64Array): void {
  let next = uniforms.length;
  for (let i = 0; i < shapes.length; i++) {
    const shape = shapes[i]!;
    if (shape > MOST_EXPONENTIALS || !Number.isInteger(shape)) {
      out[i] = drawGamma(rng, shape);
      continue;
    }
    if (next + shape > uniforms.length) {
      rng.uniforms(uniforms);
      next = 0;
    }
    let product = 1;
    for (let k = 0; k < shape; k++) product *= 1 - uniforms[next++]!; // in (0, 1]
    out[i] = -Math.log(product);
  }
}
