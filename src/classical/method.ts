// Layer 4: a classical method as a value: what it is called, where it comes from, what can be tuned, and its agents.

import type { CreateAgent } from "./agent.ts";

/** What is known of a trial before it begins; a bandit has one state and a horizon of 1. */
export interface TrialSetting {
  readonly states: number;
  readonly actions: number;
  /** Steps of an episode. */
  readonly horizon: number;
  readonly episodes: number;
}

/** Parameters of a method by name; empty where it has none. */
export type MethodParameters = Readonly<Record<string, number>>;

/** A classical method for one kind of task. */
export interface ClassicalMethod {
  /** Lower case, as the command line names it. */
  readonly name: string;
  /** The paper that it comes from, with its address. */
  readonly source: string;
  /** The parameters that are tried where they are tuned for a setting; one empty record where there is nothing to tune. */
  readonly grid: readonly MethodParameters[];
  /**
   * Prepares what all trials of a setting share, such as tables of indices.
   * @throws {@link ConfigError} if the parameters are not valid
   */
  createAgents(setting: TrialSetting, parameters: MethodParameters): CreateAgent;
}
