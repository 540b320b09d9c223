import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { ROOT } from "../support/root.ts";

const versions = z.record(z.string(), z.string());

const manifest = z
  .object({
    dependencies: versions,
    devDependencies: versions,
    optionalDependencies: versions,
    allowScripts: z.record(z.string(), z.boolean()),
  })
  .parse(readJson("package.json"));

const { packages } = z
  .object({
    packages: z.record(
      z.string(),
      z.object({
        resolved: z.string().optional(),
        hasInstallScript: z.boolean().optional(),
        optional: z.boolean().optional(),
      }),
    ),
  })
  .parse(readJson("package-lock.json"));

describe("package.json", () => {
  it("pins exact versions", () => {
    const { dependencies, devDependencies, optionalDependencies } = manifest;
    const all = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies });
    expect(all.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });

  it("says of each package with an install script whether the script may run", () => {
    const withScript = Object.entries(packages)
      .filter(([, entry]) => entry.hasInstallScript)
      .map(([path]) => path.replace(/^.*node_modules\//, ""));
    expect(Object.keys(manifest.allowScripts).sort()).toEqual(withScript.sort());
  });

  it("lets npm leave out tfjs-node, whose native library cannot be downloaded everywhere", () => {
    expect(packages["node_modules/@tensorflow/tfjs-node"]?.optional).toBe(true);
  });
});

describe("package-lock.json", () => {
  it("names no registry, so that any mirror serves it", () => {
    const pinned = Object.entries(packages).filter(([, entry]) => entry.resolved !== undefined);
    expect(pinned).toEqual([]);
  });
});

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(join(ROOT, file), "utf8"));
}
