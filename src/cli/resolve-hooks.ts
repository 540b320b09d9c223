// Layer 6: how imports are resolved once a user's file was imported. JavaScript as text: Node runs it in a thread of its
// own, which reads no TypeScript, and a file of JavaScript would have no place among the sources.

/**
 * The module that `register` of node:module is given, with `{ packageUrl }`, the URL of any file of this package, as data.
 *
 * - `acclimate` means this package, whoever imports it. So do the packages whose values go through its doors, unless a
 *   package under node_modules imports them.
 * - Outside node_modules, `.ts` is an ES module, and so is `.js` with an import or an export: in a folder without a
 *   package.json, and beside the one that `npm init` writes, they would be CommonJS.
 */
export const RESOLVE_HOOKS: string = String.raw`
import { readFile } from "node:fs/promises";

let packageUrl;

export function initialize(data) {
  packageUrl = data.packageUrl;
}

export async function resolve(specifier, context, next) {
  const isOurs =
    /^acclimate(\/|$)/.test(specifier) ||
    (/^(@tensorflow\/tfjs-core|zod)(\/|$)/.test(specifier) && !isInstalled(context.parentURL));
  const found = await next(specifier, isOurs ? { ...context, parentURL: packageUrl } : context);
  if (!found.url.startsWith("file:") || isInstalled(found.url)) return found;
  // tsx marks what it takes for CommonJS in a query, or at the end of the path.
  const url = found.url.replace(/(%3F|\?)tsx-.*$/i, "");
  return (await isModule(url)) ? { ...found, url, format: "module" } : found;
}

function isInstalled(url) {
  return url !== undefined && url.includes("/node_modules/");
}

async function isModule(url) {
  const { pathname } = new URL(url);
  if (/\.tsx?$/.test(pathname)) return true;
  return /\.js$/.test(pathname) && /^\s*(import|export)\b/m.test(await readFile(new URL(url), "utf8"));
}
`;
