// Layer 6: a comparison in the terminal.

import Table from "cli-table3";
import type { Comparison } from "../report/compare/comparison.ts";
import { comparisonTables } from "../report/compare/tables.ts";
import { tableStyle } from "./table-style.ts";

/** Longest lines of notes and of names. */
const NOTE_WIDTH = 100;
const NAME_WIDTH = 34;

/** Renders the tables of a comparison, each with what its numbers are. */
export function renderComparisonTables(comparison: Comparison): string {
  return comparisonTables(comparison)
    .map(({ title, note, head, rows }) => {
      const table = new Table({
        head: [...head],
        colAligns: head.map((_, column) => (column === 0 ? "left" : "right")),
        style: tableStyle,
      });
      table.push(...rows.map(([name = "", ...cells]) => [breakLines(name, NAME_WIDTH), ...cells]));
      return [title, breakLines(note, NOTE_WIDTH), table.toString()].join("\n");
    })
    .join("\n\n");
}

/** Breaks text at spaces; a longer word stays whole. */
function breakLines(text: string, width: number): string {
  const lines = text.split(" ").reduce<string[]>((done, word) => {
    const last = done.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) return [...done, word];
    return [...done.slice(0, -1), `${last} ${word}`];
  }, []);
  return lines.join("\n");
}
