// The only file that touches ONNX Runtime: loads models and runs them, synchronously where that is possible.
//
// The native `run` of onnxruntime-node is synchronous; its public wrapper defers it by `setImmediate`, which would make
// `dataSync()` impossible. The native binding is not documented, so it is used in the version that it was read in only;
// any other version is driven through the public, asynchronous API.

import { createRequire } from "node:module";
import { BFLOAT16 } from "./node.ts";
import type { ElementType, Values } from "./node.ts";

const BINDING_VERSION = "1.30.0";

/** A tensor as ONNX Runtime takes and gives it. */
export interface RuntimeTensor {
  readonly type: ElementType;
  readonly dims: readonly number[];
  readonly data: Values;
  readonly location: "cpu";
}

/** Tensors by name. */
export type RuntimeTensors = Record<string, RuntimeTensor>;

/** Outputs wanted from a run, by name. */
export type Fetches = Readonly<Record<string, null>>;

/** Outputs wanted from a run, by name: written to a tensor that is given, or to a new one. */
export type Targets = Readonly<Record<string, RuntimeTensor | null>>;

/** Options of a session, a subset of ONNX Runtime's. */
export interface SessionOptions {
  readonly intraOpNumThreads: number;
}

/** A loaded model. */
export interface Session {
  run(feeds: RuntimeTensors, fetches: Fetches): RuntimeTensors;
  /** Runs a model whose first output is `unreadable()`, and writes the others to the tensors given. */
  runInto(feeds: RuntimeTensors, targets: Targets): void;
  dispose(): void;
}

/** A loaded model that answers later. */
export interface AsyncSession {
  run(feeds: RuntimeTensors, fetches: Fetches): Promise<RuntimeTensors>;
  dispose(): Promise<void>;
}

/** A way to run models. */
export type Runtime =
  | { readonly synchronous: true; load(model: Uint8Array, options: SessionOptions): Session }
  | {
      readonly synchronous: false;
      /** The installed version of onnxruntime-node, which has no binding that is known. */
      readonly version: string;
      load(model: Uint8Array, options: SessionOptions): Promise<AsyncSession>;
    };

/** What the binding says of an output of type bfloat16. */
const UNREADABLE_MESSAGE = `Tensor type (${BFLOAT16}) is not supported.`;

/** Severity of errors; ONNX Runtime reports them as exceptions too, and warns of much that is no fault. */
const LOG_FATAL = 4;

const commonOptions = {
  executionMode: "sequential",
  graphOptimizationLevel: "all",
  logSeverityLevel: LOG_FATAL,
  // A session's second thread waits for the next operator by spinning, which is fast; after the last operator it would go
  // on for milliseconds, in which it takes a core from JavaScript and from the next session's threads.
  extra: { session: { force_spinning_stop: "1" } },
} as const;

const require = createRequire(import.meta.url);

/** Returns the best runtime that the installed onnxruntime-node offers. */
export function loadRuntime(): Runtime {
  const { version } = require("onnxruntime-node/package.json") as { version: string };
  silence();
  return version === BINDING_VERSION ? nativeRuntime() : publicRuntime(version);
}

/** Runs models through the native binding. */
export function nativeRuntime(): Runtime {
  const { binding, initOrt } = require("onnxruntime-node/dist/binding.js") as NativeModule;
  initOrt();
  return {
    synchronous: true,
    load(model, options): Session {
      const session = new binding.InferenceSession();
      const { buffer, byteOffset, byteLength } = model;
      session.loadModel(buffer, byteOffset, byteLength, { ...commonOptions, ...options });
      return {
        run: (feeds, fetches) => session.run(feeds, fetches, {}),
        // After a run the binding copies every output into a new array, in order, even those that were given an array
        // to be written to. It takes longer than the run where outputs are large. An output of a type that it cannot
        // convert ends that before it begins; by then the arrays that were given are written.
        runInto(feeds, targets): void {
          try {
            session.run(feeds, targets, {});
          } catch (error) {
            if (!(error instanceof Error && error.message === UNREADABLE_MESSAGE)) throw error;
          }
        },
        dispose: () => {
          session.dispose();
        },
      };
    },
  };
}

/** Runs models through the public API. */
export function publicRuntime(version: string): Runtime {
  return {
    synchronous: false,
    version,
    async load(model, options): Promise<AsyncSession> {
      const { InferenceSession, Tensor } = await import("onnxruntime-node");
      const session = await InferenceSession.create(model, { ...commonOptions, ...options });
      return {
        async run(feeds, fetches): Promise<RuntimeTensors> {
          const tensors = Object.entries(feeds).map(([name, { type, data, dims }]) => [
            name,
            new Tensor(type as "float32", data as Float32Array, dims),
          ]);
          const feed = Object.fromEntries(tensors) as Record<string, InstanceType<typeof Tensor>>;
          return (await session.run(feed, fetches)) as unknown as RuntimeTensors;
        },
        dispose: () => session.release(),
      };
    },
  };
}

function silence(): void {
  const { env } = require("onnxruntime-common") as { env: { logLevel: string } };
  env.logLevel = "fatal";
}

interface NativeModule {
  readonly initOrt: () => void;
  readonly binding: { readonly InferenceSession: new () => NativeSession };
}

interface NativeSession {
  loadModel(buffer: ArrayBufferLike, offset: number, length: number, options: object): void;
  run(feeds: RuntimeTensors, fetches: Targets, options: object): RuntimeTensors;
  dispose(): void;
}
