import { availableParallelism } from "node:os";
import { describe, expect, it } from "vitest";
import { sessionThreads, THREADS_VARIABLE } from "../../../src/backend/onnx/session-threads.ts";
import { ConfigError } from "../../../src/errors.ts";

describe("sessionThreads", () => {
  it("is one for each core, unless the environment says otherwise", () => {
    expect(sessionThreads({})).toBe(availableParallelism());
    expect(sessionThreads({ [THREADS_VARIABLE]: "" })).toBe(availableParallelism());
    expect(sessionThreads({ [THREADS_VARIABLE]: "3" })).toBe(3);
  });

  it.each(["0", "-1", "1.5", "two", "10000"])("refuses %s", (written) => {
    expect(() => sessionThreads({ [THREADS_VARIABLE]: written })).toThrow(
      new ConfigError(
        `ACCLIMATE_THREADS: must be a whole number from 1 to 9999, got "${written}"; unset it for one thread a core`,
      ),
    );
  });
});
