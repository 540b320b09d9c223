import { describe, expect, it } from "vitest";
import { assessAdaptation } from "../../src/meta-rl/adaptation-health.ts";
import type { AssessOptions } from "../../src/meta-rl/adaptation-health.ts";
import type { InnerStepDiagnosis } from "../../src/meta-rl/learner.ts";

const TASKS = 10;

/** A diagnosis with the same KL and step length for each task. */
function diagnosis(kl: number, stepNorm = 0.5): InnerStepDiagnosis {
  return {
    kl: new Float64Array(TASKS).fill(kl),
    stepNorm: new Float64Array(TASKS).fill(stepNorm),
  };
}

/** Two episodes of each task, at its mean: nothing is left to chance within a task. */
function returnsOf(...means: readonly number[]): Float64Array {
  return Float64Array.from(means.flatMap((mean) => [mean, mean]));
}

/** Ten tasks that return `mean`, but for the first ones. */
function around(mean: number, ...first: readonly number[]): Float64Array {
  return returnsOf(...first, ...new Array<number>(TASKS - first.length).fill(mean));
}

function findingsOf(options: Omit<AssessOptions, "tasks">): readonly string[] {
  return assessAdaptation({ tasks: TASKS, ...options }).findings.map(
    ({ kind, text }) => `${kind}: ${text}`,
  );
}

