import { describe, expect, it } from "vitest";
import {
  box,
  contains,
  discrete,
  elementSize,
  encodedSize,
  formatSpace,
} from "../../src/rl/spaces.ts";

describe("box", () => {
  it("repeats single bounds and keeps listed ones", () => {
    expect(box({ low: [-1, 0], high: 2 })).toEqual({
      kind: "box",
      shape: [2],
      low: [-1, 0],
      high: [2, 2],
    });
  });

  it("is unbounded where no bound is given", () => {
    expect(box({ shape: [2, 1] })).toEqual({
      kind: "box",
      shape: [2, 1],
      low: [-Infinity, -Infinity],
      high: [Infinity, Infinity],
    });
  });

  it("rejects bounds and shapes that do not fit", () => {
    expect(() => box({ low: 0, high: 1 })).toThrow(
      "box: shape must be given where both bounds are single numbers",
    );
    expect(() => box({ low: [0, 0], high: 1, shape: [3] })).toThrow(
      "box.low: must be a number or have 3 elements, got [0, 0]",
    );
    expect(() => box({ low: [0, 1], high: [1, 1] })).toThrow(
      "box: low must be below high, got 1 and 1 at element 1",
    );
    expect(() => box({ low: NaN, shape: [1] })).toThrow(
      "box: low must be below high, got NaN and Infinity at element 0",
    );
    expect(() => box({ shape: [0] })).toThrow(
      "box.shape: each axis: must be an integer >= 1, got 0",
    );
  });
});

describe("discrete", () => {
  it("rejects what is not a positive number of choices", () => {
    expect(discrete(3)).toEqual({ kind: "discrete", n: 3 });
    expect(() => discrete(0)).toThrow("discrete: n: must be an integer >= 1, got 0");
  });
});

describe("contains", () => {
  it.each([
    [[0.1, -0.1], true],
    [new Float32Array([0.1, -0.1]), true], // 0.1 as a float32 number is above 0.1
    [[0.2, 0], false],
    [[0.1000001, 0], false],
    [[0], false],
    [0, false],
    [[NaN, 0], false],
  ])("tells of Box(-0.1, 0.1, [2]) and %o: %s", (value, expected) => {
    expect(contains(box({ low: -0.1, high: 0.1, shape: [2] }), value)).toBe(expected);
  });

  it.each([
    [0, true],
    [2, true],
    [3, false],
    [-1, false],
    [0.5, false],
    [[0], false],
  ])("tells of Discrete(3) and %o: %s", (value, expected) => {
    expect(contains(discrete(3), value)).toBe(expected);
  });
});

describe("elementSize and encodedSize", () => {
  it("are the number of elements of a Box", () => {
    const space = box({ shape: [2, 3] });
    expect([elementSize(space), encodedSize(space)]).toEqual([6, 6]);
  });

  it("are 1 and the number of choices of a Discrete", () => {
    expect([elementSize(discrete(5)), encodedSize(discrete(5))]).toEqual([1, 5]);
  });
});

describe("formatSpace", () => {
  it("writes bounds once where they are all the same", () => {
    expect(formatSpace(box({ low: -0.1, high: 0.1, shape: [2] }))).toBe("Box(-0.1, 0.1, [2])");
    expect(formatSpace(box({ low: [0, 1], shape: [2] }))).toBe("Box([0, 1], Infinity, [2])");
    expect(formatSpace(discrete(5))).toBe("Discrete(5)");
  });
});
