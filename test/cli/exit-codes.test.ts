import { CommanderError } from "commander";
import { afterEach, describe, expect, it, vi } from "vitest";
import { exitCodeOf, reportError } from "../../src/cli/exit-codes.ts";
import {
  BackendError,
  CheckpointError,
  ConfigError,
  NumericalError,
  ShapeError,
} from "../../src/errors.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

describe("exitCodeOf", () => {
  it.each([
    [2, new ConfigError("x")],
    [2, new CheckpointError("x")],
    [2, new BackendError("x")],
    [2, new CommanderError(1, "commander.unknownOption", "x")],
    [0, new CommanderError(0, "commander.helpDisplayed", "x")],
    [1, new NumericalError("x")],
    [1, new ShapeError("x")],
    [1, new TypeError("x")],
    [1, "x"],
  ])("is %i for %s", (code, error) => {
    expect(exitCodeOf(error)).toBe(code);
  });
});

describe("reportError", () => {
  it("prints the message alone of an error that was thrown on purpose, each line marked", () => {
    const print = vi.spyOn(console, "error").mockImplementation(() => undefined);
    reportError(new ConfigError("config.a: must be 1, got 2\nconfig.b: must be 3, got 4"));
    expect(print.mock.calls).toEqual([
      ["error: config.a: must be 1, got 2\nerror: config.b: must be 3, got 4"],
    ]);
  });

  it("prints all of an error that is a bug", () => {
    const print = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const bug = new TypeError("x is not a function");
    reportError(bug);
    expect(print.mock.calls).toEqual([[bug]]);
  });

  it("leaves what commander has printed", () => {
    const print = vi.spyOn(console, "error").mockImplementation(() => undefined);
    reportError(new CommanderError(1, "commander.unknownOption", "x"));
    expect(print).not.toHaveBeenCalled();
  });
});
