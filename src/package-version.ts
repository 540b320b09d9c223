// Layer 0: the version of this package.

import { createRequire } from "node:module";

/** Reads the version of this package. */
export function packageVersion(): string {
  const manifest = createRequire(import.meta.url)("acclimate/package.json") as { version: string };
  return manifest.version;
}
