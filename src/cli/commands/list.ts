// Layer 6: `acclimate list`.

import type { EnvironmentFamily } from "../../rl/environment.ts";
import { formatSpace } from "../../rl/spaces.ts";
import type { Experiment } from "../../train/experiment.ts";
import { isFewShotExperiment } from "../../train/kind-of.ts";
import { loadBuiltInEnvironments } from "../load-environment.ts";
import { experimentNames, loadExperiment } from "../load-experiment.ts";
import { createOutput } from "../output.ts";

/** Options of `acclimate list`. */
export interface ListCommandOptions {
  readonly json?: true | undefined;
}

/** Prints the experiments and the environments that come with the package. */
export async function runList(options: ListCommandOptions = {}): Promise<void> {
  const output = createOutput(options);
  const experiments = [];
  for (const name of experimentNames()) {
    const experiment = await loadExperiment(name);
    const { description } = experiment;
    const presets = Object.keys(experiment.presets);
    const learners = experiment.learners.map((learner) => learner.name);
    const sources = sourcesOf(experiment);
    output.print(
      [
        name,
        `  ${description}`,
        `  presets:      ${listDefaultFirst(presets)}`,
        `  learners:     ${listDefaultFirst(learners)}`,
        `  ${sources.title.padEnd(13)} ${listDefaultFirst(sources.ids)}`,
      ].join("\n"),
    );
    experiments.push({ name, description, presets, learners, [sources.field]: sources.ids });
  }
  const files = await loadBuiltInEnvironments();
  const environments = files.flatMap(({ families }) => families).map(describe);
  output.print(["", "environments", ...renderColumns(environments)].join("\n"));
  output.result({ experiments, environments });
}

/** What tasks come from. */
function sourcesOf(experiment: Experiment): {
  readonly field: string;
  readonly title: string;
  readonly ids: readonly string[];
} {
  return isFewShotExperiment(experiment)
    ? { field: "taskSets", title: "task sets:", ids: experiment.taskSets.map(({ id }) => id) }
    : {
        field: "environments",
        title: "environments:",
        ids: experiment.environments.map(({ id }) => id),
      };
}

/** Joins names, the first of which is taken where none is given. */
function listDefaultFirst([first, ...others]: readonly string[]): string {
  return [`${first}${others.length > 0 ? " (default)" : ""}`, ...others].join(", ");
}

/** What is shown of an environment, spaces as error messages show them. */
interface Row {
  readonly id: string;
  readonly horizon: number;
  readonly actionSpace: string;
  readonly observationSpace: string;
}

function describe({ id, horizon, actionSpace, observationSpace }: EnvironmentFamily): Row {
  return {
    id,
    horizon,
    actionSpace: formatSpace(actionSpace),
    observationSpace: formatSpace(observationSpace),
  };
}

/** Longest space that is shown as it is; of others, only the shape is. */
const MAX_COLUMN = 32;

/** Leaves out bounds that differ between elements. */
function shorten(space: string): string {
  return space.length <= MAX_COLUMN ? space : space.replace(/^Box\(.*, \[/, "Box(…, [");
}

/** Writes a head and a line for each environment, in columns. */
function renderColumns(rows: readonly Row[]): readonly string[] {
  const cells = [
    ["id", "horizon", "actions", "observations"],
    ...rows.map(({ id, horizon, actionSpace, observationSpace }) => [
      id,
      String(horizon),
      shorten(actionSpace),
      shorten(observationSpace),
    ]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...cells.map((row) => row[column]!.length)));
  return cells.map(([id = "", horizon = "", actions = "", observations = ""]) =>
    [
      ` `,
      id.padEnd(widths[0]!),
      horizon.padStart(widths[1]!),
      actions.padEnd(widths[2]!),
      observations,
    ].join(" "),
  );
}
