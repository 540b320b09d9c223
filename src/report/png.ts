// Layer 5: grey pictures as PNG files, for pages that hold them.

import { crc32, deflateSync } from "node:zlib";
import { checkLength } from "../errors.ts";

/** The first bytes of every PNG file. */
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

const BITS = 8;
const GREY = 0;

/**
 * Encodes a picture of 8-bit grey, 0 being black.
 *
 * @param pixels - `[height, width]`, row by row from the top
 * @returns the bytes of a PNG file
 * @throws {@link ShapeError} if there are not as many pixels as the shape says
 * @see PNG Specification, third edition, section 5 and 11.2 (https://www.w3.org/TR/png-3/)
 */
export function encodePng(pixels: Uint8Array, [height, width]: readonly [number, number]): Buffer {
  checkLength("encodePng: pixels", pixels, [height, width]);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([BITS, GREY], 8); // then compression, filter and interlace methods, all 0
  // Each row begins with the type of its filter; 0 is none.
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y++) {
    rows.set(pixels.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  }
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/** Length, type, content, and the checksum of type and content. */
function chunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "ascii"), content]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}
