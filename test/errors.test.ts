import { describe, expect, it } from "vitest";
import {
  AcclimateError,
  BackendError,
  checkFinite,
  checkInteger,
  checkLength,
  CheckpointError,
  checkRange,
  ConfigError,
  formatValue,
  NumericalError,
  ShapeError,
} from "../src/errors.ts";

describe("the error classes", () => {
  it("carry their own names and one common base", () => {
    const error = new ShapeError("f: x must be y, got z");
    expect(error.name).toBe("ShapeError");
    expect(error).toBeInstanceOf(AcclimateError);
    expect(error).toBeInstanceOf(Error);
  });

  it("count damaged checkpoints and missing backends as wrong configuration", () => {
    expect(new CheckpointError("")).toBeInstanceOf(ConfigError);
    expect(new BackendError("")).toBeInstanceOf(ConfigError);
  });
});

describe("formatValue", () => {
  it.each([
    ["text", '"text"'],
    [NaN, "NaN"],
    [-0, "-0"],
    [null, "null"],
    [undefined, "undefined"],
    [true, "true"],
    [[1, "a", [2]], '[1, "a", [2]]'],
    [new Float32Array([0.5, NaN]), "[0.5, NaN]"],
    [{ a: 1, b: { c: "d" } }, '{ a: 1, b: { c: "d" } }'],
    [{}, "{}"],
    [() => 1, "a function"],
  ])("writes %o as %s", (value, text) => {
    expect(formatValue(value)).toBe(text);
  });

  it("cuts off what is long", () => {
    expect(formatValue(new Array(100).fill(0))).toBe("[0, 0, 0, 0, 0, 0, 0, 0, … 100 elements]");
    expect(formatValue("x".repeat(1000))).toHaveLength(121);
  });
});

describe("checkInteger", () => {
  it("accepts integers that are large enough", () => {
    expect(() => {
      checkInteger("f.n", 1, 1);
    }).not.toThrow();
  });

  it.each([0, 1.5, NaN, Infinity, 2 ** 60])("rejects %d where at least 1 is asked for", (value) => {
    expect(() => {
      checkInteger("f.n", value, 1);
    }).toThrow(new ConfigError(`f.n: must be an integer >= 1, got ${value}`));
  });
});

describe("checkRange", () => {
  it("accepts both ends of the range", () => {
    expect(() => {
      checkRange("f.x", 0, [0, 1]);
      checkRange("f.x", 1, [0, 1]);
    }).not.toThrow();
  });

  it.each([-0.1, 1.1, NaN])("rejects %d where [0, 1] is asked for", (value) => {
    expect(() => {
      checkRange("f.x", value, [0, 1]);
    }).toThrow(new ConfigError(`f.x: must lie in [0, 1], got ${value}`));
  });
});

describe("checkLength", () => {
  it("names the shape, its number of elements and the length", () => {
    expect(() => {
      checkLength("f: x", [1, 2], [2, 3]);
    }).toThrow(new ShapeError("f: x must have [2, 3] = 6 elements, got 2"));
  });
});

describe("checkFinite", () => {
  it("names the first number that is not finite", () => {
    expect(() => checkFinite("run", { a: [1, { b: NaN }], c: Infinity })).toThrow(
      new NumericalError("run.a[1].b: must be a finite number, got NaN"),
    );
    expect(() => checkFinite("run", -Infinity)).toThrow(
      "run: must be a finite number, got -Infinity",
    );
  });

  it("accepts everything else", () => {
    checkFinite("run", { a: [0, -1e300], b: null, c: "NaN", d: undefined, e: true });
  });
});
