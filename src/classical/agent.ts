// Layer 4: what a classical method is: an agent that learns within one trial, from nothing but what it sees there.
//
// A trial is several episodes of one task, played one after the other by an agent that remembers (Duan et al. 2016,
// https://arxiv.org/abs/1611.02779, section 2.2).

import type { Random } from "../random.ts";
import type { Json } from "../json.ts";

/** One step of a trial. */
export interface Transition {
  readonly state: number;
  readonly action: number;
  readonly reward: number;
  /** The state after the step, also after the last of an episode. */
  readonly nextState: number;
  /** True if the episode ended with this step, by the MDP or by the clock. */
  readonly ended: boolean;
}

/** Plays and learns one trial of a task with discrete states and actions. */
export interface Agent {
  /** Chooses an action. */
  act(state: number): number;
  /** Learns from a step that it made. @param transition - valid during the call only */
  learn(transition: Transition): void;
}

/** What an agent begins a trial with. */
export interface TrialStart {
  /** For agents that know the task, as upper bounds do; others do not look at it. */
  readonly task: Json;
  /** The agent's own stream. */
  readonly rng: Random;
}

/** Makes the agent of one trial. */
export type CreateAgent = (start: TrialStart) => Agent;