describe("assessAdaptation", () => {
  it("compares each inner step with no adaptation and with the step before", () => {
    const { steps } = assessAdaptation({
      tasks: 4,
      episodeReturns: [returnsOf(0, 0, 0, 0), returnsOf(-1, -6, 1, 0), returnsOf(-2, -5, 2, 1)],
      diagnoses: [diagnosis(0.1), diagnosis(0.2)],
    });
    // Mean of -1, -6, 1, 0 is -1.5 with variance 29 / 3; t = 3.182446: ± 4.9474.
    expect(steps[0]).toMatchObject({
      innerSteps: 1,
      worse: { any: 0.5, clear: 0.5 },
      worseThanPrevious: { any: 0.5, clear: 0.5 },
      gain: { mean: -1.5 },
    });
    expect(steps[0]?.gain.ci95).toBeAllClose([-6.4474, 3.4474], { rtol: 0, atol: 1e-4 });
    // Differences of the second step are -1, 1, 1, 1: mean 0.5, variance 1; 3.182446 / √4 = 1.5912.
    expect(steps[1]).toMatchObject({
      innerSteps: 2,
      worse: { any: 0.5 },
      worseThanPrevious: { any: 0.25, clear: 0.25 },
      gain: { mean: -1 },
      gainOverPrevious: { mean: 0.5 },
    });
    expect(steps[1]?.gainOverPrevious.ci95).toBeAllClose([-1.0912, 2.0912], {
      rtol: 0,
      atol: 1e-4,
    });
  });

  it("summarises KLs and step lengths over tasks, and names the task with the largest KL", () => {
    const { steps } = assessAdaptation({
      tasks: 5,
      episodeReturns: [returnsOf(0, 0, 0, 0, 0), returnsOf(1, 1, 1, 1, 1)],
      diagnoses: [
        {
          kl: Float64Array.of(0.3, 0.5, 0.1, 0.4, 0.2),
          stepNorm: Float64Array.of(1, 2, 3, 4, 5),
        },
      ],
    });
    // 0.1 · 4 = 0.4 of the way from 0.1 to 0.2, and 0.6 of the way from 0.4 to 0.5.
    const { p10, median, p90 } = steps[0]?.kl ?? { p10: NaN, median: NaN, p90: NaN };
    expect([p10, median, p90]).toBeAllClose([0.14, 0.3, 0.46], { rtol: 1e-12, atol: 0 });
    expect(steps[0]?.largestKl).toEqual({ task: 1, kl: 0.5 });
    expect(steps[0]?.stepNorm).toEqual({ p10: 1.4, median: 3, p90: 4.6 });
  });

  it("leaves out the steps that were taken back, and counts KLs that are not finite", () => {
    const kl = Float64Array.of(0, 0.2, Infinity, NaN);
    const stepNorm = Float64Array.of(0, 1, Infinity, 2);
    const health = assessAdaptation({
      tasks: 4,
      episodeReturns: [returnsOf(0, 0, 0, 0), returnsOf(1, 1, 1, 1)],
      diagnoses: [{ kl, stepNorm }],
      nonFinite: [{ task: 0, innerStep: 0, parameter: "w1" }],
    });
    expect(health.nonFinite).toEqual([{ task: 0, innerStep: 0, parameter: "w1" }]);
    expect(health.steps[0]).toMatchObject({
      kl: { p10: 0.2, median: 0.2, p90: 0.2 },
      largestKl: { task: 1, kl: 0.2 },
      stepNorm: { p10: 1.1, median: 1.5, p90: 1.9 },
      infiniteKls: 2,
    });
    expect(JSON.parse(JSON.stringify(health))).toEqual(health); // NaN and infinities would become null
  });

  it("takes a KL that rounding made negative for 0", () => {
    const { steps } = assessAdaptation({
      tasks: 1,
      episodeReturns: [returnsOf(0), returnsOf(0)],
      diagnoses: [{ kl: Float64Array.of(-3e-8), stepNorm: Float64Array.of(0) }],
    });
    expect(steps[0]?.kl).toEqual({ p10: 0, median: 0, p90: 0 });
    expect(steps[0]?.largestKl).toEqual({ task: 0, kl: 0 });
  });

  it("has no KL to show where every step was taken back", () => {
    const { steps } = assessAdaptation({
      tasks: 1,
      episodeReturns: [returnsOf(0), returnsOf(0)],
      diagnoses: [{ kl: Float64Array.of(0), stepNorm: Float64Array.of(0) }],
      nonFinite: [{ task: 0, innerStep: 0, parameter: "w1" }],
    });
    expect(Object.keys(steps[0] ?? {})).toEqual([
      "innerSteps",
      "worse",
      "worseThanPrevious",
      "gain",
      "gainOverPrevious",
    ]);
  });

  it("says that all is well", () => {
    // Gains of 10 and, for two tasks, 4: mean 8.8, variance (8 · 1.44 + 2 · 23.04) / 9 = 6.4; t = 2.262157: ± 1.810.
    expect(
      findingsOf({ episodeReturns: [around(0), around(10, 4, 4)], diagnoses: [diagnosis(9)] }),
    ).toEqual([
      "healthy: Adaptation gains 8.8 (95 % interval 6.99 to 10.6), and nothing stands out.",
    ]);
  });

  it("does not judge a gain from one task", () => {
    const { findings } = assessAdaptation({
      tasks: 1,
      episodeReturns: [returnsOf(0), returnsOf(3)],
      diagnoses: [{ kl: Float64Array.of(0.1), stepNorm: Float64Array.of(1) }],
    });
    expect(findings).toEqual([
      {
        kind: "healthy",
        text: "Adaptation changes the return of the one task by 3, and nothing stands out. Evaluate more tasks.",
      },
    ]);
  });

  it("finds steps that hardly change the policy", () => {
    const returns = [around(0), around(1, 0.5), around(2, 1)];
    const diagnoses = [diagnosis(0.0019), diagnosis(0.0012)];
    expect(findingsOf({ episodeReturns: returns, diagnoses })[0]).toBe(
      "hardly-changes: Adaptation hardly changes the policy: the median KL of an inner step is at most 0.0019, below " +
        "0.002. Raise inner.learningRate.",
    );
    const [first] = findingsOf({
      episodeReturns: returns,
      diagnoses: [diagnosis(0.0021), diagnosis(0.0012)],
    });
    expect(first).toMatch(/^healthy/);
  });

  it("finds a first step that is too long by the tasks that it makes clearly worse", () => {
    // Two of ten tasks, above the 10 % and above chance: 2.5 % + 2 · sqrt(0.025 · 0.975 / 10) = 12.4 %.
    const episodeReturns = [around(0), around(10, -1, -1)];
    expect(findingsOf({ episodeReturns, diagnoses: [diagnosis(1.1)] })).toEqual([
      "too-long: The 1st inner step is too long: it makes 20.0 % of the tasks clearly worse, with a median KL of 1.1. " +
        "Lower inner.learningRate, or evaluation.learningRate where it is set. Adapting on more episodes helps too.",
    ]);
    const oneTask = [around(0), around(10, -1)];
    expect(findingsOf({ episodeReturns: oneTask, diagnoses: [diagnosis(1.1)] })[0]).toMatch(
      /^healthy/,
    );
  });

  it("finds a first step that is too long by the return that it loses, and the loss", () => {
    // Losses of 10 and once of 4: mean 9.4, variance (9 · 0.36 + 29.16) / 9 = 3.6; t = 2.262157: ± 1.357.
    const episodeReturns = [around(0), around(-10, -4)];
    expect(findingsOf({ episodeReturns, diagnoses: [diagnosis(5)] })).toEqual([
      "too-long: The 1st inner step is too long: it loses 9.4 (95 % interval 8.04 to 10.8), with a median KL of 5. " +
        "Lower inner.learningRate, or evaluation.learningRate where it is set.",
      "loss: After 1 inner step the return is lower than before adaptation, by 9.4 (95 % interval 8.04 to 10.8). " +
        "Make fewer inner steps, or shorter ones.",
    ]);
  });

  it("finds a later step that is too long, and says nothing of those after it", () => {
    const episodeReturns = [around(0), around(10, 5), around(12, 4, 4), around(13, 3, 3)];
    const diagnoses = [diagnosis(2), diagnosis(2), diagnosis(2)];
    expect(findingsOf({ episodeReturns, diagnoses })).toEqual([
      "too-long: The 2nd inner step is too long: it makes 20.0 % of the tasks clearly worse, with a median KL of 2. " +
        'Make later steps shorter: let evaluation.learningRate fall, as "0.1 * 0.5^innerStep" does. Adapting on ' +
        "more episodes helps too.",
    ]);
  });

  it("finds steps whose KL is not finite", () => {
    const kl = new Float64Array(TASKS).fill(0.1);
    kl[3] = Infinity;
    const diagnoses = [{ kl, stepNorm: new Float64Array(TASKS) }];
    expect(findingsOf({ episodeReturns: [around(0), around(10, 4)], diagnoses })).toEqual([
      "too-long: The 1st inner step is too long: in 1 of 10 tasks its KL is not finite. Lower inner.learningRate, or " +
        "evaluation.learningRate where it is set.",
    ]);
  });

  it("finds later steps that undo earlier ones", () => {
    // The second step loses 2 and once 1: mean 1.9, variance (9 · 0.01 + 0.81) / 9 = 0.1; ± 2.262157 · 0.1 = 0.226.
    const episodeReturns = [around(0), around(10), around(8, 9)];
    expect(findingsOf({ episodeReturns, diagnoses: [diagnosis(3), diagnosis(4)] })).toEqual([
      "later-steps-undo: The 2nd inner step undoes a part of those before it: it loses 1.9 (95 % interval 1.67 to " +
        "2.13), with a median KL of 4. Make later steps shorter: let evaluation.learningRate fall, as " +
        '"0.1 * 0.5^innerStep" does.',
    ]);
  });

  it("finds tasks that short steps made worse", () => {
    const episodeReturns = [around(0), around(10, -1, -1)];
    expect(findingsOf({ episodeReturns, diagnoses: [diagnosis(0.9)] })).toEqual([
      "made-worse: After 1 inner step 20.0 % of the tasks are clearly worse than before. No step is long, so the " +
        "gradients are noise: raise inner.episodesPerTask and evaluation.episodesPerTask.",
    ]);
  });

  it("finds tasks that long steps made worse little by little", () => {
    // Each step makes one other task worse, which is no step's fault alone.
    const episodeReturns = [around(0), around(10, -1), around(12, -1, -1)];
    const [first] = findingsOf({ episodeReturns, diagnoses: [diagnosis(2), diagnosis(0.5)] });
    expect(first).toBe(
      "made-worse: After 2 inner steps 20.0 % of the tasks are clearly worse than before. Steps are long: lower " +
        "inner.learningRate, or evaluation.learningRate where it is set.",
    );
  });

  it("finds that there may be no gain", () => {
    // Gains of ±1 by halves: variance 10 / 9; t = 2.262157: ± 0.754.
    const ups = returnsOf(1, -1, 1, -1, 1, -1, 1, -1, 1, -1);
    const noisy = (returns: Float64Array): Float64Array =>
      returns.map((value, i) => value + (i % 2 === 0 ? 100 : -100)); // so that no fall is clear
    const flipped = around(0).map((value, i) => value + (i % 2 === 0 ? -100 : 100));
    expect(
      findingsOf({ episodeReturns: [flipped, noisy(ups)], diagnoses: [diagnosis(0.1)] }),
    ).toEqual([
      "no-gain: After 1 inner step the gain over no adaptation may be nothing: its 95 % interval is -0.754 to 0.754. " +
        "Train longer, adapt on more episodes (evaluation.episodesPerTask), or evaluate more tasks.",
    ]);
    const [, second] = findingsOf({
      episodeReturns: [around(0), ups],
      diagnoses: [diagnosis(2)],
    });
    expect(second).toBe(
      "no-gain: After 1 inner step the gain over no adaptation may be nothing: its 95 % interval is -0.754 to 0.754. " +
        "Mend the inner steps first.",
    );
  });

  it("finds where numbers stopped being finite, and where that began", () => {
    const findings = findingsOf({
      episodeReturns: [around(0), around(1, 2), around(2, 3)],
      diagnoses: [diagnosis(0.1), diagnosis(0.1)],
      nonFinite: [
        { task: 1, innerStep: 1, parameter: "w0" },
        { task: 7, innerStep: 0, parameter: "b1" },
        { task: 7, innerStep: 1, parameter: "w0" },
      ],
    });
    expect(findings[0]).toBe(
      "non-finite: Adaptation led 2 of 10 tasks to numbers that are not finite, first in b1 of task 7 at the 1st inner " +
        "step; such steps were taken back. Lower inner.learningRate; where actions are continuous, raise " +
        "policy.minStd too.",
    );
  });

  it("says that there is nothing to gain near the optimum, before and after", () => {
    const optima = new Float64Array(TASKS).fill(20);
    const atStart = [around(19.5), around(19.5)];
    expect(findingsOf({ episodeReturns: atStart, diagnoses: [diagnosis(1e-4)], optima })).toEqual([
      "at-optimum: Before adaptation the return is within 5 % of the optimum: there is next to nothing to gain. Take " +
        "harder tasks to see adaptation.",
    ]);
    const atEnd = [around(0), around(10, 9), around(19.5, 19.4)];
    const diagnoses = [diagnosis(0.1), diagnosis(0.1)];
    expect(findingsOf({ episodeReturns: atEnd, diagnoses, optima })[1]).toBe(
      "at-optimum: After 2 inner steps the return is within 5 % of the optimum: more steps gain next to nothing.",
    );
  });

  it("says that the last step still gains", () => {
    // The third step gains 6 and once 5, more than half of 10: mean 5.9, variance 0.1: ± 0.226.
    const episodeReturns = [around(0), around(10), around(18), around(24, 23)];
    const diagnoses = [diagnosis(0.1), diagnosis(0.1), diagnosis(0.1)];
    expect(findingsOf({ episodeReturns, diagnoses })[1]).toBe(
      "still-gaining: The 3rd inner step still gains 5.9 (95 % interval 5.67 to 6.13). More inner steps " +
        "(evaluation.innerSteps) or longer ones (inner.learningRate) may gain more.",
    );
  });

  it("demands a diagnosis of each inner step", () => {
    expect(() =>
      assessAdaptation({
        tasks: TASKS,
        episodeReturns: [around(0), around(1)],
        diagnoses: [],
      }),
    ).toThrow("assessAdaptation: diagnoses must be one for each of 1 inner steps, got 0");
  });
});
