import { describe, expect, it } from "vitest";
import { didYouMean, nearestName } from "../src/nearest-name.ts";

const names = ["onnx", "tensorflow", "wasm", "cpu"];

describe("nearestName", () => {
  it.each([
    ["onx", "onnx"],
    ["ONNX", "onnx"],
    ["tensorlow", "tensorflow"],
    ["wsam", "wasm"],
    ["cpus", "cpu"],
  ])("takes %s for %s", (name, expected) => {
    expect(nearestName(name, names)).toBe(expected);
  });

  it("finds nothing where more than half must change", () => {
    expect(nearestName("gpu-device", names)).toBeUndefined();
  });

  it("prefers the closest, and the first of equally close ones", () => {
    expect(nearestName("ab", ["abcd", "abc", "abd"])).toBe("abc");
  });

  it("finds nothing among no candidates", () => {
    expect(nearestName("onnx", [])).toBeUndefined();
  });
});

describe("didYouMean", () => {
  it("names the nearest candidate, or says nothing", () => {
    expect(didYouMean("onx", ["onnx", "cpu"])).toBe('; did you mean "onnx"?');
    expect(didYouMean("quite-different", ["onnx", "cpu"])).toBe("");
  });
});
