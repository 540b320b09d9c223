// Layer 6: where `acclimate compare` writes; it never replaces a file.

import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import { ConfigError, formatValue } from "../errors.ts";
import type { Comparison } from "../report/compare/comparison.ts";
import { comparisonMarkdown } from "../report/compare/markdown.ts";
import { renderComparison } from "../report/compare/page.ts";
import { PICTURE_FILES, renderPictures } from "../report/compare/pictures.ts";

/** The files that are asked for. */
export interface CompareFiles {
  /** The page. @defaultValue `runs/compare-<n>.html` */
  readonly out?: string | undefined;
  readonly markdown?: string | undefined;
  /** The folder of the pictures. */
  readonly svg?: string | undefined;
}

/** The folder of numbered pages. */
const RUNS = "runs";

/** Checks, before any work, that nothing would be replaced. @throws {@link ConfigError} if something would */
export function checkCompareFiles({ out, markdown, svg }: CompareFiles): void {
  for (const [option, file] of Object.entries({ "--out": out, "--markdown": markdown })) {
    if (file === undefined || !existsSync(file)) continue;
    throw new ConfigError(
      `${option}: must be a file that does not exist, got ${formatValue(file)}`,
    );
  }
  const found = Object.values(PICTURE_FILES).filter((file) => svg && existsSync(join(svg, file)));
  if (found.length === 0) return;
  throw new ConfigError(
    `--svg: must be a folder without ${found.join(" and ")}, got ${formatValue(svg)}; choose another`,
  );
}

/** Writes what is asked for, each file whole. @returns the paths of all files */
export async function writeCompareFiles(
  comparison: Comparison,
  { out = nextPage(), markdown, svg }: CompareFiles,
): Promise<readonly string[]> {
  const contents = new Map([[out, await renderComparison(comparison)]]);
  if (markdown !== undefined) contents.set(markdown, comparisonMarkdown(comparison));
  if (svg !== undefined) {
    const pictures = Object.entries(await renderPictures(comparison));
    pictures.forEach(([file, picture]) => contents.set(join(svg, file), picture));
  }
  for (const [path, content] of contents) {
    await mkdir(dirname(path), { recursive: true });
    await writeFileAtomic(path, content);
  }
  return [...contents.keys()];
}

/** The first number that no page has. */
function nextPage(): string {
  for (let number = 1; ; number++) {
    const path = join(RUNS, `compare-${number}.html`);
    if (!existsSync(path)) return path;
  }
}
