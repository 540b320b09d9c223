import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../../src/backend/backend.ts";
import { nearestNeighbour } from "../../../src/few-shot/learners/nearest-neighbour.ts";
import { createRandom } from "../../../src/random.ts";
import type { FewShotTask, Items } from "../../../src/tasks/task-set.ts";
import { adaptTo, drawTasks, problemOf, settingOf, taskErrors } from "../support.ts";
import { blobs } from "../toy-task-sets.ts";

beforeAll(() => useBackend("cpu"));

const taskSet = blobs({ noise: 1 });
const setting = settingOf(nearestNeighbour, problemOf(taskSet));
const state = { params: {}, optimiser: {} };

function items(points: readonly (readonly number[])[], targets: readonly number[]): Items {
  return {
    count: points.length,
    inputs: Float32Array.from(points.flat()),
    targets: Float32Array.from(targets),
  };
}

describe("nearestNeighbour.adapt", () => {
  it("scores a class by minus the squared distance to its nearest item", () => {
    const task: FewShotTask = {
      task: null,
      ways: 2,
      shots: 2,
      support: items(
        [
          [0, 0],
          [4, 0],
          [0, 3],
          [5, 5],
        ],
        [0, 0, 1, 1],
      ),
      query: items(
        [
          [1, 0],
          [4, 4],
        ],
        [0, 1],
      ),
    };
    const { predictions } = adaptTo(setting, state, [task], { innerSteps: 2 });
    // (1, 0) is 1 from (0, 0), and 1 + 9 from (0, 3); (4, 4) is 16 from (4, 0), and 1 + 1 from (5, 5).
    const scores = [Float32Array.of(-1, -10, -16, -2)];
    expect(predictions).toEqual([scores, scores, scores]);
  });

  it("predicts the class of the nearest of all items", () => {
    const tasks = drawTasks(setting.problem, 10);
    const { predictions } = adaptTo(setting, state, tasks, { innerSteps: 0 });
    const errors = tasks.map(({ support, query }) => {
      let wrong = 0;
      for (let q = 0; q < query.count; q++) {
        const distances = Array.from({ length: support.count }, (_, s) =>
          Math.hypot(
            ...[0, 1, 2, 3].map((i) => query.inputs[4 * q + i]! - support.inputs[4 * s + i]!),
          ),
        );
        const nearest = distances.indexOf(Math.min(...distances));
        if (support.targets[nearest] !== query.targets[q]) wrong++;
      }
      return wrong / query.count;
    });
    expect(taskErrors(setting.problem, tasks, predictions[0])).toEqual(errors);
    expect(Math.max(...errors)).toBeGreaterThan(0);
  });

  it("has no state", () => {
    const { problem, learner, config } = setting;
    expect(learner.initialise(problem, config, createRandom(1))).toEqual(state);
  });
});
