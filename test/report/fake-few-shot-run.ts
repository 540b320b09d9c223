// Runs on supervised tasks that look like short trainings, made from formulas: for tests of reports.

import type {
  ExampleItems,
  ExampleTask,
  FewShotEvaluation,
} from "../../src/few-shot/evaluation.ts";
import type { FewShotReport, Score } from "../../src/few-shot/learner.ts";
import { adaptationPoints } from "../../src/meta/adaptation-point.ts";
import { createRandom } from "../../src/random.ts";
import type { FewShotReportData } from "../../src/report/few-shot-report-data.ts";
import type { MetricsLine } from "../../src/train/metrics.ts";

/** What the tasks of a fake run are. */
export type FakeKind = "curve" | "image" | "text";

/** Side of a picture, and of what is drawn on it. */
const SIDE = 28;
const STROKE = 3;

const WAYS = 5;
const SHOWN_QUERIES = 3;

/** How far the predictions have come after 0, 1, … inner steps. */
const SKILL = [0, 0.8, 0.9, 0.94];

const QUERY_ITEMS = 75;

const TEXTS: readonly (readonly string[])[] = [
  ["Everyone has the ri", "and in the spirit o", "No one shall be arb", "in a fair and publi"],
  ["لكل إنسان حق التمتع", "دون أي تمييز كالتمي", "الحق في الحياة والح", "حرية التنقل واختيار"],
  [
    "人人有资格享有本宣言所载的一切",
    "任何人不得使为奴隶或奴役",
    "法律之前人人平等",
    "对任何人不得加以任意逮捕",
  ],
  ["כל אדם זכאי לזכויות", "ללא הפליה כלשהי מטע", "לא יהיה אדם עבד או ", "הכל שווים לפני החוק"],
  ['<b>Tout</b> & "égal"', "droits et toutes le", "Nul ne sera tenu en", "devant la loi et on"],
];

/** Metrics of `count` outer steps, learning like an exponential that has not ended. */
export function fakeScores(count: number, kind: FakeKind): readonly MetricsLine<FewShotReport>[] {
  const rng = createRandom(1);
  return Array.from({ length: count }, (_, outerStep) => {
    const progress = 1 - Math.exp(-outerStep / 60);
    const isCurve = kind === "curve";
    const accuracies = [0.2 + 0.01 * rng.normal(), 0.25 + 0.5 * progress + 0.02 * rng.normal()];
    const losses = isCurve
      ? [4 + 0.1 * rng.normal(), 3.2 - 2.9 * progress + 0.05 * rng.uniform()]
      : [1.65 + 0.1 * rng.normal(), 1.6 - 0.9 * progress + 0.05 * rng.uniform()];
    const score = (stage: number): Score => ({
      loss: losses[stage] ?? 0,
      ...(!isCurve && { accuracy: accuracies[stage] ?? 0 }),
    });
    return {
      outerStep,
      preAdaptation: score(0),
      postAdaptation: score(1),
      tasks: 32,
      seconds: { sample: 0.02, adapt: 0, gradient: 0.15 + 0.02 * rng.uniform(), total: 0.19 },
    };
  });
}

/** An evaluation on `tasks` tasks after 0 to 3 inner steps, with up to four tasks to draw. */
export function fakeFewShotEvaluation(tasks: number, kind: FakeKind): FewShotEvaluation {
  const rng = createRandom(2);
  const isCurve = kind === "curve";
  const perTask = Array.from({ length: tasks }, () => ({
    task: isCurve
      ? { amplitude: 0.1 + 4.9 * rng.uniform(), phase: Math.PI * rng.uniform() }
      : { classes: classNames(kind) },
    scores: SKILL.map((skill) => {
      if (isCurve) return 6 * rng.uniform() * (1 - skill) ** 2;
      const chance = 1 / WAYS + 0.8 * skill * (1 - 1 / WAYS);
      let right = 0;
      for (let item = 0; item < QUERY_ITEMS; item++) right += Number(rng.uniform() < chance);
      return right / QUERY_ITEMS;
    }),
  }));
  return {
    taskSet: { curve: "sinusoid@1", image: "digits@1", text: "languages@1" }[kind],
    split: "test",
    tasks,
    ways: isCurve ? 1 : WAYS,
    shots: isCurve ? 10 : 1,
    queries: isCurve ? 100 : 15,
    measure: isCurve ? "squared error" : "accuracy",
    scores: adaptationPoints(SKILL.map((_, k) => perTask.map(({ scores }) => scores[k] ?? 0))),
    perTask,
    examples: perTask
      .slice(0, 4)
      .map(({ task }, index) =>
        "amplitude" in task
          ? fakeCurve(index, task.amplitude ?? 1, task.phase ?? 0)
          : fakeItems(index, kind === "image" ? "image" : "text"),
      ),
  };
}

