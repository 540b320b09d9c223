// Layer 5: a table in Markdown.

/** How {@link markdownTable} aligns columns: all as they are by default, or all but the first to the right. */
export type MarkdownAlignment = "default" | "numbers";

/** Writes a table; bars in cells are escaped. @param rows - each as long as `head` */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  alignment: MarkdownAlignment = "default",
): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const escaped = (cells: readonly string[]): string =>
    line(cells.map((cell) => cell.replaceAll("|", "\\|")));
  const rule = head.map((_, column) => (alignment === "default" || column === 0 ? "---" : "---:"));
  return [escaped(head), line(rule), ...rows.map(escaped)].join("\n");
}
