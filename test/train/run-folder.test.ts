import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ConfigError } from "../../src/errors.ts";
import { createRunFolder, readJson, readRunFile, writeJson } from "../../src/train/run-folder.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const cwd = process.cwd();

beforeEach(() => {
  process.chdir(temporaryFolder());
});

afterEach(() => {
  process.chdir(cwd);
});

describe("createRunFolder", () => {
  it("takes the number after the last of the same experiment", () => {
    expect(createRunFolder({ experiment: "nav" })).toBe(join("runs", "nav-1"));
    expect(createRunFolder({ experiment: "nav" })).toBe(join("runs", "nav-2"));
    mkdirSync("runs/nav-10");
    mkdirSync("runs/nav-old");
    mkdirSync("runs/nav-2d-99");
    expect(createRunFolder({ experiment: "nav" })).toBe(join("runs", "nav-11"));
    expect(createRunFolder({ experiment: "nav-2d" })).toBe(join("runs", "nav-2d-100"));
    expect(existsSync("runs/nav-11")).toBe(true);
  });

  it("makes the folder that is given, with its parents", () => {
    expect(createRunFolder({ experiment: "nav", out: "a/b" })).toBe("a/b");
    expect(existsSync("a/b")).toBe(true);
    expect(existsSync("runs")).toBe(false);
  });

  it("takes an empty folder that exists", () => {
    mkdirSync("empty");
    expect(createRunFolder({ experiment: "nav", out: "empty" })).toBe("empty");
  });

  it("refuses a folder that holds files, and leaves them", () => {
    mkdirSync("full");
    writeFileSync("full/notes.txt", "mine");
    expect(() => createRunFolder({ experiment: "nav", out: "full" })).toThrow(
      new ConfigError(
        '--out: must be a folder without files, got "full" with ["notes.txt"]; choose another',
      ),
    );
    expect(readdirSync("full")).toEqual(["notes.txt"]);
  });

  it("refuses a file", () => {
    writeFileSync("file", "mine");
    expect(() => createRunFolder({ experiment: "nav", out: "file" })).toThrow(
      '--out: must be a folder, got the file "file"',
    );
  });
});

describe("readJson", () => {
  it("reads what writeJson wrote", async () => {
    await writeJson("x.json", { a: [1, "b"] });
    expect(readJson(".", "x.json")).toEqual({ a: [1, "b"] });
    expect(readRunFile(".", "x.json").at(-1)).toBe("\n".charCodeAt(0));
    expect(readdirSync(".")).toEqual(["x.json"]);
  });

  it("rejects a file that is damaged or missing", () => {
    writeFileSync("x.json", '{"a":');
    expect(() => readJson(".", "x.json")).toThrow("x.json: must be JSON, got");
    expect(() => readJson("nowhere", "x.json")).toThrow(
      'run folder: must hold x.json, got "nowhere" (ENOENT); give a folder that acclimate train wrote',
    );
  });
});
