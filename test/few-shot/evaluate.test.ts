// Evaluation by a learner that looks answers up, so that every score can be worked out.

import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../src/backend/backend.ts";
import { evaluateFewShot } from "../../src/few-shot/evaluate.ts";
import type { FewShotEvaluation } from "../../src/few-shot/evaluation.ts";
import type { FewShotLearner } from "../../src/few-shot/learner.ts";
import { createRandom } from "../../src/random.ts";
import { mixTaskSets } from "../../src/tasks/mix-task-sets.ts";
import type { FewShotTask, Items, TaskSet } from "../../src/tasks/task-set.ts";
import { problemOf, SHAPES } from "./support.ts";
import { blobs, lines } from "./toy-task-sets.ts";

/** Lines without their second number, as a curve. */
const curves: TaskSet = {
  ...lines,
  inputShape: [1],
  picture: "curve",
  sampleTasks: (rng, options) =>
    lines.sampleTasks(rng, options).map((task) => ({
      ...task,
      support: firstInputs(task.support),
      query: firstInputs(task.query),
    })),
};

function firstInputs({ inputs, ...items }: Items): Items {
  return { ...items, inputs: inputs.filter((_, i) => i % 2 === 0) };
}

beforeAll(() => useBackend("cpu"));

/** What the learner below was asked. */
interface Asked {
  readonly tasks: number;
  readonly learningRate: unknown;
  readonly outerStep: number | undefined;
}

/**
 * Predicts query items whose index is below `2 · inner steps` as they are: other classes are one too high, modulo ways, and
 * other numbers 3 too high.
 */
function oracle(asked: Asked[]): FewShotLearner {
  return {
    name: "oracle",
    configShape: {},
    initialise: () => ({ params: {}, optimiser: {} }),
    outerStep() {
      throw new Error("is not trained");
    },
    adapt({ problem, tasks, innerSteps, learningRate, outerStep }) {
      asked.push({ tasks: tasks.length, learningRate, outerStep });
      const isNumbers = problem.taskSet.targets.kind === "regression";
      return {
        predictions: Array.from({ length: innerSteps + 1 }, (_, k) =>
          tasks.map(({ ways, query }) =>
            Float32Array.from({ length: query.count * ways }, (_, at) => {
              const item = Math.floor(at / ways);
              const target = query.targets[item]!;
              const isRight = item < 2 * k;
              if (isNumbers) return target + (isRight ? 0 : 3);
              return at % ways === (isRight ? target : (target + 1) % ways) ? 1 : 0;
            }),
          ),
        ),
      };
    },
  };
}

function evaluate(
  taskSet: TaskSet,
  options: Partial<Parameters<typeof evaluateFewShot>[0]> = {},
  asked: Asked[] = [],
): FewShotEvaluation {
  return evaluateFewShot({
    problem: problemOf(taskSet),
    learner: oracle(asked),
    config: {},
    state: { params: {}, optimiser: {} },
    split: "test",
    tasks: 5,
    innerSteps: 2,
    rng: createRandom(1).split("evaluation"),
    ...SHAPES[taskSet.targets.kind],
    ...options,
  });
}

/** The tasks that an evaluation draws, in the order of their groups of 60. */
function tasksOf(taskSet: TaskSet, counts: readonly number[]): readonly FewShotTask[] {
  const root = createRandom(1).split("evaluation").split("tasks");
  return counts.flatMap((count, group) =>
    taskSet.sampleTasks(root.split(group), {
      split: "test",
      count,
      ...SHAPES[taskSet.targets.kind],
    }),
  );
}

