// Layer 6: the names of the files that a reproduction leaves.

/** The table as JSON, as Markdown, and as a picture. */
export const reproducedFiles = {
  table: "table.json",
  markdown: "table.md",
  picture: "table.svg",
} as const;
