// Layer 1: functions of tensors that are traced once and then run as one program, without JavaScript for each operation.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { BackendError } from "../errors.ts";
import { BoundedCache } from "./onnx/bounded-cache.ts";
import type { Values } from "./onnx/node.ts";
import { notify } from "./onnx/notice.ts";
import { asOnnxBackend, ReadWhileTracingError } from "./onnx/onnx-backend.ts";
import type { OnnxBackend } from "./onnx/onnx-backend.ts";
import { TracedSignature } from "./traced-signature.ts";
import type { BoundProgram } from "./traced-signature.ts";
import { flattenTree, replaceLeaves } from "./tree.ts";
import type { FlatTree } from "./tree.ts";

/** The most signatures of one function whose programs are kept. */
const MAX_SIGNATURES = 32;

/** A function made by {@link compile}. */
export interface Compiled<Args extends readonly unknown[], Result> {
  (...args: Args): Result;
  /** The name given to {@link compile}. */
  readonly functionName: string;
  /** How often the function was traced: once for each signature of its arguments. */
  readonly traces: number;
  /** Releases every program. The function can still be called; it is traced again. */
  dispose(): void;
}

/** What a compiled function can do besides, for this folder. */
interface Internals {
  readonly trace: (args: readonly unknown[]) => TracedSignature;
  readonly fix: (fixed: readonly unknown[]) => PartialApplication<readonly unknown[], unknown>;
}

/** A compiled function whose first arguments are fixed. */
export interface PartialApplication<Rest extends readonly unknown[], Result> {
  (...rest: Rest): Result;
  /** Releases what was computed from the fixed arguments. The function must not be called afterwards. */
  dispose(): void;
}

/**
 * Returns `f` as a function that is traced the first time it is called with arguments of some signature, and replayed as
 * one program whenever it is called with arguments of that signature again.
 *
 * The signature of arguments is everything about them but the values of their tensors: shapes and element types, names
 * and order of fields, and all numbers, strings and booleans. A number that changes from call to call belongs into a
 * tensor, or the function is traced each time. `f` may take gradients inside. It must compute the same from the same arguments: no
 * randomness, no effects. What it captures is frozen as it was when it was traced.
 *
 * The backends other than `onnx` run `f` operation by operation. So does `onnx` inside a gradient or another compiled
 * function, where `f` becomes a part of what is recorded, and where `f` reads values of tensors, after a notice.
 *
 * @param name - what `f` computes, for errors and notices
 * @param f - from tensors, plain values, and arrays and plain objects of them, to the same; ownership as in `tf.tidy`
 * @returns a function whose result the caller owns; it throws {@link ConfigError} for arguments of other kinds
 */
