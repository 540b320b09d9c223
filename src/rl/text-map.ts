// Layer 3: a grid of characters to draw on, for pictures of episodes in plain text. What is drawn is the caller's business;
// render-plane.ts draws paths in a plane.

import { checkInteger, ConfigError, formatValue } from "../errors.ts";

/** The size of a {@link TextMap} and the coordinates of its cells. */
export interface TextMapOptions {
  readonly columns: number;
  readonly rows: number;
  /** The half-open range of x that the columns divide, from left to right. @defaultValue `[0, columns]` */
  readonly x?: readonly [number, number];
  /** The half-open range of y that the rows divide, from the bottom up. @defaultValue `[0, rows]` */
  readonly y?: readonly [number, number];
}

/** A grid of characters, blank at first. What lies outside is not drawn. */
export interface TextMap {
  /** Writes one character into a cell; row 0 is the top. */
  set(column: number, row: number, sign: string): void;
  /** Writes one character into the cell of a point. */
  plot(x: number, y: number, sign: string): void;
  /** Writes one character into each cell of the straight line between two points, both included. */
  line(from: readonly [number, number], to: readonly [number, number], sign: string): void;
  /** Writes into each cell what `signAt` returns for the cell's centre; nothing where that is undefined. */
  paint(signAt: (x: number, y: number) => string | undefined): void;
  /** Returns the rows, without blanks at their ends. */
  toString(): string;
  /** Returns the rows within a frame of `-`, `|` and `+`. */
  frame(): string;
}

/**
 * Creates a blank map.
 * @throws {@link ConfigError} if the size is not a positive integer or a range is empty; when drawn on, if what is written
 *   is not one character
 */
export function createTextMap(options: TextMapOptions): TextMap {
  const { columns, rows, x = [0, columns], y = [0, rows] } = options;
  checkInteger("createTextMap.columns", columns, 1);
  checkInteger("createTextMap.rows", rows, 1);
  for (const [name, range] of Object.entries({ x, y })) {
    if (Number.isFinite(range[1] - range[0]) && range[0] < range[1]) continue;
    throw new ConfigError(
      `createTextMap.${name}: must be a finite range that is not empty, got ${formatValue(range)}`,
    );
  }
  return new CharacterGrid({ columns, rows, x, y });
}

class CharacterGrid implements TextMap {
  readonly #cells: string[][];
  readonly #options: Required<TextMapOptions>;

  constructor(options: Required<TextMapOptions>) {
    this.#options = options;
    this.#cells = Array.from({ length: options.rows }, () =>
      new Array<string>(options.columns).fill(" "),
    );
  }

  set(column: number, row: number, sign: string): void {
    if (Array.from(sign).length !== 1) {
      throw new ConfigError(`TextMap: a sign must be one character, got ${formatValue(sign)}`);
    }
    const cells = this.#cells[row];
    if (cells?.[column] !== undefined) cells[column] = sign;
  }

  plot(x: number, y: number, sign: string): void {
    const [column, height] = this.#cellOf([x, y]);
    this.#setCell(column, height, sign);
  }

  line(from: readonly [number, number], to: readonly [number, number], sign: string): void {
    const { columns, rows } = this.#options;
    // From the middle of a cell to the middle of another, so that no step along the longer axis is lost to rounding.
    const start = this.#cellOf(from).map(Math.floor);
    const move = this.#cellOf(to).map((end, axis) => Math.floor(end) - start[axis]!);
    const steps = Math.max(1, ...move.map(Math.abs));
    // Only the steps inside the grid: a line may come from far away.
    let [first, last] = [0, steps];
    for (const [axis, size] of [columns, rows].entries()) {
      if (move[axis] === 0) continue;
      const bounds = [-1, size].map((bound) => (bound - start[axis]!) / move[axis]!);
      first = Math.max(first, Math.floor(steps * Math.min(...bounds)));
      last = Math.min(last, Math.ceil(steps * Math.max(...bounds)));
    }
    for (let step = first; step <= last; step++) {
      const part = step / steps;
      this.#setCell(start[0]! + 0.5 + part * move[0]!, start[1]! + 0.5 + part * move[1]!, sign);
    }
  }

  paint(signAt: (x: number, y: number) => string | undefined): void {
    const { columns, rows, x, y } = this.#options;
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const sign = signAt(
          x[0] + ((column + 0.5) / columns) * (x[1] - x[0]),
          y[0] + ((rows - row - 0.5) / rows) * (y[1] - y[0]),
        );
        if (sign !== undefined) this.set(column, row, sign);
      }
    }
  }

  toString(): string {
    return this.#cells.map((row) => row.join("").trimEnd()).join("\n");
  }

  frame(): string {
    const edge = `+${"-".repeat(this.#options.columns)}+`;
    return [edge, ...this.#cells.map((row) => `|${row.join("")}|`), edge].join("\n");
  }

  /** Where a point lies, in columns from the left and in rows from the bottom. */
  #cellOf([x, y]: readonly [number, number]): readonly [number, number] {
    const { columns, rows, x: xRange, y: yRange } = this.#options;
    return [
      ((x - xRange[0]) / (xRange[1] - xRange[0])) * columns,
      ((y - yRange[0]) / (yRange[1] - yRange[0])) * rows,
    ];
  }

  #setCell(column: number, height: number, sign: string): void {
    this.set(Math.floor(column), this.#options.rows - 1 - Math.floor(height), sign);
  }
}
