// The tables of docs/environments/README.md are the environments of envs/: every one, with its spaces and its horizon.

import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadBuiltInEnvironments } from "../../src/cli/load-environment.ts";
import type { EnvironmentFamily } from "../../src/rl/environment.ts";
import { formatSpace } from "../../src/rl/spaces.ts";
import type { Space } from "../../src/rl/spaces.ts";
import { ROOT } from "../support/root.ts";

const FOLDER = join(ROOT, "docs/environments");

/** The sections of every page. */
const SECTIONS = [
  "Dynamics",
  "Observation",
  "Action",
  "Reward",
  "Initial state",
  "Episode end",
  "Tasks",
  "Picture",
  "Source",
  "Differences from it",
];

interface Row {
  readonly id: string;
  readonly page: string;
  readonly observation: string;
  readonly action: string;
  readonly horizon: number;
  readonly optimum: string;
}

const files = await loadBuiltInEnvironments();
const families = files.flatMap((file) => file.families);
const rows = readTables();

describe("docs/environments/README.md", () => {
  it("lists every environment once, and no other", () => {
    const ids = families.map((family) => family.id);
    expect(rows.map((row) => row.id).toSorted()).toEqual(ids.toSorted());
  });

  it.each(rows)("has $id as it is", (row) => {
    const file = files.find(({ families }) => families.some(({ id }) => id === row.id));
    const family = families.find(({ id }) => id === row.id);
    expect(row).toEqual(family && describeFamily(family, `${file?.name}.md`));
  });
});

describe.each(files)("docs/environments/$name.md", ({ name, families }) => {
  const path = join(FOLDER, `${name}.md`);
  const text = existsSync(path) ? readFileSync(path, "utf8") : "";

  it("has the sections of all pages, in order", () => {
    expect([...text.matchAll(/^## (.+)$/gm)].map((match) => match[1])).toEqual(SECTIONS);
  });

  it("names each environment without its protocol", () => {
    for (const { id } of families) expect(text).toContain(`\`${id.replace(/-rl2-n\d+$/, "")}`);
  });
});

/** Reads the rows of all tables. */
function readTables(): readonly Row[] {
  const text = readFileSync(join(FOLDER, "README.md"), "utf8");
  return text
    .split("\n")
    .filter((line) => line.startsWith("| [`"))
    .map((line) => {
      const [link = "", , observation = "", action = "", horizon, optimum = ""] = line
        .split("|")
        .slice(1)
        .map((cell) => cell.trim().replace(/^`(.*)`$/, "$1"));
      const [, id = "", page = ""] = /^\[`(.+)`\]\((.+)\)$/.exec(link) ?? [];
      return { id, page, observation, action, horizon: Number(horizon), optimum };
    });
}

function describeFamily(family: EnvironmentFamily, page: string): Row {
  const { id, observationSpace, actionSpace, horizon } = family;
  return {
    id,
    page,
    observation: formatShort(observationSpace),
    action: formatShort(actionSpace),
    horizon,
    optimum: family.optimalReturn === undefined ? "not known" : "known",
  };
}

/** A Box whose bounds differ from element to element by its shape alone. */
function formatShort(space: Space): string {
  const isUniform =
    space.kind === "discrete" ||
    [space.low, space.high].every((bounds) => new Set(bounds).size === 1);
  return isUniform ? formatSpace(space) : `Box([${space.shape.join(", ")}])`;
}
