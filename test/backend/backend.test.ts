import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, it, vi } from "vitest";
import {
  backendNames,
  backendVersion,
  installedBackends,
  useBackend,
} from "../../src/backend/backend.ts";
import { BackendError } from "../../src/errors.ts";

const installed = await installedBackends();

describe("useBackend", () => {
  it.each(installed)("selects %s", async (name) => {
    expect(await useBackend(name)).toBe(name);
    expect(tf.getBackend()).toBe(name);
  });

  it("rejects an unknown name with the nearest one and the list", async () => {
    const selection = useBackend("onxx");
    await expect(selection).rejects.toThrow(BackendError);
    await expect(selection).rejects.toThrow(
      'useBackend: backend must be one of onnx, tensorflow, wasm, cpu, got "onxx"; did you mean "onnx"?',
    );
  });

  it("rejects a name that is near none without a guess", async () => {
    await expect(useBackend("quantum")).rejects.toThrow(/got "quantum"$/);
  });

  it.skipIf(installed.includes("tensorflow"))("says how to get a missing engine", async () => {
    const selection = useBackend("tensorflow");
    await expect(selection).rejects.toThrow(BackendError);
    await expect(selection).rejects.toThrow(/run `npm install @tensorflow\/tfjs-node`/);
  });

  it("prints nothing, not even tfjs's hint on first use", async () => {
    const outputs = [
      vi.spyOn(console, "warn"),
      vi.spyOn(console, "log"),
      vi.spyOn(process.stdout, "write"),
      vi.spyOn(process.stderr, "write"),
    ];
    for (const name of installed) {
      await useBackend(name);
      tf.tidy(() => tf.tanh(tf.tensor1d([1, 2])).dataSync());
    }
    for (const output of outputs) expect(output).not.toHaveBeenCalled();
  });
});

describe("installedBackends", () => {
  it("lists engines that come with the package, best first", () => {
    expect(installed.filter((name) => name !== "tensorflow")).toEqual(["onnx", "wasm", "cpu"]);
    expect(backendNames.filter((name) => installed.includes(name))).toEqual(installed);
  });
});

describe("backendVersion", () => {
  it.each(installed)("names the package and version of %s", (name) => {
    expect(backendVersion(name)).toMatch(/^(@tensorflow\/)?[a-z-]+ \d+\.\d+\.\d+$/);
  });
});
