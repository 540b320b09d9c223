// Layer 3: the rule that every action of the action space can be taken.

import { formatValue } from "../../errors.ts";
import type { Random } from "../../random.ts";
import type { EnvironmentFamily } from "../environment.ts";
import { formatSpace } from "../spaces.ts";
import type { Space } from "../spaces.ts";
import { describeException } from "./describe-exception.ts";
import { finding } from "./rule.ts";
import type { EnvironmentRule, Remark } from "./rule.ts";
import { findFaults } from "./steps.ts";

/** Each choice of a Discrete space is accepted; of a Box its centre, its corners, and what lies outside. */
export const actionsRule: EnvironmentRule = {
  name: "accepts every action of its space, and any that a Gaussian policy draws",
  isEssential: true,
  check: checkActions,
};

/** Corners that are tried of a Box; all of up to 4 dimensions. */
const CORNERS = 16;

/** How far outside of a Box actions are tried, in half widths from the centre; a standard deviation of policies is one. */
const OUTSIDE = [1.5, 5];

/** What stands for a bound that is infinite. */
const FAR = 10;

type Action = Float32Array | number;

function checkActions(family: EnvironmentFamily, rng: Random): readonly Remark[] {
  const { actionSpace } = family;
  const [task] = family.sampleTasks(rng.split("tasks"), 1);
  const actions = listActions(actionSpace, rng.split("corners"));
  const messages: string[] = [];
  for (const [i, action] of actions.entries()) {
    const environment = family.createEnvironment(task!);
    environment.reset(rng.split("environment", i));
    try {
      const { observation, reward, terminated, truncated } = environment.step(action);
      const elements = typeof observation === "number" ? [observation] : Array.from(observation);
      const step = { observation: elements, reward, terminated, truncated };
      const at = `after action ${formatValue(action)}`;
      messages.push(...findFaults(family.observationSpace, step, at).slice(0, 1));
    } catch (error) {
      messages.push(
        `step: every action ${rangeOf(actionSpace)}, got ${describeException(error)} for ${formatValue(action)}`,
      );
    }
  }
  // What fails with all actions does not fail for their sake: another rule tells what it is.
  return messages.length === actions.length ? [] : messages.slice(0, 1).map(finding);
}

function rangeOf(space: Space): string {
  return space.kind === "box"
    ? `must be accepted, outside of ${formatSpace(space)} too, where the environment clips it`
    : `of ${formatSpace(space)} must be accepted`;
}

/** Lists actions that an environment may stumble over, the harmless first. */
function listActions(space: Space, rng: Random): readonly Action[] {
  if (space.kind === "discrete") return Array.from({ length: space.n }, (_, choice) => choice);
  const low = space.low.map((bound) => (bound === -Infinity ? -FAR : bound));
  const high = space.high.map((bound) => (bound === Infinity ? FAR : bound));
  /** The point at `direction[i]` half widths from the centre along each axis; that at 1 is the bound itself. */
  const at = (direction: readonly number[]): Float32Array =>
    Float32Array.from(direction, (d, i) => {
      if (Math.abs(d) === 1) return d === 1 ? high[i]! : low[i]!;
      return (low[i]! + high[i]!) / 2 + ((high[i]! - low[i]!) / 2) * d;
    });
  const size = low.length;
  const corners = Array.from({ length: Math.min(2 ** size, CORNERS) }, (_, corner) =>
    low.map((_bound, i) => {
      const isHigh =
        2 ** size <= CORNERS ? Math.floor(corner / 2 ** i) % 2 === 1 : rng.uniform() < 0.5;
      return isHigh ? 1 : -1;
    }),
  );
  const scaled = [1, ...OUTSIDE].flatMap((scale) =>
    corners.map((corner) => corner.map((sign) => sign * scale)),
  );
  return [low.map(() => 0), ...scaled].map(at);
}
