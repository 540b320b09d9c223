// Layer 5: HTML as values. A template escapes whatever is put into it unless that is HTML itself, so that a title, a
// task or a configuration cannot become markup.

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Markup that is known to be well formed. */
export class Html {
  readonly markup: string;

  /** @param markup - taken as it is, without escaping */
  constructor(markup: string) {
    this.markup = markup;
  }

  toString(): string {
    return this.markup;
  }
}

/** What a template accepts: text and numbers are escaped, lists are joined, `undefined` is nothing. */
export type HtmlContent = Html | string | number | undefined | readonly HtmlContent[];

/** Escapes text for use between tags and inside quoted attributes. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

/** Builds HTML from a template literal: html`<b>${text}</b>`. */
export function html(literals: TemplateStringsArray, ...contents: readonly HtmlContent[]): Html {
  const parts = literals.map((literal, index) =>
    index === 0 ? literal : markupOf(contents[index - 1]) + literal,
  );
  return new Html(parts.join(""));
}

function markupOf(content: HtmlContent): string {
  if (content === undefined) return "";
  if (content instanceof Html) return content.markup;
  if (typeof content === "string" || typeof content === "number")
    return escapeHtml(String(content));
  return content.map(markupOf).join("");
}
