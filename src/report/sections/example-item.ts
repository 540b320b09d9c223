// Layer 5: one item of an example task: a picture or a text.

import { AcclimateError, formatValue } from "../../errors.ts";
import type { ExampleItems, ExampleTask } from "../../few-shot/evaluation.ts";
import { html } from "../html.ts";
import type { Html } from "../html.ts";
import { encodePng } from "../png.ts";

/** Pixels of the page for one of a picture. */
const ZOOM = 2;

/** Which item, and what a person who does not see its picture should know. */
export interface ItemPlace {
  readonly index: number;
  readonly alt: string;
}

/**
 * Draws an item. Text may run from right to left.
 * @throws {@link AcclimateError} if an item of pictures has none
 */
export function exampleItem(
  { picture, pictureShape }: ExampleTask,
  { pixels, texts }: ExampleItems,
  { index, alt }: ItemPlace,
): Html {
  if (picture === "text") return html`<span class="text" dir="auto">${texts?.[index]}</span>`;
  const [height, width] = pictureShape ?? [];
  const bytes = pixels?.[index];
  if (height === undefined || width === undefined || bytes === undefined) {
    throw new AcclimateError(
      `ExampleTask: must have pixels and a pictureShape [height, width] to be drawn as an image, got ${formatValue(pictureShape)}`,
    );
  }
  const png = encodePng(Buffer.from(bytes, "base64"), [height, width]).toString("base64");
  return html`<img
    src="data:image/png;base64,${png}"
    width="${ZOOM * width}"
    height="${ZOOM * height}"
    alt="${alt}"
  />`;
}
