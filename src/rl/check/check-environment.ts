// Layer 3: checks that an environment keeps its contract, by playing it. The test suite and the command line share it.
//
// docs/checking-environments.md explains each rule.

import { formatValue } from "../../errors.ts";
import { createRandom } from "../../random.ts";
import type { EnvironmentFamily } from "../environment.ts";
import { actionsRule } from "./actions.ts";
import { adaptationRule } from "./adaptation.ts";
import { arraysRule } from "./arrays.ts";
import { batchRule } from "./batch.ts";
import { descriptionRule } from "./description.ts";
import { describeException } from "./describe-exception.ts";
import { clockRule, endRule } from "./ends.ts";
import { leakRule } from "./leak.ts";
import { optimumRule } from "./optimum.ts";
import { planeRule, renderRule } from "./picture.ts";
import { determinismRule, isolationRule } from "./repetition.ts";
import { restartRule } from "./restart.ts";
import { finding } from "./rule.ts";
import type { EnvironmentRule, Remark } from "./rule.ts";
import { stepsRule } from "./steps.ts";
import { taskEffectRule } from "./task-effect.ts";
import { tasksRule } from "./tasks.ts";

/** One thing to say about an environment. */
export interface RuleMessage {
  /** The name of the rule that says it. */
  readonly rule: string;
  readonly message: string;
}

/** What became of one rule. */
export interface RuleOutcome {
  readonly name: string;
  /** Skipped where an earlier rule failed that this one builds on. */
  readonly outcome: "passed" | "failed" | "skipped";
}

/** What was found out about an environment; plain JSON. */
export interface EnvironmentReport {
  readonly id: string;
  /** What is wrong. */
  readonly findings: readonly RuleMessage[];
  /** What is worth knowing. */
  readonly notes: readonly RuleMessage[];
  readonly rules: readonly RuleOutcome[];
}

/** The rules of the contract, in the order in which they are best repaired. */
export const environmentRules: readonly EnvironmentRule[] = [
  descriptionRule,
  tasksRule,
  actionsRule,
  stepsRule,
  determinismRule,
  isolationRule,
  restartRule,
  arraysRule,
  endRule,
  clockRule,
  batchRule,
  leakRule,
  renderRule,
  planeRule,
  optimumRule,
  taskEffectRule,
  adaptationRule,
];

/**
 * Checks an environment against every rule of the contract. An exception that it throws is a finding, too.
 * @param seed - of the tasks, streams and random actions that it is played with
 */
export function checkEnvironment(family: EnvironmentFamily, seed = 0): EnvironmentReport {
  const findings: RuleMessage[] = [];
  const notes: RuleMessage[] = [];
  const rules: RuleOutcome[] = [];
  let goesOn = true;
  for (const rule of environmentRules) {
    const { name } = rule;
    if (!goesOn) {
      rules.push({ name, outcome: "skipped" });
      continue;
    }
    let outcome: RuleOutcome["outcome"] = "passed";
    for (const { kind, message } of applyRule(rule, family, seed)) {
      (kind === "finding" ? findings : notes).push({ rule: name, message });
      if (kind === "finding") outcome = "failed";
    }
    rules.push({ name, outcome });
    if (outcome === "failed" && rule.isEssential === true) goesOn = false;
  }
  return { id: nameOf(family), findings, notes, rules };
}

/**
 * Checks an environment against one rule.
 * @returns what is wrong, an exception of the environment included, or worth knowing; empty if nothing
 */
export function applyRule(
  { name, check }: EnvironmentRule,
  family: EnvironmentFamily,
  seed = 0,
): readonly Remark[] {
  try {
    return check(family, createRandom(seed).split(name));
  } catch (error) {
    return [
      finding(`${nameOf(family)}: no exception must be thrown, got ${describeException(error)}`),
    ];
  }
}

/** The id, which may be anything in what a user wrote. */
function nameOf({ id }: { readonly id: unknown }): string {
  return typeof id === "string" ? id : formatValue(id);
}
