import { describe, expect, it } from "vitest";
import { defineAdaptationReproduction } from "../../../src/reproduce/adaptation/adaptation-reproduction.ts";
import { ConfigError } from "../../../src/errors.ts";
import fakes, { hit } from "./fake-adaptation.ts";
import toys from "./fake-few-shot.ts";

const [method] = hit.methods;
const noisy = { method: "noisy", innerSteps: 1 };

function messageOf(changes: object): string {
  try {
    defineAdaptationReproduction({ ...fakes, ...changes });
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).message;
  }
  return "nothing was thrown";
}

describe("defineAdaptationReproduction", () => {
  it("says what kind of reproduction it is", () => {
    expect(fakes.kind).toBe("adaptation");
  });

  it("accepts a factor where returns are not what is measured", () => {
    expect(toys.panels[0]?.expectations?.[1]?.factor).toBe(1.5);
  });

  it.each<[object, string]>([
    [{ name: "a/b" }, '.name: must be letters, digits, - and _, got "a/b"'],
    [{ panels: [] }, ".panels: must have a length >= 1, got []"],
    [{ panels: [hit, hit] }, ".panels: must have different names, got [{"],
    [{ seeds: [1] }, ".seeds: must have a length >= 2, got [1]"],
    [{ seeds: [2, 2] }, ".seeds: must differ, got [2, 2]"],
  ])("rejects %j", (changes, message) => {
    expect(messageOf(changes)).toContain(`defineAdaptationReproduction${message}`);
  });

  it.each<[object, string]>([
    [{ name: "a b" }, '.name: must be letters, digits, - and _, got "a b"'],
    [{ source: "nowhere" }, '.source: must be an address, got "nowhere"'],
    [{ methods: [] }, ".methods: must have a length >= 1, got []"],
    [{ innerSteps: 0.5 }, ".innerSteps: must be an integer, got 0.5"],
    [{ methods: [{ name: "a b", preset: "small" }] }, ".methods.0.name: must be letters"],
    [{ methods: [method, method] }, ".methods: must have different names, got [{"],
    [
      { methods: Array.from({ length: 13 }, (_, i) => ({ name: `${i}`, preset: "small" })) },
      ".methods: must have a length <= 12, got [",
    ],
    [{ experiment: {} }, ".experiment.name: must be a string, got undefined"],
    [
      { methods: [{ name: "a", preset: "small", innerSteps: 2 }] },
      ".methods.0.innerSteps: must be at most the 1 of the panel, got 2",
    ],
    [
      {
        methods: [
          { name: "a", preset: "small", innerSteps: 0, published: [{ mean: 1 }, { mean: 2 }] },
        ],
      },
      ".methods.0.published: must have at most 1 means, after 0 to 0 inner steps, got 2",
    ],
    [
      { expectations: [{ better: noisy, worse: { method: "level", innerSteps: 1 } }] },
      '.expectations: must name methods, and inner steps that they make, got "level after 1 inner step"',
    ],
    [
      { expectations: [{ better: noisy, worse: noisy, factor: 1 }] },
      ".expectations.0.factor: must be > 1, got 1",
    ],
    [
      { expectations: [{ better: noisy, worse: noisy, factor: 5 }] },
      ".expectations.0.factor: must be absent for returns, which may be negative, got 5",
    ],
    [{ expectations: [{ above: noisy, below: noisy }] }, ".expectations.0.better: must be"],
  ])("rejects a panel with %j", (changes, message) => {
    const panels = [fakes.panels[1], { ...hit, ...changes }];
    expect(messageOf({ panels })).toContain(`defineAdaptationReproduction.panels.1${message}`);
  });
});
