// Layer 5: the styles of example tasks, beside those of all pages.

/** The styles that only pages with example tasks have. */
export const EXAMPLE_STYLES: string = `
.examples th, .examples td { padding: .4rem .9rem .4rem 0; text-align: left; vertical-align: top; white-space: normal; }
.examples tbody th { width: 11rem; min-width: 5.5rem; overflow-wrap: break-word; }
.items { display: flex; flex-wrap: wrap; gap: .35rem; }
.items:has(.judged) { gap: .35rem .9rem; }
.items img { display: block; image-rendering: pixelated; border-radius: 2px; }
.judged { display: flex; flex-direction: column; align-items: flex-start; }
.verdicts { display: flex; gap: .2rem; font-size: .8rem; line-height: 1.4; white-space: nowrap; }
.verdicts span { letter-spacing: -.05em; }
.verdicts i { color: var(--muted); font-style: normal; }
.verdicts .right { color: var(--goal); }
.verdicts .wrong { color: var(--before); }
.text { padding: .1rem .5rem; background: var(--panel); border-radius: 4px; overflow-wrap: anywhere; }
@media (max-width: 46rem) {
  .examples thead { display: none; }
  .examples tr, .examples tbody th, .examples td { display: block; width: auto; }
  .examples tr { padding: .35rem 0; }
  .examples th, .examples td { padding: .15rem 0; }
  .examples td::before { content: attr(data-label); font-size: .8rem; color: var(--muted); }
}
`;
