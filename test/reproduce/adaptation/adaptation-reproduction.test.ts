import { describe, expect, it } from "vitest";
import { defineAdaptationReproduction } from "../../../src/reproduce/adaptation/adaptation-reproduction.ts";
import { ConfigError } from "../../../src/errors.ts";
import fakes from "./fake-adaptation.ts";

const [method] = fakes.methods;

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

  it.each<[object, string]>([
    [{ name: "a/b" }, '.name: must be letters, digits, - and _, got "a/b"'],
    [{ methods: [] }, ".methods: must have a length >= 1, got []"],
    [{ seeds: [1] }, ".seeds: must have a length >= 2, got [1]"],
    [{ seeds: [2, 2] }, ".seeds: must differ, got [2, 2]"],
    [{ innerSteps: 0.5 }, ".innerSteps: must be an integer, got 0.5"],
    [{ methods: [{ name: "a b", preset: "small" }] }, ".methods.0.name: must be letters"],
    [{ methods: [method, method] }, ".methods: must have different names, got [{"],
    [{ experiment: {} }, ".experiment.name: must be a string, got undefined"],
    [
      { methods: [{ name: "a", preset: "small", innerSteps: 2 }] },
      ".methods.0.innerSteps: must be at most the 1 of the reproduction, got 2",
    ],
    [
      {
        methods: [
          { name: "a", preset: "small", innerSteps: 0, published: [{ mean: 1 }, { mean: 2 }] },
        ],
      },
      ".methods.0.published: must have at most 1 returns, after 0 to 0 inner steps, got 2",
    ],
    [
      {
        expectations: [
          {
            above: { method: "continuous", innerSteps: 1 },
            below: { method: "discrete", innerSteps: 1 },
          },
        ],
      },
      '.expectations: must name methods, and inner steps that they make, got "discrete after 1 inner step"',
    ],
  ])("rejects %j", (changes, message) => {
    expect(messageOf(changes)).toContain(`defineAdaptationReproduction${message}`);
  });
});
