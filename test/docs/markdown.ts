// Reads what the documentation promises: its code blocks and its links.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../support/root.ts";

/** A fenced code block. */
export interface CodeBlock {
  /** The file, relative to the repository, and the line of the opening fence: `README.md:12`. */
  readonly where: string;
  readonly language: string;
  readonly code: string;
}

/** A shell command that a reader may copy. */
export interface Command {
  /** Where it stands, as in {@link CodeBlock.where}. */
  readonly where: string;
  readonly command: string;
}

/** A link to a file of the repository. */
export interface Link {
  /** The file that links, relative to the repository. */
  readonly from: string;
  /** Where to, relative to that file, without the part after `#`. */
  readonly to: string;
}

/** The Markdown files for readers, relative to the repository; the generated reference is none of them. */
export function listDocuments(): readonly string[] {
  const nested = ["docs", "experiments"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .map((path) => `${folder}/${path.replaceAll("\\", "/")}`)
      .filter((path) => !path.startsWith("docs/api/")),
  );
  return [...readdirSync(ROOT), ...nested].filter((path) => path.endsWith(".md")).sort();
}

/** Reads the fenced code blocks of a document in one of `languages`. */
export function readCodeBlocks(document: string, languages: readonly string[]): CodeBlock[] {
  return findAll(document, /^```(\w+)\n([^]*?)^```$/gm)
    .map(({ where, groups: [language = "", code = ""] }) => ({ where, language, code }))
    .filter(({ language }) => languages.includes(language));
}

/** Reads the commands of a document: the lines of its `sh` blocks, and code within text that starts like one. */
export function readCommands(document: string): Command[] {
  const inline = findAll(document, /`((?:npm|npx|bash|acclimate) [^`\n]+)`/g).map(
    ({ where, groups: [command = ""] }) => ({ where, command }),
  );
  const blocks = readCodeBlocks(document, ["sh"]).flatMap(({ where, code }) =>
    code
      .split(/\n|\s&&\s/)
      .map((command) => ({ where, command: command.trim() }))
      .filter(({ command }) => command !== ""),
  );
  return [...blocks, ...inline];
}

/** Reads the links of a document that point into the repository. */
export function readLinks(document: string): Link[] {
  return findAll(document, /\]\((?!https?:|#)([^)#\s]+)(?:#[^)]*)?\)/g).map(
    ({ groups: [to = ""] }) => ({ from: document, to }),
  );
}

function findAll(document: string, pattern: RegExp): { where: string; groups: string[] }[] {
  const text = readFileSync(join(ROOT, document), "utf8");
  return [...text.matchAll(pattern)].map((match) => ({
    where: `${document}:${text.slice(0, match.index).split("\n").length}`,
    groups: match.slice(1),
  }));
}
