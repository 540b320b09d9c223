// A check that markup is well formed: for pages and pictures, without a browser.

const TAG =
  /<(?<closing>\/)?(?<name>[a-zA-Z][\w:-]*)(?<attributes>(?:\s+[\w:-]+(?:="[^"<>]*")?)*)\s*(?<empty>\/)?>/g;

/** HTML elements that have no end tag. */
const VOID_ELEMENTS = new Set(["meta"]);

/** Returns the names of all elements, in order. @throws Error if tags do not nest, or if a `<` or `>` is not part of one */
export function elementsOf(markup: string): readonly string[] {
  const open: string[] = [];
  const names: string[] = [];
  let end = 0;
  const checkText = (text: string): void => {
    // Style sheets select children by `>`.
    if (open.at(-1) !== "style" && /[<>]/.test(text)) throw new Error(`stray bracket in ${text}`);
  };
  for (const match of markup.replace(/^<!doctype html>/, "").matchAll(TAG)) {
    const { closing, name = "", empty } = match.groups ?? {};
    checkText(match.input.slice(end, match.index));
    end = match.index + match[0].length;
    if (closing !== undefined) {
      if (open.pop() !== name) throw new Error(`</${name}> closes another element`);
      continue;
    }
    names.push(name);
    if (empty === undefined && !VOID_ELEMENTS.has(name)) open.push(name);
  }
  checkText(markup.replace(/^<!doctype html>/, "").slice(end));
  if (open.length > 0) throw new Error(`not closed: ${open.join(", ")}`);
  return names;
}
