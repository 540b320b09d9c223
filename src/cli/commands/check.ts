// Layer 6: `acclimate check`.

import { formatNumberOf } from "../../report/format.ts";
import { checkEnvironment } from "../../rl/check/check-environment.ts";
import type { EnvironmentReport, RuleMessage } from "../../rl/check/check-environment.ts";
import { exitCodes } from "../exit-codes.ts";
import { loadEnvironments } from "../load-environment.ts";
import { createOutput } from "../output.ts";

/** Options of `acclimate check`. */
export interface CheckCommandOptions {
  readonly seed: number;
  readonly json?: true | undefined;
}

const MARKS = { passed: "✓", failed: "✗", skipped: "-" } as const;

/** Checks environments and prints what was found. @returns the exit code */
export async function runCheck(
  namesOrFiles: readonly string[],
  options: CheckCommandOptions,
): Promise<number> {
  const output = createOutput(options);
  // All are loaded first, so that a wrong name is told before anything is played.
  const loaded = [];
  for (const nameOrFile of namesOrFiles) loaded.push(...(await loadEnvironments(nameOrFile)));
  const environments: EnvironmentReport[] = [];
  for (const family of new Set(loaded)) {
    const report = checkEnvironment(family, options.seed);
    environments.push(report);
    output.print(renderReport(report));
  }
  output.print(renderSummary(environments));
  output.result({ environments });
  return environments.some(isWrong) ? exitCodes.failed : exitCodes.done;
}

/** Writes a line for each rule, and below it what it says. */
function renderReport({ id, rules, findings, notes }: EnvironmentReport): string {
  const lines = [id];
  for (const { name, outcome } of rules) {
    const said = (messages: readonly RuleMessage[]): readonly string[] =>
      messages.filter(({ rule }) => rule === name).map(({ message }) => message);
    lines.push(`  ${MARKS[outcome]} ${name}${outcome === "skipped" ? " (not checked)" : ""}`);
    lines.push(...said(findings).map((message) => `      ${message}`));
    lines.push(...said(notes).map((message) => `      note: ${message}`));
  }
  return lines.join("\n");
}

function renderSummary(environments: readonly EnvironmentReport[]): string {
  const findings = environments.reduce((sum, report) => sum + report.findings.length, 0);
  const checked = formatNumberOf(environments.length, "environment");
  if (findings === 0) return `${checked} checked, nothing found`;
  const wrong = environments.filter(isWrong).map(({ id }) => id);
  return `${checked} checked, ${formatNumberOf(findings, "finding")} in ${wrong.join(", ")}`;
}

function isWrong({ findings }: EnvironmentReport): boolean {
  return findings.length > 0;
}