describe("evaluateFewShot", () => {
  it("measures the share of query items whose class is predicted", () => {
    const { measure, scores, perTask } = evaluate(blobs());
    // 3 ways of 4 query items each: 0, 2 and 4 of 12 are right.
    expect(measure).toBe("accuracy");
    expect(scores.map(({ mean }) => mean)).toBeAllClose([0, 2 / 12, 4 / 12], { rtol: 1e-12 });
    expect(perTask.map((task) => task.scores)).toEqual(Array(5).fill([0, 2 / 12, 4 / 12]));
    expect(scores[2]?.ci95).toBeAllClose([4 / 12, 4 / 12], { rtol: 1e-12 });
  });

  it("measures the mean squared error", () => {
    const { measure, scores } = evaluate(lines);
    // 6, 4 and 2 of 6 query items are 3 too high.
    expect(measure).toBe("squared error");
    expect(scores.map(({ mean }) => mean)).toBeAllClose([9, 6, 3], { rtol: 1e-5 });
  });

  it("draws tasks by groups, each from a stream of its own, and passes settings on", () => {
    const taskSet = blobs();
    const asked: Asked[] = [];
    const { perTask } = evaluate(taskSet, { tasks: 130, learningRate: 0.25, outerStep: 7 }, asked);
    const settings = { learningRate: 0.25, outerStep: 7 };
    expect(asked).toEqual([60, 60, 10].map((tasks) => ({ tasks, ...settings })));
    expect(perTask.map(({ task }) => task)).toEqual(
      tasksOf(taskSet, [60, 60, 10]).map(({ task }) => task),
    );
    const whole = tasksOf(taskSet, [60, 60, 60]).map(({ task }) => JSON.stringify(task));
    expect(whole.slice(0, 60)).not.toEqual(whole.slice(60, 120));
  });

  it("sums up each domain by itself", () => {
    const domain = (name: string): { name: string; taskSet: TaskSet } => ({
      name,
      taskSet: blobs({ id: `${name}@test` }),
    });
    const mixed = mixTaskSets({
      id: "mixed@test",
      description: "Two kinds",
      domains: [domain("second"), domain("first")],
    });
    const { domains = [], perTask } = evaluate(mixed, { tasks: 20 });
    expect(domains.map((of) => of.domain)).toEqual(["first", "second"]);
    for (const { domain: name, tasks, scores } of domains) {
      expect(tasks).toBe(perTask.filter((task) => task.domain === name).length);
      expect(scores[1]?.mean).toBeAllClose(2 / 12, { rtol: 1e-12 });
    }
    expect(evaluate(blobs())).not.toHaveProperty("domains");
  });
});

describe("the examples of an evaluation", () => {
  it("are absent where the task set has no picture", () => {
    expect(evaluate(blobs())).not.toHaveProperty("examples");
  });

  it("are four curves, whose query items are in the order of their inputs", () => {
    const { examples = [] } = evaluate(curves);
    const [task] = tasksOf(curves, [5]);
    expect(examples.map((example) => example.task)).toEqual([0, 1, 2, 3]);
    const [first] = examples;
    const xs = [0, 1, 2, 3, 4, 5].map((i) => ({
      x: task!.query.inputs[i]!,
      y: task!.query.targets[i]!,
      isRight: i < 4,
    }));
    xs.sort((a, b) => a.x - b.x);
    const rounding = { rtol: 0, atol: 5.1e-5 };
    expect(first?.query.inputs ?? []).toBeAllClose(
      xs.map(({ x }) => x),
      rounding,
    );
    expect(first?.query.targets ?? []).toBeAllClose(
      xs.map(({ y }) => y),
      rounding,
    );
    expect(first?.predictions.map(({ innerSteps }) => innerSteps)).toEqual([0, 1, 2]);
    expect(first?.predictions[2]?.predicted ?? []).toBeAllClose(
      xs.map(({ y, isRight }) => y + (isRight ? 0 : 3)),
      rounding,
    );
  });

  it("are pictures of the support items and of three query items of each class", () => {
    const taskSet = blobs({ id: "pictures@test", inputShape: [2, 3], picture: "image" });
    const { examples = [] } = evaluate(taskSet, { innerSteps: 5 });
    const [first] = examples;
    const [task] = tasksOf(taskSet, [1]);
    expect(first).toMatchObject({ task: 0, ways: 3, picture: "image", pictureShape: [2, 3] });
    expect(first?.support.targets).toEqual([0, 0, 1, 1, 2, 2]);
    expect(first?.query.targets).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2]);
    expect(first?.predictions.map(({ innerSteps }) => innerSteps)).toEqual([0, 1, 5]);
    // Items stand class by class, four of each: after one step only items 0 and 1 are right.
    expect(first?.predictions[1]?.predicted).toEqual([0, 0, 1, 2, 2, 2, 0, 0, 0]);
    // After five steps, items 0 to 9 are: the third class has the items 8 to 11.
    expect(first?.predictions[2]?.predicted).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 0]);
    const bytes = Buffer.from(first?.support.pixels?.[1] ?? "", "base64");
    const expected = task!.support.inputs
      .subarray(6, 12)
      .map((x) => Math.min(255, Math.max(0, Math.round(x * 255))));
    expect([...bytes]).toEqual([...expected]);
  });

  it("shows each number of inner steps once", () => {
    const { examples = [] } = evaluate(curves, { innerSteps: 1 });
    expect(examples[0]?.predictions.map(({ innerSteps }) => innerSteps)).toEqual([0, 1]);
  });
});
