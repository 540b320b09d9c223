// Layer 3: rules on how episodes are shown: the text that `render` returns, and the plane that reports draw.

import { formatValue } from "../../errors.ts";
import type { Random } from "../../random.ts";
import type { Json } from "../../json.ts";
import type { EnvironmentFamily, Trajectory } from "../environment.ts";
import { drawAction, playEpisode, playInTurns } from "../random-episode.ts";
import { formatSpace } from "../spaces.ts";
import { describeException } from "./describe-exception.ts";
import { finding } from "./rule.ts";
import type { EnvironmentRule, Remark } from "./rule.ts";

/** `render` pictures any number of episodes as plain text. */
export const renderRule: EnvironmentRule = {
  name: "renders episodes as plain text, if at all",
  check: checkRender,
};

/** `plane` is about two elements of the observation. */
export const planeRule: EnvironmentRule = {
  name: "draws a plane of two elements of the observation, if any",
  check: checkPlane,
};

/** Columns of a terminal. */
const COLUMNS = 80;

/** Numbers of episodes that are rendered: none, one, a few, and more than fit, or fewer of them where they are long. */
const FEW_EPISODES = [0, 1, 3];
const MANY_EPISODES = { min: 4, max: 40, steps: 4000 };

/** Tasks that are rendered. */
const RENDERED_TASKS = 3;

/** Tasks whose goals are looked at. */
const GOALS = 64;

function checkRender(family: EnvironmentFamily, rng: Random): readonly Remark[] {
  if (family.render === undefined) return [];
  const { min, max, steps } = MANY_EPISODES;
  const many = Math.min(Math.max(Math.floor(steps / family.horizon), min), max);
  const tasks = family.sampleTasks(rng.split("tasks"), RENDERED_TASKS);
  for (const [t, task] of tasks.entries()) {
    const all = Array.from({ length: many }, (_, e) =>
      record(family, task, rng.split("task", t, "episode", e)),
    );
    for (const count of [...FEW_EPISODES, many]) {
      const fault = findFault(family, task, all.slice(0, count));
      if (fault === undefined) continue;
      const given = count === 1 ? "1 episode" : `${count} episodes`;
      return [finding(`render: ${fault} with ${given} of task ${t}`)];
    }
  }
  return [];
}

function findFault(
  family: EnvironmentFamily,
  task: Json,
  episodes: readonly Trajectory[],
): string | undefined {
  const given = JSON.stringify([task, episodes]);
  let picture: unknown;
  try {
    picture = family.render?.(task, episodes);
  } catch (error) {
    return `no exception must be thrown, got ${describeException(error)}`;
  }
  if (typeof picture !== "string") return `must return text, got ${formatValue(picture)}`;
  // eslint-disable-next-line no-control-regex -- they are what is looked for
  const control = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/.exec(picture)?.[0];
  if (control !== undefined) {
    return `must return plain text without escape codes, got the character ${JSON.stringify(control)}`;
  }
  const widest = Math.max(...picture.split("\n").map((line) => Array.from(line).length));
  if (widest > COLUMNS) return `lines must have at most ${COLUMNS} characters, got ${widest}`;
  if (JSON.stringify([task, episodes]) !== given)
    return "the task and episodes must not be changed, got others";
  if (family.render?.(task, episodes) !== picture)
    return "the same episodes must give the same text, got another";
  return undefined;
}

/** Plays an episode with random actions. */
function record(family: EnvironmentFamily, task: Json, stream: Random): Trajectory {
  const rng = stream.split("action");
  const actions: (readonly number[])[] = [];
  const act = (): Float32Array | number => {
    const action = drawAction(family.actionSpace, rng);
    actions.push(typeof action === "number" ? [action] : Array.from(action));
    return action;
  };
  const environment = family.createEnvironment(task);
  const { first, steps } = playInTurns([
    playEpisode(family, { environment, stream: stream.split("environment"), act }),
  ])[0]!;
  return {
    observations: [first, ...steps.map((step) => step.observation)],
    actions,
    rewards: steps.map((step) => step.reward),
    terminated: steps.at(-1)?.terminated === true,
  };
}

function checkPlane(family: EnvironmentFamily, rng: Random): readonly Remark[] {
  const { plane, observationSpace } = family;
  if (plane === undefined) return [];
  const size = observationSpace.kind === "box" ? observationSpace.low.length : 0;
  const axes: readonly number[] = plane.axes;
  const [low, high] = plane.range;
  const isIndex = (axis: number): boolean => Number.isInteger(axis) && axis >= 0 && axis < size;
  if (axes.length !== 2 || !axes.every(isIndex)) {
    return [
      finding(
        `plane.axes: must be two of the indices of ${formatSpace(observationSpace)}, got ${formatValue(axes)}`,
      ),
    ];
  }
  if (!Number.isFinite(low) || !Number.isFinite(high) || low >= high) {
    return [
      finding(`plane.range: must be two finite numbers in order, got ${formatValue(plane.range)}`),
    ];
  }
  for (const task of family.sampleTasks(rng.split("tasks"), GOALS)) {
    const goal: readonly number[] | undefined = plane.goal?.(task);
    if (goal === undefined) continue;
    if (goal.length === 2 && goal.every((x) => x >= low && x <= high)) continue;
    return [
      finding(
        `plane.goal: must be a point within [${low}, ${high}], got ${formatValue(goal)} of ${formatValue(task)}`,
      ),
    ];
  }
  return [];
}
