// Says what became of the tests, on the terminal and as docs/tfjs-tests.md.

/** What became of a test. */
export type Outcome =
  | { readonly test: string; readonly status: "passed" }
  | { readonly test: string; readonly status: "failed"; readonly messages: readonly string[] }
  | { readonly test: string; readonly status: "skipped"; readonly reason: string };

/** Kernels of tfjs by how the onnx backend runs them, each list in alphabetical order. */
export interface Kernels {
  readonly lowered: readonly string[];
  readonly onCpu: readonly string[];
}

/** Returns the failures with their messages, the skipped tests counted by reason, and the totals. */
export function textReport(outcomes: readonly Outcome[]): string {
  const failures = outcomes.flatMap((outcome) =>
    outcome.status === "failed"
      ? [`FAILED ${outcome.test}`, ...outcome.messages.map(indented)]
      : [],
  );
  const reasons = skipReasons(outcomes).map(([reason, count]) => `skipped ${count}: ${reason}`);
  const { passed, failed, skipped } = countsOf(outcomes);
  const totals = `${passed} passed, ${failed} failed, ${skipped} skipped`;
  return [...failures, ...reasons, totals].join("\n");
}

/** Returns the page docs/tfjs-tests.md. */
export function markdownReport(outcomes: readonly Outcome[], kernels: Kernels): string {
  const areas = [...new Set(outcomes.map(({ test }) => areaOf(test)))].sort();
  const rows = areas.map((area) =>
    countsRow(
      area,
      outcomes.filter(({ test }) => areaOf(test) === area),
    ),
  );
  return `# tfjs-core's own tests on the onnx backend

\`npm run test:tfjs\` runs the tests that tfjs-core ships against the onnx backend, with the gradients that \`useBackend\`
installs. \`npm run test:tfjs -- conv2d\` runs those whose file or name contains "conv2d"; \`npm run test:tfjs -- --write\`
runs all and writes this page.

| tests of | passed | failed | skipped |
| --- | ---: | ---: | ---: |
${rows.join("\n")}
${countsRow("all", outcomes)}

Skipped, with the reason:

| tests | reason |
| ---: | --- |
${skipReasons(outcomes)
  .map(([reason, count]) => `| ${count} | ${reason} |`)
  .join("\n")}

## Kernels

${kernels.lowered.length} kernels of tfjs become ONNX operators:

${kernelList(kernels.lowered)}

A kernel may still leave some of its cases to tfjs's cpu backend, such as strings. The other ${kernels.onCpu.length} run
there always. Each says so once, except those that take tensors apart, put them together or make them:

${kernelList(kernels.onCpu)}
`;
}

/** The folder of tfjs-core's sources that a test is in, or its file where that is in no folder. */
function areaOf(test: string): string {
  const file = test.split(":")[0] ?? "";
  return file.includes("/") ? `${file.split("/")[0] ?? ""}/` : "the core";
}

function countsRow(name: string, outcomes: readonly Outcome[]): string {
  const { passed, failed, skipped } = countsOf(outcomes);
  return `| ${name} | ${passed} | ${failed} | ${skipped} |`;
}

function countsOf(outcomes: readonly Outcome[]): Record<Outcome["status"], number> {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { status } of outcomes) counts[status]++;
  return counts;
}

/** The reasons for which tests were skipped with the number of tests, the most frequent first. */
function skipReasons(outcomes: readonly Outcome[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const outcome of outcomes) {
    if (outcome.status !== "skipped") continue;
    counts.set(outcome.reason, (counts.get(outcome.reason) ?? 0) + 1);
  }
  return [...counts].sort(([, a], [, b]) => b - a);
}

function kernelList(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(", ");
}

function indented(message: string): string {
  return `   ${message.replaceAll("\n", "\n   ")}`;
}
