// Layer 5: a reproduced table of adaptation as curves, each beside the published one in the same colour.

import type {
  AdaptationCurvePoint,
  AdaptationSeries,
} from "../../report/charts/adaptation-curves.ts";
import type { AdaptationCell, AdaptationTable } from "./adaptation-table.ts";

/** Makes the curves of each method: ours, and dashed what was published. A method that does not adapt becomes a level. */
export function adaptationSeries({ rows }: AdaptationTable): readonly AdaptationSeries[] {
  const points = rows.flatMap(({ row, cells }) =>
    cells.map((cell) => ({ innerSteps: Number(row), cell })),
  );
  const methods = [...new Set(points.map(({ cell }) => cell.method))];
  return methods.flatMap((method, color) => {
    const own = points.filter(({ cell }) => cell.method === method);
    const published = own.flatMap(({ innerSteps, cell }) => publishedPoint(innerSteps, cell));
    const ours = own.map(({ innerSteps, cell: { mean, ci95 } }) => ({ innerSteps, mean, ci95 }));
    const extend = (curve: readonly AdaptationCurvePoint[]): readonly AdaptationCurvePoint[] =>
      own.length === 1 ? levelOf(curve, rows.length) : curve;
    return [
      { name: method, color, points: extend(ours) },
      ...(published.length === 0
        ? []
        : [{ name: `${method}, published`, color, dashed: true, points: extend(published) }]),
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
