// The tables of docs/configuration.md are the schemas: every field, its default, its description.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { maml } from "acclimate";
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

describe("docs/configuration.md", () => {
  it.each([
    { section: "common", shape: commonConfigShape },
    { section: "maml", shape: maml.configShape },
  ])("lists the fields of $section as the schema has them", ({ section, shape }) => {
    const schema = z.toJSONSchema(z.object(shape), { io: "input", unrepresentable: "any" });
    expect(readTable(section)).toEqual(listFields(schema as JsonSchema));
  });
});

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

/** Reads the rows of the table between `<!-- fields: section -->` and `<!-- end -->`. */
function readTable(section: string): Field[] {
  const table = text.split(`<!-- fields: ${section} -->`)[1]?.split("<!-- end -->")[0] ?? "";
  return [...table.matchAll(/^\| `(\S+)` +\| `(.+?)` +\| (.+?) +\|$/gm)].map(
    ({ 1: path = "", 2: value = "", 3: description = "" }) => ({
      path,
      default: value,
      description,
    }),
  );
}
