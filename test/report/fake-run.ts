// A run that looks like a short training on 2D navigation, made from a formula: for tests of reports.

import { createRandom } from "../../src/random.ts";
import type { Random } from "../../src/random.ts";
import type { Evaluation, PlanePath, TaskEvaluation } from "../../src/meta-rl/evaluation.ts";
import type { ReportData } from "../../src/report/report-data.ts";
import type { MetricsLine } from "../../src/train/metrics.ts";

const ENVIRONMENT_STEPS = 80_000;
const HORIZON = 100;
const FASTEST = 0.1;

/** How close to the goal one comes with each inner step. */
const SKILL = [0, 0.75, 0.93, 0.95];

/** Metrics of `count` outer steps, learning like an exponential that has not ended. */
export function fakeMetrics(count: number): readonly MetricsLine[] {
  const rng = createRandom(1);
  return Array.from({ length: count }, (_, outerStep) => {
    const progress = 1 - Math.exp(-outerStep / 25);
    const rollout = 0.21 + 0.05 * rng.uniform();
    const gradient = 0.4 + 0.05 * rng.uniform();
    return {
      outerStep,
      preAdaptation: { return: -170 + 128 * progress + 4 * rng.normal() },
      postAdaptation: { return: -138 + 120 * progress + 2 * rng.normal() },
      kl: 0.0095 - 0.004 * rng.uniform() ** 3,
      surrogate: { before: 0, after: -0.03 - 0.02 * rng.uniform() },
      lineSearchSteps: rng.uniform() < 0.8 ? 1 : 2,
      stepAccepted: rng.uniform() < 0.97,
      environmentSteps: (outerStep + 1) * ENVIRONMENT_STEPS,
      seconds: {
        rollout,
        adapt: 0.05,
        gradient,
        direction: 0.6,
        lineSearch: 0.11,
        total: rollout + gradient + 0.78,
      },
    };
  });
}

/** An evaluation on `tasks` goals after 0 to 3 inner steps, with paths of the first ones. */
export function fakeEvaluation(tasks: number): Evaluation {
  const rng = createRandom(2);
  const goals = Array.from(
    { length: tasks },
    () => [rng.uniform() - 0.5, rng.uniform() - 0.5] as const,
  );
  const paths: PlanePath[] = [];
  const perTask: TaskEvaluation[] = goals.map((goal, task) => ({
    task: { goal },
    returns: SKILL.map((skill, innerSteps) => {
      const points = walk(goal, skill, rng);
      if (task < 5 && innerSteps !== 2) paths.push({ task, innerSteps, points });
      return points.slice(1).reduce((sum, [x, y]) => sum - Math.hypot(x - goal[0], y - goal[1]), 0);
    }),
  }));
  const returns = SKILL.map((_, innerSteps) => {
    const values = perTask.map((task) => task.returns[innerSteps] ?? 0);
    const mean = values.reduce((sum, value) => sum + value, 0) / tasks;
    const variance =
      values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, tasks - 1);
    const margin = 1.96 * Math.sqrt(variance / tasks);
    return { innerSteps, mean, ci95: [mean - margin, mean + margin] as const };
  });
  return {
    environment: "navigation@maml2017",
    tasks,
    episodesPerTask: 20,
    returns,
    perTask,
    paths,
  };
}

/** Everything for a report of such a run. */
export function fakeReportData(outerSteps: number, tasks: number): ReportData {
  return {
    title: "navigation, preset quick, seed 1",
    description:
      "MAML with a TRPO outer step learns to reach goals in the plane from one inner step.",
    origin: {
      experiment: "navigation",
      preset: "quick",
      seed: 1,
      backend: "onnx 1.30.0",
      command: "acclimate train navigation --preset quick --seed 1",
    },
    config: {
      environment: "navigation@maml2017",
      seed: 1,
      inner: { learningRate: "0.1 * 0.5^innerStep", steps: 1 },
      outer: { maxKl: 0.01, cgIterations: 10 },
    },
    metrics: fakeMetrics(outerSteps),
    evaluation: fakeEvaluation(tasks),
    plane: { range: [-0.6, 0.6], goal: (task) => (task as { goal: [number, number] }).goal },
    maxKl: 0.01,
  };
}

/** A noisy walk that heads for the goal as well as the skill allows. */
function walk(
  goal: readonly [number, number],
  skill: number,
  rng: Random,
): readonly (readonly [number, number])[] {
  const points: (readonly [number, number])[] = [[0, 0]];
  for (let step = 0; step < HORIZON; step++) {
    const [x, y] = points[step]!;
    const toward = [goal[0] - x, goal[1] - y] as const;
    const speed = FASTEST * skill * Math.min(1, Math.hypot(...toward) / 0.3);
    const scale = speed / Math.max(1e-9, Math.hypot(...toward));
    const wander = 0.03 * (1 - 0.7 * skill);
    points.push([
      x + scale * toward[0] + wander * rng.normal(),
      y + scale * toward[1] + wander * rng.normal(),
    ]);
  }
  return points;
}
