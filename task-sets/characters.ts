// Chinese characters, each written by twenty drawers: strokes of the npm package hanzi-writer-data, drawn with jitter.

import {
  classTaskSet,
  createRandom,
  drawStrokes,
  loadPackage,
  splitClasses,
} from "acclimate/task-set";
import type { ClassSource, PackageFiles, Random, SplitSizes, TaskSet } from "acclimate/task-set";

const ID = "characters@1";

/** Pictures have as many rows as columns. */
const SIDE = 28;
const PIXELS = SIDE * SIDE;

/** As many as wrote each character of Omniglot (Lake et al. 2015, https://doi.org/10.1126/science.aab3050). */
const DRAWERS = 20;

/** How the package has its coordinates: a square of 1024, with y from 900 at the top down to -124. */
const EM = 1024;
const TOP = 900;

/**
 * How a drawer's hand differs, each uniformly to both sides: an angle in radians, shares of the size, and pixels. They are chosen,
 * with the noise below, such that the nearest neighbour by pixels is right as often as on Omniglot: in 41.7 % of 5-way 1-shot
 * queries and in 63.2 % of 5-shot ones (Vinyals et al. 2016, https://arxiv.org/abs/1606.04080, table 1).
 */
const ROTATION = 0.22;
const SHEAR = 0.2;
const SCALING = 0.16;
const SHIFT = 2;

/**
 * Characters to meta-train on, as many as of Omniglot in the experiments of Santoro et al. 2016 and of MAML, and to choose
 * settings by; all others are for tests.
 */
const SPLIT_SIZES = { train: 1200, validation: 1000 } as const;

/** The standard deviation of where a stroke stands, and of where a point of it does, in pixels. */
const STROKE_NOISE = 0.55;
const POINT_NOISE = 0.4;

/** Half the width of a stroke, in pixels. */
const RADII = [0.5, 0.9] as const;

/** How much of the picture a character fills before jitter. */
const FILL = 0.86;

const WHITE = 255;

/** Where {@link createCharacters} finds its data. */
export interface CharactersOptions {
  /** Folders such as `node_modules` to find the package in. @defaultValue as {@link PackageSource.folders} */
  readonly folders?: readonly string[];
  /** How many characters are in the splits; other sizes are another task set. @defaultValue 1200 and 1000 */
  readonly splitSizes?: SplitSizes;
}

/** Makes the task set of characters. Nothing is read before data are needed; a character is drawn once, and kept. */
export function createCharacters({
  folders,
  splitSizes = SPLIT_SIZES,
}: CharactersOptions = {}): TaskSet {
  return classTaskSet({
    id: ID,
    description: "Chinese characters, each written by twenty drawers",
    inputShape: [SIDE, SIDE],
    picture: "image",
    classes() {
      const files = loadPackage({
        where: `task set ${ID}`,
        name: "hanzi-writer-data",
        version: "2.0.1",
        folders,
      });
      const characters = files
        .list(".")
        .filter((file) => file.endsWith(".json") && file !== "package.json");
      const { train, validation, test } = splitClasses(characters, splitSizes);
      const classOf = (file: string): ClassSource => characterClass(files, file);
      return {
        train: train.map(classOf),
        validation: validation.map(classOf),
        test: test.map(classOf),
      };
    },
  });
}

/** The characters of hanzi-writer-data, in random splits. */
export const characters: TaskSet = createCharacters();

/** @param file - such as `永.json` */
function characterClass(files: PackageFiles, file: string): ClassSource {
  const name = file.slice(0, -".json".length);
  let drawn: readonly Uint8Array[] | undefined;
  return {
    name,
    items: DRAWERS,
    write(item, out, offset) {
      drawn ??= drawAll(name, readStrokes(files, file));
      const picture = drawn[item]!;
      for (let i = 0; i < PIXELS; i++) out[offset + i] = picture[i]! / WHITE;
    },
  };
}

/** Points of a line, `x, y` one after the other. */
type Stroke = readonly number[];

function drawAll(name: string, strokes: readonly Stroke[]): readonly Uint8Array[] {
  const rng = createRandom(0).split(ID, name);
  return Array.from({ length: DRAWERS }, (_, drawer) => drawByHand(strokes, rng.split(drawer)));
}

/** Draws a character as one drawer writes it. @returns `[PIXELS]`, from 0 to 255 */
function drawByHand(strokes: readonly Stroke[], rng: Random): Uint8Array {
  const draw = (most: number): number => most * (2 * rng.uniform() - 1);
  const angle = draw(ROTATION);
  const shear = draw(SHEAR);
  const width = FILL * SIDE * (1 + draw(SCALING));
  const height = FILL * SIDE * (1 + draw(SCALING));
  const centreX = SIDE / 2 + draw(SHIFT);
  const centreY = SIDE / 2 + draw(SHIFT);
  const radius = RADII[0] + (RADII[1] - RADII[0]) * rng.uniform();
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const moved = strokes.map((points) => {
    const noise = new Float64Array(points.length + 2);
    rng.normals(noise);
    const strokeX = STROKE_NOISE * noise[points.length]!;
    const strokeY = STROKE_NOISE * noise[points.length + 1]!;
    const out = new Float64Array(points.length);
    for (let i = 0; i < points.length; i += 2) {
      const v = height * points[i + 1]!;
      const u = width * points[i]! + shear * v;
      out[i] = centreX + cos * u - sin * v + strokeX + POINT_NOISE * noise[i]!;
      out[i + 1] = centreY + sin * u + cos * v + strokeY + POINT_NOISE * noise[i + 1]!;
    }
    return out;
  });
  return drawStrokes(moved, { side: SIDE, radius });
}

/** Reads the middle lines of the strokes. @returns their points, from -1/2 to 1/2, with y downwards */
function readStrokes(files: PackageFiles, file: string): readonly Stroke[] {
  const { medians } = (files.readJson(file) ?? {}) as { readonly medians?: unknown };
  const valid = Array.isArray(medians) && medians.length > 0 && medians.every(isLine);
  if (!valid) throw files.damaged(file, "must have medians, lists of two or more points");
  return (medians as Lines).map((line) =>
    line.flatMap(([x, y]) => [x / EM - 0.5, (TOP - y) / EM - 0.5]),
  );
}

type Lines = readonly (readonly (readonly [x: number, y: number])[])[];

function isLine(line: unknown): boolean {
  return Array.isArray(line) && line.length >= 2 && line.every(isPoint);
}

function isPoint(point: unknown): boolean {
  return Array.isArray(point) && point.length === 2 && point.every(Number.isFinite);
}
