// The tables of docs/configuration.md and docs/configuration-few-shot.md are the schemas: every field of every learner, its default, its description.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as acclimate from "acclimate";
import * as fewShot from "acclimate/few-shot";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { commonConfigShape } from "../../src/train/config.ts";
import { fewShotConfigShape } from "../../src/train/few-shot-config.ts";
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

/** A page and what its tables must say. */
interface Page {
  readonly page: string;
  /** Everything that a public door exports. */
  readonly door: Readonly<Record<string, unknown>>;
  /** The fields that every configuration has. */
  readonly commonShape: z.core.$ZodShape;
}

/** What is compared of a learner. */
interface LearnerShape {
  readonly name: string;
  readonly configShape: z.core.$ZodShape;
}

const pages: readonly Page[] = [
  { page: "docs/configuration.md", door: acclimate, commonShape: commonConfigShape },
  { page: "docs/configuration-few-shot.md", door: fewShot, commonShape: fewShotConfigShape },
];

describe.each(pages)("$page", ({ page, door, commonShape }) => {
  const text = readFileSync(join(ROOT, page), "utf8");
  const learners = Object.values(door).filter(isLearner);
  const groupsOf = readGroups(text);

  it("lists the fields of every experiment as the schema has them", () => {
    expect(readTable(text, "common")).toEqual(fieldsOf(commonShape));
  });

  it("lists every learner", () => {
    expect(learners.length).toBeGreaterThan(1);
    expect([...groupsOf.keys()].toSorted()).toEqual(learners.map(({ name }) => name).toSorted());
  });

  it.each(learners)("lists the fields of $name as the schema has them", ({ name, configShape }) => {
    const expected = fieldsOf(configShape);
    const paths = expected.map(({ path }) => path);
    // A learner may read fields that every experiment has.
    const common = readTable(text, "common").filter(({ path }) => paths.includes(path));
    const ofGroups = (groupsOf.get(name) ?? []).flatMap(({ group }) => readTable(text, group));
    const fields = new Map([...common, ...ofGroups].map((field) => [field.path, field]));
    expect([...fields.values()].toSorted(byPath)).toEqual(expected.toSorted(byPath));
  });

  it("has a section with fields for each group, and no other", () => {
    const groups = [...groupsOf.values()].flat();
    for (const { group, anchor } of groups) {
      expect(anchor).toBe(group.toLowerCase().replace(" ", "-"));
      expect(text).toMatch(new RegExp(`^### ${group}\n\n<!-- fields: ${group} -->`, "im"));
      expect(readTable(text, group)).not.toEqual([]);
    }
    const sections = [...text.matchAll(/<!-- fields: (.+) -->/g)].map(([, section]) => section);
    const expected = new Set(["common", ...groups.map(({ group }) => group)]);
    expect(sections.toSorted()).toEqual([...expected].toSorted());
  });
});

function isLearner(value: unknown): value is LearnerShape {
  return typeof value === "object" && value !== null && "configShape" in value;
}

/** Reads the groups of each learner's fields. */
function readGroups(
  text: string,
): ReadonlyMap<string, readonly { readonly group: string; readonly anchor: string }[]> {
  const rows = blockOf(text, "learners").matchAll(/^\| `(\S+)` +\| (.+?) +\|$/gm);
  return new Map(
    [...rows].map(([, learner = "", links = ""]) => [
      learner,
      [...links.matchAll(/\[(.+?)\]\(#(.+?)\)/g)].map(([, group = "", anchor = ""]) => ({
        group,
        anchor,
      })),
    ]),
  );
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
function blockOf(text: string, name: string): string {
  return text.split(`<!-- ${name} -->`)[1]?.split("<!-- end -->")[0] ?? "";
}

/** Reads the rows of a table of fields. */
function readTable(text: string, section: string): Field[] {
  return [
    ...blockOf(text, `fields: ${section}`).matchAll(/^\| `(\S+)` +\| `(.+?)` +\| (.+?) +\|$/gm),
  ].map(({ 1: path = "", 2: value = "", 3: description = "" }) => ({
    path,
    default: value,
    description,
  }));
}
