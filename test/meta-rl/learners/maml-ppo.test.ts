// What tells PPO's outer step from a single step of Adam: several gradients, and a limit to ratios.

import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../../../src/backend/backend.ts";
import { mamlAdam } from "../../../src/meta-rl/learners/maml-adam.ts";
import { mamlPpo } from "../../../src/meta-rl/learners/maml-ppo.ts";
import { adamDefaults } from "../../../src/nn/adam.ts";
import { disposeState } from "../../../src/train/open-run.ts";
import { hitTarget } from "../toy-environments.ts";
import { readState } from "../../meta/readings.ts";
import { configOf, problemFor, train } from "./support.ts";

beforeAll(() => useBackend("onnx"));

const problem = problemFor(mamlPpo, hitTarget);
const inner = { learningRate: 0.1, episodesPerTask: 5 };

/** Makes one outer step. */
function step(outer: object): { readonly kl: number; readonly state: Record<string, number[]> } {
  const config = configOf(mamlPpo, { inner, outer });
  const { state, reports } = train(
    { problem, learner: mamlPpo, config },
    { seed: 1, outerSteps: 1 },
  );
  const values = readState(state);
  disposeState(state);
  return { kl: reports[0]!.kl!, state: values };
}

describe("mamlPpo", () => {
  it("descends a gradient of its own in each epoch", () => {
    const [once, twice] = [1, 2].map((epochs) => step({ epochs, learningRate: 0.05 }).state);
    // m₁ = 0.1 g₁ and m₂ = 0.9 m₁ + 0.1 g₂.
    const { beta1 } = adamDefaults;
    const first = once!["adam/mean"]!.map((m) => m / (1 - beta1));
    const second = twice!["adam/mean"]!.map(
      (m, i) => (m - beta1 * once!["adam/mean"]![i]!) / (1 - beta1),
    );
    expect([once!["adam/steps"], twice!["adam/steps"]]).toEqual([[1], [2]]);
    const norm = Math.hypot(...first);
    const change = Math.hypot(...second.map((g, i) => g - first[i]!));
    expect(norm).toBeGreaterThan(1e-3);
    expect(change).toBeGreaterThan(0.1 * norm);
  });

  it("makes in one epoch without clipping the step of maml-adam", () => {
    // Ratios are 1 where the gradient is taken, so the clipping does not matter.
    const { state } = step({ epochs: 1, learningRate: 0.05, clip: 0.01 });
    const config = configOf(mamlAdam, { inner, outer: { learningRate: 0.05 } });
    const other = train({ problem, learner: mamlAdam, config }, { seed: 1, outerSteps: 1 }).state;
    for (const [name, values] of Object.entries(readState(other))) {
      expect(state[name]).toBeAllClose(values, { rtol: 1e-3, atol: 1e-5 });
    }
    disposeState(other);
  });

  it("goes less far where ratios count less far from 1", () => {
    const [narrow, wide] = [0.05, 0.9].map(
      (clip) => step({ epochs: 20, learningRate: 0.02, clip }).kl,
    );
    expect(narrow).toBeGreaterThan(0);
    expect(narrow).toBeLessThan(wide! / 3);
  });

  it("shortens gradients to the longest that is allowed", () => {
    const norm = ({ state }: ReturnType<typeof step>): number =>
      Math.hypot(...state["adam/mean"]!) / (1 - adamDefaults.beta1);
    expect(norm(step({ epochs: 1 }))).toBeGreaterThan(0.01);
    expect(norm(step({ epochs: 1, maxGradientNorm: 0.01 }))).toBeCloseTo(0.01, 6);
  });
});
