// Layer 5: the style sheet of reports, with one palette for light and one for dark surroundings.

import { FONT_STACK } from "./theme.ts";

/** The whole style sheet of a report. */
export const STYLE_SHEET: string = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --panel: #f6f7f9; --ink: #1f2328; --muted: #59636e; --grid: #e4e7eb;
  --before: #d55e00; --after: #0072b2; --goal: #008560;
  --fourth: #cc79a7; --fifth: #e69f00; --sixth: #56b4e9;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171c; --panel: #1c2027; --ink: #e6e8eb; --muted: #9aa4b0; --grid: #2d333c;
    --before: #f0913f; --after: #56b4e9; --goal: #2fc79a;
    --fourth: #e39ac4; --fifth: #f2d04c; --sixth: #3d85d6;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 2.5rem 1.25rem 4rem; max-width: 60rem;
  background: var(--paper); color: var(--ink);
  font: 16px/1.55 ${FONT_STACK}; -webkit-text-size-adjust: 100%;
}
h1 { margin: 0; font-size: 1.75rem; line-height: 1.25; overflow-wrap: anywhere; }
h2 { margin: 0 0 .25rem; font-size: 1.2rem; }
section { margin-top: 2.75rem; }
p { margin: 0 0 .75rem; max-width: 46rem; }
.lead, section > p, figcaption, .empty { color: var(--muted); }
.lead { margin-top: .35rem; overflow-wrap: anywhere; }
.headline {
  display: flex; flex-wrap: wrap; gap: .5rem 2.75rem; margin: 1.25rem 0 0; padding: 1rem 1.25rem;
  background: var(--panel); border-radius: 8px;
}
.headline p { flex: 0 0 100%; margin: 0; font-size: .875rem; color: var(--muted); }
.number { font-size: 2rem; line-height: 1.2; font-weight: 600; font-variant-numeric: tabular-nums; }
.spread { color: var(--muted); font-variant-numeric: tabular-nums; }
.meaning { display: block; font-size: .875rem; }
.facts {
  display: grid; grid-template-columns: repeat(auto-fill, minmax(min(11.5rem, 45%), 1fr)); gap: .75rem 1.25rem;
  margin: 1.25rem 0 0;
}
dt { font-size: .8rem; color: var(--muted); }
dd { margin: 0; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
figure { margin: .5rem 0; }
figure svg { display: block; max-width: 100%; height: auto; }
.narrow { display: none; max-width: 30rem; }
.narrow svg { width: 100%; }
.strip_marks path:hover { fill-opacity: .09; }
.task_marks path:hover { opacity: 1; stroke-width: 2; }
.beside { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem 2rem; }
.beside > figure { flex: 0 1 auto; }
.beside > div { flex: 1 1 24rem; min-width: 0; }
.panels { display: grid; grid-template-columns: repeat(auto-fill, minmax(18rem, 1fr)); gap: .5rem 1rem; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 0 0 .5rem; padding: 0; list-style: none; font-size: .8125rem; }
.legend li { display: flex; align-items: center; gap: .35rem; }
.legend svg { fill: none; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: .875rem; font-variant-numeric: tabular-nums; }
th, td { padding: .35rem 0 .35rem .9rem; text-align: right; font-weight: normal; white-space: nowrap; }
th:first-child { padding-left: 0; text-align: left; }
thead th { color: var(--muted); font-size: .8rem; white-space: normal; vertical-align: bottom; }
tbody tr { border-top: 1px solid var(--grid); }
tfoot tr { border-top: 2px solid var(--grid); }
.methods th:first-child { min-width: 10rem; white-space: normal; overflow-wrap: break-word; }
.methods svg { margin-right: .45rem; vertical-align: baseline; fill: none; }
.bar { width: 40%; }
.bar span { display: block; height: .75rem; border-radius: 2px; background: var(--after); }
details { margin-top: .75rem; font-size: .9375rem; }
summary { cursor: pointer; color: var(--muted); }
details[open] > summary { margin-bottom: .5rem; }
pre {
  margin: 0; padding: .9rem 1rem; overflow-x: auto; background: var(--panel); border-radius: 8px;
  font: .8125rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace;
}
.command { white-space: pre-wrap; overflow-wrap: anywhere; }
@media (max-width: 46rem) {
  body { padding-top: 1.5rem; }
  .wide { display: none; }
  .narrow { display: block; }
  .number { font-size: 1.6rem; }
}
@media print { body { max-width: none; } section { break-inside: avoid; } }
`;
