// Layer 5: how a chart tells its series apart: by colour, and by dashes for references.

import { DASHES } from "../theme.ts";
import { legendOf } from "./legend.ts";

/** What the encoding needs to know of a series. */
interface NamedSeries {
  readonly name: string;
  readonly dashed?: boolean;
  readonly dotted?: boolean;
}

/** How the series of a chart look. */
export interface SeriesLook {
  /** One colour a series. */
  readonly colors: readonly string[];
  /** Width of the whole picture in pixels. */
  readonly width: number;
  /** Whether the chart names its series. */
  readonly hasLegend: boolean;
}

/** One channel of an encoding: a range of values, one a series. */
interface Channel<Value> {
  field: string;
  type: "nominal";
  sort: string[];
  scale: { domain: string[]; range: Value[] };
  legend: { columns: number } | null;
}

/** The two channels that tell series apart. */
export interface SeriesEncoding {
  readonly color: Channel<string>;
  readonly strokeDash: Channel<number[]>;
}

/** Encodes the field `name` of the data as colour and dashes. */
export function seriesEncoding(series: readonly NamedSeries[], look: SeriesLook): SeriesEncoding {
  const names = series.map(({ name }) => name);
  const color: Channel<string> = {
    field: "name",
    type: "nominal",
    sort: names,
    scale: { domain: names, range: [...look.colors] },
    legend: look.hasLegend ? legendOf(names, look.width) : null,
  };
  const range = series.map(({ dashed, dotted }) =>
    dashed ? DASHES.dashed : dotted ? DASHES.dotted : DASHES.solid,
  );
  return { color, strokeDash: { ...color, scale: { domain: names, range } } };
}
