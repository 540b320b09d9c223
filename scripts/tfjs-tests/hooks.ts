// Module hooks that let Node.js load the tests of tfjs-core: they are ES modules, but of a package that does not say so,
// and leave the extensions of files out. All of tfjs comes from the same files then, rather than from two copies.

import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { LoadHook, ResolveHook } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const require = createRequire(import.meta.url);
const core = distOf("@tensorflow/tfjs-core");
const cpu = distOf("@tensorflow/tfjs-backend-cpu");

/** Packages by the file that stands for them. The union package is needed for the gradients that it registers. */
const entries: Readonly<Record<string, string>> = {
  "@tensorflow/tfjs-core": join(core, "index.js"),
  "@tensorflow/tfjs-backend-cpu": join(cpu, "index.js"),
  "@tensorflow/tfjs": join(core, "register_all_gradients.js"),
};

const describeUrl = new URL("describe.ts", import.meta.url).href;

/** Finds the files of tfjs; the tests get their `describeWithFlags` from describe.ts. */
export const resolve: ResolveHook = (specifier, context, next) => {
  const entry = entries[specifier];
  if (entry !== undefined) return { url: pathToFileURL(entry).href, shortCircuit: true };
  const parent = context.parentURL;
  if (!specifier.startsWith(".") || parent === undefined || !isTfjs(parent)) {
    return next(specifier, context);
  }
  if (specifier.endsWith("/jasmine_util")) return { url: describeUrl, shortCircuit: true };
  const path = join(dirname(fileURLToPath(parent)), specifier);
  const file = [path, `${path}.js`, join(path, "index.js")].find(
    (name) => /\.js$/.test(name) && existsSync(name),
  );
  if (file === undefined) return next(specifier, context);
  return { url: pathToFileURL(file).href, shortCircuit: true };
};

/** Loads the files of tfjs as the ES modules that they are. */
export const load: LoadHook = async (url, context, next) => {
  if (!isTfjs(url)) return next(url, context);
  const source = await readFile(fileURLToPath(url), "utf8");
  // The functions of a CommonJS module that Node.js does not find by reading it are on its default export.
  const imports = source.replaceAll("import * as seedrandom", "import seedrandom");
  return { format: "module", source: imports, shortCircuit: true };
};

function isTfjs(url: string): boolean {
  return [core, cpu].some((folder) => url.startsWith(`${pathToFileURL(folder).href}/`));
}

function distOf(name: string): string {
  return join(dirname(require.resolve(`${name}/package.json`)), "dist");
}