/** An evaluation on two domains: pictures and texts. */
export function fakeMixedEvaluation(tasks: number): FewShotEvaluation {
  const parts = (["image", "text"] as const).map((kind) => fakeFewShotEvaluation(tasks, kind));
  const names = ["digits", "languages"];
  const domains = parts.map(({ scores }, index) => ({ domain: names[index] ?? "", tasks, scores }));
  const perTask = parts.flatMap((part, index) =>
    part.perTask.map((task) => ({ ...task, domain: names[index] ?? "" })),
  );
  return {
    ...(parts[0] as FewShotEvaluation),
    taskSet: "mixed@1",
    ways: [2, 5],
    shots: [1, 5],
    tasks: perTask.length,
    scores: adaptationPoints(SKILL.map((_, k) => perTask.map(({ scores }) => scores[k] ?? 0))),
    domains,
    perTask,
    examples: parts.flatMap(({ examples = [] }, index) =>
      examples.map((example) => ({ ...example, task: example.task + index * tasks })),
    ),
  };
}

/** Everything for a report of such a run. */
export function fakeFewShotReportData(
  outerSteps: number,
  evaluation: FewShotEvaluation,
): FewShotReportData {
  const kind = evaluation.measure === "accuracy" ? "image" : "curve";
  return {
    title: "digits, preset quick, seed 1",
    description: "MAML learns to tell digits from one example of each.",
    origin: {
      experiment: "digits",
      preset: "quick",
      seed: 1,
      backend: "onnx 1.30.0",
      command: "acclimate train digits --preset quick --seed 1",
    },
    config: { taskSet: evaluation.taskSet, seed: 1, inner: { learningRate: 0.4, steps: 1 } },
    metrics: fakeScores(outerSteps, kind),
    evaluation,
  };
}

function classNames(kind: FakeKind): readonly string[] {
  if (kind === "image") return [0, 1, 2, 3, 4].map((turn) => `7 at ${90 * turn} degrees`);
  return ["English", "العربية", "中文", "עברית", "Français"];
}

/** A sine wave, and predictions that come closer to it. */
function fakeCurve(task: number, amplitude: number, phase: number): ExampleTask {
  const rng = createRandom(3).split(task);
  const at = (x: number): number => amplitude * Math.sin(x - phase);
  const inputs = Array.from({ length: 100 }, (_, i) => -5 + i / 9.9);
  const support = Array.from({ length: 10 }, () => -5 + 10 * rng.uniform());
  return {
    task,
    ways: 1,
    picture: "curve",
    support: { inputs: support, targets: support.map(at) },
    query: { inputs, targets: inputs.map(at) },
    predictions: [0, 1, 3].map((innerSteps) => {
      const skill = SKILL[innerSteps] ?? 0;
      const bias = (x: number): number => (1 - skill) * (0.4 * x + Math.cos(x));
      return { innerSteps, predicted: inputs.map((x) => skill * at(x) + bias(x)) };
    }),
  };
}

/** One item of each class to adapt on, three to be judged by; the first prediction is the next class. */
function fakeItems(task: number, picture: "image" | "text"): ExampleTask {
  const items = (places: readonly number[]): ExampleItems => {
    const drawn = Array.from({ length: WAYS }, (_, label) =>
      places.map((place) => ({ label, place })),
    ).flat();
    const targets = drawn.map(({ label }) => label);
    if (picture === "text") {
      return { texts: drawn.map(({ label, place }) => TEXTS[label]?.[place] ?? ""), targets };
    }
    return { pixels: drawn.map(({ label, place }) => fakePicture(label, place)), targets };
  };
  const query = items(Array.from({ length: SHOWN_QUERIES }, (_, place) => place + 1));
  return {
    task,
    ways: WAYS,
    picture,
    ...(picture === "image" && { pictureShape: [SIDE, SIDE] }),
    support: items([0]),
    query,
    predictions: [0, 1, 3].map((innerSteps) => ({
      innerSteps,
      predicted: query.targets.map((target, i) =>
        innerSteps === 0 || i % 7 === 0 ? (target + 1) % WAYS : target,
      ),
    })),
  };
}

/** A bright bar whose place and length depend on the class and the item, in base64. */
function fakePicture(label: number, place: number): string {
  const bytes = Buffer.alloc(SIDE * SIDE);
  const top = 3 + 4 * label;
  for (let y = top; y < top + STROKE; y++) {
    bytes.fill(255 - 40 * place, y * SIDE + 4 + place, y * SIDE + 20 + place);
  }
  return bytes.toString("base64");
}
