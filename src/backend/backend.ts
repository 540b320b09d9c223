// Layer 1: which engine runs the tensors. Everything above writes tfjs programs and cannot tell engines apart.

import { createRequire } from "node:module";
import * as tf from "@tensorflow/tfjs-core";
import { BackendError } from "../errors.ts";
import { didYouMean } from "../nearest-name.ts";
import { installGradients } from "./gradients/install.ts";

/** The names of the backends, best first. */
export const backendNames = ["onnx", "tensorflow", "wasm", "cpu"] as const;

/** The name of a backend; also its name in tfjs. */
export type BackendName = (typeof backendNames)[number];

/** The package that a backend's engine comes from. */
const enginePackages: Readonly<Record<BackendName, string>> = {
  onnx: "onnxruntime-node",
  tensorflow: "@tensorflow/tfjs-node",
  wasm: "@tensorflow/tfjs-backend-wasm",
  cpu: "@tensorflow/tfjs-backend-cpu",
};

/**
 * Selects the engine that runs every tensor operation from now on, and loads it if it is not loaded yet.
 *
 * Installs gradients that are right to any order. Tensors made on another backend move to this one when they are used.
 *
 * @param name - one of {@link backendNames}
 * @returns the name, once the backend is ready
 * @throws {@link BackendError} if there is no backend of that name, or its engine is not installed
 */
export async function useBackend(name: string): Promise<BackendName> {
  const backend = checkBackendName(name);
  tf.enableProdMode(); // tfjs would print a hint to install tfjs-node
  try {
    await loadEngine(backend);
  } catch (error) {
    throw new BackendError(notInstalled(backend, error), { cause: error });
  }
  await installGradients();
  if (!(await tf.setBackend(backend))) {
    throw new BackendError(`useBackend: backend "${backend}" must start, got a failure to start`);
  }
  await tf.ready();
  return backend;
}

/** Returns the backends whose engine is installed here and loads, best first. */
export async function installedBackends(): Promise<readonly BackendName[]> {
  tf.enableProdMode();
  const installed: BackendName[] = [];
  for (const name of backendNames) {
    try {
      await loadEngine(name);
      installed.push(name);
    } catch {
      // A backend whose engine does not load is not installed: that is the answer, not a failure.
    }
  }
  return installed;
}

/**
 * Returns the package and version of a backend's engine, such as `onnxruntime-node 1.30.0`.
 *
 * @throws {@link BackendError} if the engine is not installed
 */
export function backendVersion(name: BackendName): string {
  const engine = enginePackages[name];
  try {
    const { version } = createRequire(import.meta.url)(`${engine}/package.json`) as Version;
    return `${engine} ${version}`;
  } catch (error) {
    throw new BackendError(notInstalled(name, error), { cause: error });
  }
}

interface Version {
  readonly version: string;
}

function checkBackendName(name: string): BackendName {
  const known = backendNames.find((candidate) => candidate === name);
  if (known !== undefined) return known;
  throw new BackendError(
    `useBackend: backend must be one of ${backendNames.join(", ")}, got "${name}"${didYouMean(name, backendNames)}`,
  );
}

async function loadEngine(name: BackendName): Promise<void> {
  if (name === "onnx") (await import("./onnx/register.ts")).registerOnnxBackend();
  else await import(enginePackages[name]);
}

function notInstalled(name: BackendName, error: unknown): string {
  const engine = enginePackages[name];
  const reason = (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
  return (
    `useBackend: backend "${name}" needs the package ${engine}, which must be installed and load, got "${reason}"; ` +
    `run \`npm install ${engine}\` where its native library can be downloaded, or use another backend`
  );
}
