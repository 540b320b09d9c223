// Every TypeScript block of the documentation compiles and runs, in a project of its own that depends on acclimate.
//
// A block is a file. Its first line may name it (`// envs/corridor.ts`), so that other blocks of the same document can
// import it. Where a block of `text` follows, that is exactly what the block before it prints.

import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { runNode } from "../support/run-node.ts";
import { listDocuments, readCodeBlocks } from "./markdown.ts";
import type { CodeBlock } from "./markdown.ts";
import { createProject } from "./project.ts";

interface Snippet {
  readonly where: string;
  readonly file: string;
  readonly code: string;
  /** What it prints, if the document says so. */
  readonly output: string | undefined;
}

const TSC = createRequire(import.meta.url).resolve("typescript/bin/tsc");

const documents = listDocuments()
  .map((document) => ({
    document,
    folder: document.replace(/\.md$/, ""),
    snippets: toSnippets(readCodeBlocks(document, ["ts", "text"])),
  }))
  .filter(({ snippets }) => snippets.length > 0);

describe("TypeScript of the documentation", () => {
  // The compiler takes seconds to start, so it compiles a folder for each document at once.
  it("compiles", async () => {
    const blocks = documents.flatMap(({ folder, snippets }) =>
      snippets.map(({ file, code }) => [`${folder}/${file}`, code] as const),
    );
    await compile(createProject(Object.fromEntries(blocks)));
  });

  it.each(documents)("of $document runs", async ({ snippets }) => {
    const project = createProject(
      Object.fromEntries(snippets.map(({ file, code }) => [file, code])),
    );
    for (const { where, file, output } of snippets) {
      const { stdout } = await runNode([file], project);
      if (output !== undefined) expect(stdout, where).toBe(output);
    }
  });
});

function toSnippets(blocks: readonly CodeBlock[]): Snippet[] {
  return blocks.flatMap(({ where, language, code }, index) => {
    if (language !== "ts") return [];
    const next = blocks[index + 1];
    return {
      where,
      file: /^\/\/ (\S+\.ts)\n/.exec(code)?.[1] ?? `snippet-${index}.ts`,
      code,
      output: next?.language === "text" ? next.code : undefined,
    };
  });
}

async function compile(folder: string): Promise<void> {
  await promisify(execFile)(process.execPath, [TSC, "-p", folder]).catch((error: unknown) => {
    throw new Error(`the snippets must compile, got ${(error as { stdout: string }).stdout}`);
  });
}
