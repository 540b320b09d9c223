import { describe, expect, it } from "vitest";
import { NumericalError } from "../../../src/errors.ts";
import { createRandom } from "../../../src/random.ts";
import { fitBaseline, predictBaseline } from "../../../src/rl/baselines/fit-baseline.ts";

/** Three episodes of different length with two observed numbers and a return given by `target(obs, step)`. */
function createData(target: (x: number, y: number, step: number) => number): {
  observations: Float32Array;
  returns: Float64Array;
  lengths: number[];
  stepIndices: number[];
} {
  const rng = createRandom(1);
  const lengths = [60, 35, 50];
  const steps = 60;
  const observations = new Float32Array(3 * steps * 2);
  const returns = new Float64Array(3 * steps);
  const stepIndices = Array.from(returns, (_, at) => at % steps);
  lengths.forEach((length, episode) => {
    for (let step = 0; step < length; step++) {
      const at = episode * steps + step;
      observations.set([rng.normal(), rng.normal()], at * 2);
      returns[at] = target(observations[at * 2] ?? NaN, observations[at * 2 + 1] ?? NaN, step);
    }
  });
  return { observations, returns, lengths, stepIndices };
}

describe("fitBaseline", () => {
  it("recovers returns that are linear in its features", () => {
    const weights = [1, -2, 0.5, 0.25, 3, -4, 5, 7];
    const data = createData((x, y, step) => {
      const time = step / 100;
      const features = [x, y, x * x, y * y, time, time ** 2, time ** 3, 1];
      return features.reduce((sum, feature, i) => sum + feature * (weights[i] ?? NaN), 0);
    });
    // The smallest eigenvalue of XᵀX is about 1e-3 (the powers of time are nearly dependent), so the ridge must be tiny.
    expect(fitBaseline(data, 1e-12)).toBeAllClose(weights, { rtol: 1e-6 });
  });

  it("leaves residuals that are orthogonal to the features but for the ridge", () => {
    const rng = createRandom(2);
    const data = createData(() => rng.normal());
    const ridge = 0.1;
    const weights = fitBaseline(data, ridge);
    const predictions = predictBaseline(weights, data.observations, data.stepIndices);
    // Xᵀ(G − Xw) = ridge·w; the feature 1 is the last.
    let sum = 0;
    data.lengths.forEach((length, episode) => {
      for (let step = 0; step < length; step++) {
        const at = episode * 60 + step;
        sum += (data.returns[at] ?? NaN) - (predictions[at] ?? NaN);
      }
    });
    expect(sum).toBeAllClose(ridge * (weights.at(-1) ?? NaN), { rtol: 1e-9 });
  });

  it("does not read padding", () => {
    const data = createData((x, y) => x * y);
    const expected = fitBaseline(data, 1e-5);
    const dirty = {
      ...data,
      observations: data.observations.slice(),
      returns: data.returns.slice(),
    };
    dirty.observations.fill(NaN, (60 + 35) * 2, 120 * 2);
    dirty.returns.fill(NaN, 60 + 35, 120);
    expect(fitBaseline(dirty, 1e-5)).toEqual(expected);
  });

  it("raises the ridge where the system is singular to working precision", () => {
    // XᵀX has elements of 1e24, beside which ridges of 1e-6 to 1e-4 are lost in rounding. Powers of two times powers of
    // ten are exact, so equal weights mean that all three ended at the same, higher ridge.
    const data = { observations: [1e6, 1e6, 1e6, 1e6], returns: [1, 2, 3, 4], lengths: [4] };
    const ridge = 2 ** -20;
    const weights = fitBaseline(data, ridge);
    expect(fitBaseline(data, 10 * ridge)).toEqual(weights);
    expect(fitBaseline(data, 100 * ridge)).toEqual(weights);
    const [first, , , last] = predictBaseline(weights, data.observations, [0, 1, 2, 3]);
    expect((last ?? NaN) - (first ?? NaN)).toBeGreaterThan(0.5); // of the 3 by which the returns rise
  });

  it("gives up with an error where no ridge helps", () => {
    const data = { observations: [1, NaN], returns: [1, 2], lengths: [2] };
    expect(() => fitBaseline(data, 1e-5)).toThrow(NumericalError);
    expect(() => fitBaseline(data, 1e-5)).toThrow(
      "fitBaseline: the regression must have a finite solution, got a singular system even with ridge 1",
    );
  });

  it("rejects a ridge that is not positive and shapes that do not fit", () => {
    const data = { observations: [1, 2, 3], returns: [1, 2], lengths: [2] };
    expect(() => fitBaseline(data, 0)).toThrow("fitBaseline: ridge must be positive, got 0");
    expect(() => fitBaseline(data, 1)).toThrow(
      "fitBaseline: observations must have [1, 2, 2] = 4 elements, got 3",
    );
  });
});

describe("predictBaseline", () => {
  it("weighs obs, obs², time in hundreds of steps, its square, its cube, and 1", () => {
    const weights = new Float64Array([1, 10, 100, 1000, 1e4, 1e5]);
    // obs 2 at step 50: 1·2 + 10·4 + 100·0.5 + 1000·0.25 + 1e4·0.125 + 1e5.
    expect(Array.from(predictBaseline(weights, [2, 0], [50, 0]))).toEqual([101592, 100000]);
  });

  it("rejects observations of another size", () => {
    expect(() => predictBaseline(new Float64Array(6), [1, 2, 3], [0, 1])).toThrow(
      "predictBaseline: observations must have [2, 1] = 2 elements, got 3",
    );
  });
});
