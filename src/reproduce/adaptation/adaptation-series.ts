// Layer 5: the table of one panel as curves, each beside the published one in the same colour.

import type {
  AdaptationCurvePoint,
  AdaptationSeries,
} from "../../report/charts/adaptation-curves.ts";
import { measureFormat } from "../../report/measure-format.ts";
import { printTheme } from "../../report/theme.ts";
import type { AdaptationCell, AdaptationPanelTable } from "./adaptation-table.ts";

/**
 * Makes the curves of each method, accuracies in per cent: ours, and dashed what was published. A method that does not adapt
 * becomes a level. Where colours end, they begin again, dotted.
 */
export function adaptationSeries({
  rows,
  measure,
}: Pick<AdaptationPanelTable, "rows" | "measure">): readonly AdaptationSeries[] {
  const colors = printTheme.series.length;
  const points = rows.flatMap(({ row, cells }) =>
    cells.map((cell) => ({ innerSteps: Number(row), cell })),
  );
  const methods = [...new Set(points.map(({ cell }) => cell.method))];
  return methods.flatMap((method, index) => {
    const color = index % colors;
    const own = points.filter(({ cell }) => cell.method === method);
    const published = own.flatMap(({ innerSteps, cell }) => publishedPoint(innerSteps, cell));
    const ours = own.map(({ innerSteps, cell: { mean, ci95 } }) => ({ innerSteps, mean, ci95 }));
    const finish = (curve: readonly AdaptationCurvePoint[]): readonly AdaptationCurvePoint[] =>
      (own.length === 1 ? levelOf(curve, rows.length) : curve).map((point) =>
        scale(point, measureFormat(measure).scale),
      );
    return [
      { name: method, color, points: finish(ours), ...(index >= colors && { dotted: true }) },
      ...(published.length === 0
        ? []
        : [{ name: `${method}, published`, color, dashed: true, points: finish(published) }]),
    ];
  });
}

function publishedPoint(
  innerSteps: number,
  { published, publishedMargin }: AdaptationCell,
): readonly AdaptationCurvePoint[] {
  if (published === null) return [];
  if (publishedMargin === undefined) return [{ innerSteps, mean: published }];
  const ci95 = [published - publishedMargin, published + publishedMargin] as const;
  return [{ innerSteps, mean: published, ci95 }];
}

/** One point, repeated after each number of inner steps; its interval is drawn once. */
function levelOf(
  [point]: readonly AdaptationCurvePoint[],
  rows: number,
): readonly AdaptationCurvePoint[] {
  if (point === undefined) return [];
  const { mean } = point;
  return [
    point,
    ...Array.from({ length: rows - 1 }, (_, index) => ({ innerSteps: index + 1, mean })),
  ];
}

function scale(
  { innerSteps, mean, ci95 }: AdaptationCurvePoint,
  factor: number,
): AdaptationCurvePoint {
  return {
    innerSteps,
    mean: factor * mean,
    ...(ci95 !== undefined && { ci95: [factor * ci95[0], factor * ci95[1]] as const }),
  };
}
