// A project as a reader of the documentation has it: files beside a package.json, with acclimate under node_modules.

import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT } from "../support/root.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** Options of `acclimate train` that leave little work: enough for each part to run once. */
export const LITTLE_WORK: readonly string[] = [
  "--outer-steps=1",
  "--set=metaBatchSize=2",
  "--set=inner.episodesPerTask=2",
  "--set=evaluation.tasks=2",
  "--set=evaluation.episodesPerTask=2",
];

/** Makes a folder of files and nothing else, which is removed when the running test ends. @returns its path */
export function createFolder(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  writeFiles(folder, files);
  return folder;
}

/** Writes files below a folder. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  }
}

/** Makes a project that is removed when the running test ends. @returns its folder */
export function createProject(files: Readonly<Record<string, string>>): string {
  const tsconfig = {
    extends: join(ROOT, "tsconfig.json"),
    compilerOptions: { declaration: false, typeRoots: [join(ROOT, "node_modules/@types")] },
    include: ["**/*.ts"],
  };
  const folder = createFolder({
    "package.json": '{ "type": "module" }',
    "tsconfig.json": JSON.stringify(tsconfig),
    ...files,
  });
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(ROOT, join(folder, "node_modules/acclimate"), "junction");
  // Dependencies of acclimate, which npm puts beside it.
  for (const dependency of ["node_modules/@tensorflow", "node_modules/zod"]) {
    symlinkSync(join(ROOT, dependency), join(folder, dependency), "junction");
  }
  return folder;
}
