// The package as users get it: packed into one file, and installed into a project that has nothing else.

import { execFile } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, renameSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";
import { ROOT } from "../support/root.ts";

/** What `npm pack` needs: what the package consists of, and what its build reads. */
const PACKED = [
  ...["src", "envs", "task-sets", "experiments", "docs"],
  ...["package.json", "tsconfig.json", "tsconfig.build.json"],
  ...["README.md", "LICENSE", "CHANGELOG.md"],
];

/** A packed package. */
export interface Tarball {
  readonly path: string;
  /** The files in it. */
  readonly files: readonly string[];
}

/** What is read of a package.json. */
export const manifestSchema = z.object({
  version: z.string(),
  bin: z.record(z.string(), z.string()),
  dependencies: z.record(z.string(), z.string()),
  devDependencies: z.record(z.string(), z.string()).default({}),
});

/** Builds and packs a copy of the repository, so that whoever uses its dist/ is not disturbed. @param folder - empty */
export async function pack(folder: string): Promise<Tarball> {
  const copy = join(folder, "copy");
  for (const path of PACKED) cpSync(join(ROOT, path), join(copy, path), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"), "junction");
  const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", folder], copy);
  const [packed] = z
    .array(z.object({ filename: z.string(), files: z.array(z.object({ path: z.string() })) }))
    .parse(JSON.parse(stdout.slice(stdout.indexOf("["))));
  if (packed === undefined) throw new Error("npm pack must say what it packed");
  return { path: join(folder, packed.filename), files: packed.files.map(({ path }) => path) };
}

/** Installs with npm from its registry: slow, and what users do. Installs what the project's package.json names, too. */
export async function installFromRegistry(tarball: Tarball, project: string): Promise<void> {
  await run("npm", ["install", tarball.path], project);
}

/** Installs without any network: unpacks, and links to the dependencies of this repository. */
export async function installFromHere(tarball: Tarball, project: string): Promise<void> {
  const modules = join(project, "node_modules");
  mkdirSync(modules, { recursive: true });
  await run("tar", ["-xzf", tarball.path, "-C", modules], project);
  renameSync(join(modules, "package"), join(modules, "acclimate"));
  const { dependencies } = readManifest(join(modules, "acclimate"));
  for (const name of [...Object.keys(dependencies), "@types/node", "typescript"]) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(ROOT, "node_modules", name), join(modules, name), "junction");
  }
}

/** Reads the package.json of a package. */
export function readManifest(folder: string): z.output<typeof manifestSchema> {
  return manifestSchema.parse(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")));
}

/** Runs a program of a project. @throws an error with its output if it fails */
async function run(
  program: string,
  args: readonly string[],
  cwd: string,
): Promise<{ stdout: string }> {
  const shell = process.platform === "win32"; // npm is a script there
  return promisify(execFile)(program, args, { cwd, shell, maxBuffer: 2 ** 26 });
}