export function compile<Args extends readonly unknown[], Result>(
  name: string,
  f: (...args: Args) => Result,
): Compiled<Args, Result> {
  const signatures = new BoundedCache<TracedSignature>(MAX_SIGNATURES);
  /** Signatures for which `f` reads values. */
  const unfit = new Set<string>();
  let traces = 0;

  const runInline = (args: readonly unknown[]): Result =>
    tf.tidy(
      () => ownResult(f(...(args as unknown as Args)), args, name) as tf.TensorContainer,
    ) as Result;

  const trace = (args: readonly unknown[], flat = flattenTree(args, name)): TracedSignature => {
    const known = signatures.get(flat.signature);
    if (known !== undefined) return known;
    traces++;
    const backend = asOnnxBackend(tf.backend());
    const fresh = TracedSignature.trace(backend, args, flat, (traced) =>
      f(...(traced as unknown as Args)),
    );
    signatures.set(flat.signature, fresh);
    return fresh;
  };

  /** The same, or undefined where `f` has to run operation by operation. */
  const tryTrace = (args: readonly unknown[], flat: FlatTree): TracedSignature | undefined => {
    if (unfit.has(flat.signature)) return undefined;
    try {
      return trace(args, flat);
    } catch (error) {
      if (!(error instanceof ReadWhileTracingError)) throw error;
      unfit.add(flat.signature);
      notify(
        `compile: "${name}" runs operation by operation, which is slower: it reads values of tensors or uses an operation that runs on tfjs's cpu backend`,
      );
      return undefined;
    }
  };

  const compiled = (...args: Args): Result => {
    const backend = compilingBackend();
    if (backend === undefined) return runInline(args);
    const flat = flattenTree(args, name);
    const signature = tryTrace(args, flat);
    if (signature === undefined) return runInline(args);
    return signature.run(valuesOf(backend, flat)) as Result;
  };

  const fix = (fixed: readonly unknown[]): PartialApplication<readonly unknown[], Result> => {
    const backend = compilingBackend();
    const fixedValues = backend && valuesOf(backend, flattenTree(fixed, name));
    const programs = new Map<string, BoundProgram>();
    const apply = (...rest: readonly unknown[]): Result => {
      if (backend === undefined || fixedValues === undefined || compilingBackend() !== backend) {
        return runInline([...fixed, ...rest]);
      }
      const flat = flattenTree(rest, name);
      let program = programs.get(flat.signature);
      if (program === undefined) {
        const args = [...fixed, ...rest];
        const signature = tryTrace(args, flattenTree(args, name));
        if (signature === undefined) return runInline(args);
        program = signature.bind(fixedValues);
        programs.set(flat.signature, program);
      }
      return program.run(valuesOf(backend, flat)) as Result;
    };
    const dispose = (): void => {
      for (const program of programs.values()) program.dispose();
      programs.clear();
    };
    return Object.assign(apply, { dispose });
  };

  return Object.defineProperties(compiled, {
    functionName: { value: name },
    traces: { get: () => traces },
    trace: { value: trace },
    fix: { value: fix },
    dispose: {
      value: () => {
        signatures.clear();
      },
    },
  }) as Compiled<Args, Result>;
}

/**
 * Fixes the first arguments of a compiled function. Everything that does not depend on the others is computed once, at
 * the first call, and kept until the result is disposed of: `partial(f, a)(b)` is `f(a, b)`.
 *
 * The fixed tensors belong to the caller and must live as long as the result.
 */
export function partial<Fixed extends readonly unknown[], Rest extends readonly unknown[], Result>(
  compiled: Compiled<readonly [...Fixed, ...Rest], Result>,
  ...fixed: Fixed
): PartialApplication<Rest, Result> {
  const { fix } = compiled as unknown as Internals;
  return fix(fixed) as PartialApplication<Rest, Result>;
}

/**
 * Returns the traced function for some arguments; traces it if need be.
 *
 * @throws {@link BackendError} if the onnx backend is not in use
 */
export function traceOf<Args extends readonly unknown[], Result>(
  compiled: Compiled<Args, Result>,
  args: readonly unknown[],
): TracedSignature {
  if (tf.getBackend() !== "onnx") {
    throw new BackendError(
      `compile: "${compiled.functionName}" can be traced on the onnx backend only, got ${tf.getBackend()}`,
    );
  }
  return (compiled as unknown as Internals).trace(args);
}

/** The backend, where functions are traced: onnx at the top level, on a runtime that can answer at once. */
function compilingBackend(): OnnxBackend | undefined {
  if (tf.getBackend() !== "onnx") return undefined;
  const backend = asOnnxBackend(tf.backend());
  const { gradientDepth } = (tf.engine() as unknown as { state: { gradientDepth: number } }).state;
  return backend.isTracing || gradientDepth > 0 || !backend.isSynchronous ? undefined : backend;
}

function valuesOf(backend: OnnxBackend, { leaves }: FlatTree): Values[] {
  return leaves.map((tensor) => backend.valuesOf(tensor));
}

/** A result that holds an argument gets a tensor of its own, which the caller can dispose of by itself. */
function ownResult(result: unknown, args: readonly unknown[], name: string): unknown {
  const given = new Set<Tensor>(flattenTree(args, name).leaves);
  const { leaves } = flattenTree(result, name);
  if (!leaves.some((tensor) => given.has(tensor))) return result;
  return replaceLeaves(
    result,
    leaves.map((tensor) => (given.has(tensor) ? tf.clone(tensor) : tensor)),
  );
}
