// A project as a reader of the documentation has it: files beside a package.json, with acclimate under node_modules.

import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ROOT } from "../support/root.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** Makes a project that is removed when the running test ends. @returns its folder */
export function createProject(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  const tsconfig = {
    extends: join(ROOT, "tsconfig.json"),
    compilerOptions: { declaration: false, typeRoots: [join(ROOT, "node_modules/@types")] },
    include: ["**/*.ts"],
  };
  const all = {
    "package.json": '{ "type": "module" }',
    "tsconfig.json": JSON.stringify(tsconfig),
    ...files,
  };
  for (const [file, content] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), content);
  }
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(ROOT, join(folder, "node_modules/acclimate"), "junction");
  const tensorflow = "node_modules/@tensorflow"; // a dependency of acclimate, which npm puts beside it
  symlinkSync(join(ROOT, tensorflow), join(folder, tensorflow), "junction");
  return folder;
}
