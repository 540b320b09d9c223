// Layer 4: what could be earned if the MDP were known.

import { ConfigError, formatValue } from "../../errors.ts";
import type { Json } from "../../json.ts";
import { planFiniteHorizon } from "../../rl/finite-horizon.ts";
import type { TabularModel } from "../../rl/finite-horizon.ts";
import type { Agent } from "../agent.ts";
import type { ClassicalMethod, TrialSetting } from "../method.ts";
import { checkMdp } from "./setting.ts";

/**
 * Follows the best policy for the task, which it knows: an upper bound for the others. A task is
 * `{ transitions, rewards }`, `[states, actions, states]` and `[states, actions]`.
 */
export const valueIteration: ClassicalMethod = {
  name: "value-iteration",
  source: "Puterman 1994, Markov Decision Processes, section 4.5",
  grid: [{}],
  createAgents(setting, parameters) {
    checkMdp("value-iteration", setting, parameters, {});
    const { states, horizon } = setting;
    return ({ task }): Agent => {
      const { policy } = planFiniteHorizon(readTask(task, setting), horizon);
      let step = 0;
      return {
        act: (state) => policy[step * states + state]!,
        learn: ({ ended }) => {
          step = ended ? 0 : step + 1;
        },
      };
    };
  },
};

/** Lays a task out for planning. */
function readTask(task: Json, { states, actions }: TrialSetting): TabularModel {
  const { transitions, rewards } = task as Partial<Record<string, unknown>>;
  const model = { states, actions, transitions: flatten(transitions), rewards: flatten(rewards) };
  const isComplete =
    model.transitions.length === states * actions * states &&
    model.rewards.length === states * actions &&
    [...model.transitions, ...model.rewards].every(Number.isFinite);
  if (isComplete) return model;
  throw new ConfigError(
    `value-iteration: task must have transitions [${states}, ${actions}, ${states}] and rewards [${states}, ${actions}], got ${formatValue(task)}`,
  );
}

/** Lists the numbers of nested arrays. */
function flatten(value: unknown): readonly number[] {
  if (Array.isArray(value)) return value.flatMap(flatten);
  return typeof value === "number" ? [value] : [NaN];
}
