// Layer 1: trees: tensors, numbers, strings and booleans inside arrays and plain objects, as compiled functions take and
// return them.

import * as tf from "@tensorflow/tfjs-core";
import type { Tensor } from "@tensorflow/tfjs-core";
import { ConfigError, formatValue } from "../errors.ts";

/** The tensors of a tree and everything else about it. */
export interface FlatTree {
  /** In the order in which the tree names them. */
  readonly leaves: readonly Tensor[];
  /** Names of the leaves, such as `params.W0`; a tree that is a tensor has the name that it was given. */
  readonly names: readonly string[];
  /** Trees with the same signature differ in nothing but the values of their tensors. */
  readonly signature: string;
}

/**
 * Takes a tree apart.
 *
 * @param name - of the whole tree, for names and errors
 * @throws {@link ConfigError} if it holds anything else, such as a function
 */
export function flattenTree(tree: unknown, name: string): FlatTree {
  const leaves: Tensor[] = [];
  const names: string[] = [];
  const visit = (value: unknown, path: string): string => {
    if (isTensor(value)) {
      leaves.push(value);
      names.push(path);
      return `${value.dtype}[${value.shape.join()}]`;
    }
    if (Array.isArray(value)) {
      return `(${value.map((element, i) => visit(element, `${path}.${i}`)).join()})`;
    }
    if (isPlainObject(value)) {
      const parts = Object.keys(value).map(
        (key) => `${JSON.stringify(key)}:${visit(value[key], `${path}.${key}`)}`,
      );
      return `{${parts.join()}}`;
    }
    if (value === null || value === undefined || typeof value === "boolean") return String(value);
    if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
    if (typeof value === "string") return JSON.stringify(value);
    throw new ConfigError(
      `${path} must be a tensor, a number, a string, a boolean, or an array or plain object of them, ` +
        `got ${formatValue(value)}`,
    );
  };
  const signature = visit(tree, name);
  return { leaves, names, signature };
}

/** Puts a tree together again with other tensors. @param leaves - in the order of {@link FlatTree.leaves} */
export function replaceLeaves<T>(tree: T, leaves: readonly Tensor[]): T {
  let next = 0;
  const visit = (value: unknown): unknown => {
    if (isTensor(value)) return leaves[next++];
    if (Array.isArray(value)) return value.map(visit);
    if (!isPlainObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, visit(part)]));
  };
  return visit(tree) as T;
}

function isTensor(value: unknown): value is Tensor {
  return value instanceof tf.Tensor;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
