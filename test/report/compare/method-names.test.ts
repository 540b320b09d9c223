import { describe, expect, it } from "vitest";
import { nameMethods } from "../../../src/report/compare/method-names.ts";
import type { MethodFacts } from "../../../src/report/compare/method-names.ts";

function facts(preset: string, config: object, experiment = "toy"): MethodFacts {
  return { experiment, preset, config: config as MethodFacts["config"] };
}

describe("nameMethods", () => {
  it("names a method after its preset, where that is enough", () => {
    expect(nameMethods([facts("quick", { a: 1 }), facts("paper", { a: 2 })])).toEqual([
      "quick",
      "paper",
    ]);
  });

  it("adds the fields in which configurations of one preset differ, and no others", () => {
    const names = nameMethods([
      facts("quick", { seed: 1, a: 1, b: { c: "0.5^innerStep", d: [64] } }),
      facts("quick", { seed: 2, a: 1, b: { c: 2, d: [64, 64] } }),
      facts("paper", { seed: 3, a: 3, b: { c: 2, d: [64] } }),
    ]);
    expect(names).toEqual([
      "quick, b.c=0.5^innerStep, b.d=[64]",
      "quick, b.c=2, b.d=[64,64]",
      "paper",
    ]);
  });

  it("names the learner alone where learners differ, and says which fields are absent", () => {
    const names = nameMethods([
      facts("quick", { learner: "maml", outer: { maxKl: 0.01 } }),
      facts("quick", { learner: "rl2", clip: 0.2 }),
      facts("quick", { learner: "rl2", clip: 0.2, entropy: 0.1 }),
      facts("quick", { outer: { maxKl: 0.01 } }),
    ]);
    expect(names).toEqual([
      "quick, learner=maml",
      "quick, learner=rl2, entropy=absent",
      "quick, learner=rl2, entropy=0.1",
      "quick, learner=absent",
    ]);
  });

  it("names experiments where there are several: files without folders, if that tells them apart", () => {
    expect(nameMethods([facts("p", {}, "/x/one.ts"), facts("p", {}, "two")])).toEqual([
      "one p",
      "two p",
    ]);
    expect(nameMethods([facts("p", {}, "/x/one.ts"), facts("p", {}, "/y/one.ts")])).toEqual([
      "/x/one.ts p",
      "/y/one.ts p",
    ]);
  });
});
