import { describe, expect, it } from "vitest";
import { selectPanels } from "../../src/cli/select-panels.ts";
import fakes from "../reproduce/adaptation/fake-adaptation.ts";

function select(options: Parameters<typeof selectPanels>[1]): readonly string[] {
  return selectPanels(fakes, options).flatMap(({ name, methods }) =>
    methods.map((method) => `${name}/${method.name}`),
  );
}

describe("selectPanels", () => {
  it("selects panels and methods, in their own order; all if none are named", () => {
    expect(select({})).toEqual(["hit/noisy", "hit/level", "pick/noisy"]);
    expect(select({ panels: ["pick", "hit"] })).toEqual(["hit/noisy", "hit/level", "pick/noisy"]);
    expect(select({ panels: ["pick"] })).toEqual(["pick/noisy"]);
    expect(select({ methods: ["noisy"] })).toEqual(["hit/noisy", "pick/noisy"]);
  });

  it("leaves out panels without any of the methods", () => {
    expect(select({ methods: ["level"] })).toEqual(["hit/level"]);
  });

  it("rejects names that there are not", () => {
    expect(() => select({ panels: ["hat"] })).toThrow(
      'panel: must be one of hit, pick, got "hat"; did you mean "hit"?',
    );
    expect(() => select({ panels: ["pick"], methods: ["level"] })).toThrow(
      'method: must be one of noisy, got "level"',
    );
  });
});
