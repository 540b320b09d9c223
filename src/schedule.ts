// Layer 0: numbers that may change during training, written as a number or as an expression of the step indices.
//
// A schedule stays plain JSON, so a configuration can be written to a file as it was given. Expressions are parsed by
// mathjs, which takes most of a second to import and is therefore loaded only when an expression occurs.

import type { ConstantNode, EvalFunction, FunctionNode, MathNode, SymbolNode } from "mathjs";
import { ConfigError, formatValue } from "./errors.ts";
import { nearestName } from "./nearest-name.ts";

/** A number, or an expression such as `0.5 * 0.5^innerStep` of `outerStep` and `innerStep` (both from 0). */
export type Schedule = number | string;

/** Where in training a schedule is evaluated. */
export interface ScheduleVariables {
  readonly outerStep: number;
  readonly innerStep: number;
}

/** The names that an expression may use: its variables, and constants. */
const NAMES: readonly string[] = ["outerStep", "innerStep", "e", "pi", "tau"];

/** The functions that an expression may call: numbers to a number, the same at every call. */
const FUNCTIONS: readonly string[] = [
  ...["abs", "sign", "floor", "ceil", "round", "min", "max", "mod"],
  ...["exp", "log", "log2", "log10", "sqrt", "cbrt", "pow"],
  ...["sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh"],
];

/** The nodes that are arithmetic whatever they hold; assignments, collections and the like are not. */
const ARITHMETIC: readonly string[] = [
  "ConditionalNode",
  "OperatorNode",
  "ParenthesisNode",
  "RelationalNode",
];

/** Expressions that were found to be valid, by their text. */
const prepared = new Map<string, EvalFunction>();

/**
 * Compiles the expressions among `schedules`, so that {@link valueAt} can evaluate them. Does nothing for numbers.
 * @throws {@link ConfigError} if one cannot be parsed or uses anything but arithmetic on its two variables
 */
export async function prepareSchedules(schedules: Iterable<Schedule>): Promise<void> {
  for (const schedule of schedules) {
    const problem = typeof schedule === "string" && (await prepareExpression(schedule));
    if (problem) throw new ConfigError(`schedule: ${problem}`);
  }
}

/**
 * Compiles one expression, as {@link prepareSchedules} does.
 * @returns what is wrong with it, as the second half of an error message, or undefined
 */
export async function prepareExpression(expression: string): Promise<string | undefined> {
  if (prepared.has(expression)) return undefined;
  const { parse } = await import("mathjs/number");
  let root: MathNode;
  try {
    root = parse(expression);
  } catch (error) {
    return `must be an expression of outerStep and innerStep, got ${formatValue(expression)} (${(error as Error).message})`;
  }
  const problems: string[] = [];
  root.traverse((node, _path, parent) => {
    const problem = problemOf(node, parent);
    if (problem !== undefined) problems.push(`${problem} in ${formatValue(expression)}`);
  });
  if (problems.length === 0) prepared.set(expression, root.compile());
  return problems[0];
}

/** Tells whether a string is an expression that was compiled. */
export function isPrepared(text: string): boolean {
  return prepared.has(text);
}

/**
 * Evaluates a schedule at a point in training.
 * @param schedule - an expression must have been compiled by {@link prepareSchedules}, as those of a configuration are
 * @throws {@link ConfigError} if the value is not a finite number
 */
export function valueAt(schedule: Schedule, variables: ScheduleVariables): number {
  if (typeof schedule === "number") return schedule;
  const expression = prepared.get(schedule);
  if (expression === undefined) {
    throw new Error(
      `internal: valueAt: a schedule must be prepared before it is evaluated, got ${formatValue(schedule)}`,
    );
  }
  const { outerStep, innerStep } = variables;
  const value: unknown = expression.evaluate({ outerStep, innerStep });
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw new ConfigError(
    `schedule ${formatValue(schedule)}: must be a finite number, got ${formatValue(value)} at outerStep ${outerStep}, innerStep ${innerStep}`,
  );
}

/** What is wrong with one node of an expression. */
function problemOf(node: MathNode, parent: MathNode | null): string | undefined {
  if (node.type === "FunctionNode") {
    const { name } = (node as FunctionNode).fn;
    return FUNCTIONS.includes(name)
      ? undefined
      : unknown("functions like exp and min", name, FUNCTIONS);
  }
  if (node.type === "SymbolNode") {
    const { name } = node as SymbolNode;
    const isCalled = parent?.type === "FunctionNode" && (parent as FunctionNode).fn === node;
    return isCalled || NAMES.includes(name)
      ? undefined
      : unknown("the names outerStep and innerStep", name, NAMES);
  }
  if (node.type === "ConstantNode" && typeof (node as ConstantNode).value === "number")
    return undefined;
  if (ARITHMETIC.includes(node.type)) return undefined;
  return `may use only arithmetic on numbers, got ${formatValue(node.toString())}`;
}

function unknown(known: string, name: string, candidates: readonly string[]): string {
  const nearest = nearestName(name, candidates);
  const hint = nearest === undefined ? "" : ` (did you mean ${nearest}?)`;
  return `may use only ${known}, got ${formatValue(name)}${hint}`;
}
