// The tables of docs/configuration.md are the schemas: every field of every learner, its default, its description.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as acclimate from "acclimate";
import type { Learner } from "acclimate";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { commonConfigShape } from "../../src/train/config.ts";
import { ROOT } from "../support/root.ts";

interface Field {
  readonly path: string;
  readonly default: string;
  readonly description: string;
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly default?: unknown;
  readonly description?: string;
}

const text = readFileSync(join(ROOT, "docs/configuration.md"), "utf8");

/** The learners of the public door. */
const learners = Object.values<unknown>({ ...acclimate }).filter(isLearner);

/** The names of the groups of each learner's fields. */
const groupsOf = new Map(
  [...blockOf("learners").matchAll(/^\| `(\S+)` +\| (.+?) +\|$/gm)].map(
    ([, learner = "", links = ""]) => [
      learner,
      [...links.matchAll(/\[(.+?)\]\(#(.+?)\)/g)].map(([, group = "", anchor = ""]) => ({
        group,
        anchor,
      })),
    ],
  ),
);

describe("docs/configuration.md", () => {
  it("lists the fields of every experiment as the schema has them", () => {
    expect(readTable("common")).toEqual(fieldsOf(commonConfigShape));
  });

  it("lists every learner", () => {
    expect(learners.length).toBeGreaterThan(1);
    expect([...groupsOf.keys()].toSorted()).toEqual(learners.map(({ name }) => name).toSorted());
  });

  it.each(learners)("lists the fields of $name as the schema has them", ({ name, configShape }) => {
    const fields = new Map<string, Field>();
    for (const { group } of groupsOf.get(name) ?? []) {
      for (const field of readTable(group)) fields.set(field.path, field);
    }
    expect([...fields.values()].toSorted(byPath)).toEqual(fieldsOf(configShape).toSorted(byPath));
  });

  it("has a section with fields for each group, and no other", () => {
    const groups = [...groupsOf.values()].flat();
    for (const { group, anchor } of groups) {
      expect(anchor).toBe(group.toLowerCase().replace(" ", "-"));
      expect(text).toMatch(new RegExp(`^### ${group}\n\n<!-- fields: ${group} -->`, "im"));
      expect(readTable(group)).not.toEqual([]);
    }
    const sections = [...text.matchAll(/<!-- fields: (.+) -->/g)].map(([, section]) => section);
    const expected = new Set(["common", ...groups.map(({ group }) => group)]);
    expect(sections.toSorted()).toEqual([...expected].toSorted());
  });
});

function isLearner(value: unknown): value is Learner {
  return typeof value === "object" && value !== null && "configShape" in value;
}

function byPath(a: Field, b: Field): number {
  return a.path < b.path ? -1 : 1;
}

/** The leaves of a shape, in order. */
function fieldsOf(shape: z.core.$ZodShape): Field[] {
  const schema = z.toJSONSchema(z.object(shape), { io: "input", unrepresentable: "any" });
  return listFields(schema as JsonSchema);
}

/** The leaves of an object schema, in order. */
function listFields(schema: JsonSchema, prefix = ""): Field[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
    const path = prefix + name;
    return field.properties === undefined
      ? {
          path,
          default: field.default === undefined ? "none" : JSON.stringify(field.default),
          description: field.description ?? "",
        }
      : listFields(field, `${path}.`);
  });
}

/** What stands between `<!-- name -->` and `<!-- end -->`. */
function blockOf(name: string): string {
  return text.split(`<!-- ${name} -->`)[1]?.split("<!-- end -->")[0] ?? "";
}

/** Reads the rows of a table of fields. */
function readTable(section: string): Field[] {
  return [
    ...blockOf(`fields: ${section}`).matchAll(/^\| `(\S+)` +\| `(.+?)` +\| (.+?) +\|$/gm),
  ].map(({ 1: path = "", 2: value = "", 3: description = "" }) => ({
    path,
    default: value,
    description,
  }));
}
