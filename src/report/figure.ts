// Layer 5: a picture inside a report.

import { html, Html } from "./html.ts";
import type { HtmlContent } from "./html.ts";
import { renderChart } from "./render-chart.ts";
import type { ChartSpec } from "./render-chart.ts";
import { pageTheme } from "./theme.ts";

/** The widths in pixels at which a picture of full width is drawn; the style sheet shows the one that fits. */
export const FIGURE_WIDTHS = { wide: 920, narrow: 360 } as const;

/** A screen size for which a picture is drawn. */
export type FigureSize = keyof typeof FIGURE_WIDTHS;

/** What a picture of full width shows. */
export interface Figure {
  /** Unique in the page. */
  readonly id: string;
  /** What a person who does not see the picture should know. */
  readonly description: string;
  readonly caption?: HtmlContent;
  /** Describes the chart at a size. */
  readonly spec: (size: FigureSize) => ChartSpec;
}

/** Draws a picture of full width twice, for wide and for narrow screens: text in it keeps its size on both. */
export async function renderFigure({ id, description, caption, spec }: Figure): Promise<Html> {
  const [wide, narrow] = await Promise.all(
    (["wide", "narrow"] as const).map(async (size) => {
      const svg = await renderChart(spec(size), pageTheme, { id: `${id}-${size}`, description });
      return html`<div class="${size}">${new Html(svg)}</div>`;
    }),
  );
  return figureElement([wide, narrow], caption);
}

/** Draws a picture that fits both wide and narrow screens at one size. */
export async function renderSmallFigure(
  figure: Omit<Figure, "spec"> & { readonly spec: ChartSpec },
): Promise<Html> {
  const svg = await renderChart(figure.spec, pageTheme, figure);
  return figureElement(new Html(svg), figure.caption);
}

function figureElement(content: HtmlContent, caption: HtmlContent): Html {
  const text = caption === undefined ? undefined : html`<figcaption>${caption}</figcaption>`;
  return html`<figure>${content}${text}</figure>`;
}
