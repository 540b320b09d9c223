import { inflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { encodePng } from "../../src/report/png.ts";

/** CRC-32 by its definition, bit by bit: the remainder of a division by the reflected polynomial 0xedb88320. */
function checksum(bytes: Uint8Array): number {
  let remainder = 0xffffffff;
  for (const byte of bytes) {
    remainder ^= byte;
    for (let bit = 0; bit < 8; bit++) {
      remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
    }
  }
  return (remainder ^ 0xffffffff) >>> 0;
}

/** Reads the chunks of a file, and checks their checksums. */
function chunksOf(file: Buffer): readonly (readonly [type: string, content: Buffer])[] {
  const chunks: [string, Buffer][] = [];
  for (let at = 8; at < file.length;) {
    const length = file.readUInt32BE(at);
    const body = file.subarray(at + 4, at + 8 + length);
    expect(file.readUInt32BE(at + 8 + length)).toBe(checksum(body));
    chunks.push([body.toString("ascii", 0, 4), body.subarray(4)]);
    at += 12 + length;
  }
  return chunks;
}

describe("encodePng", () => {
  it("writes a grey picture of 8 bits, row by row, each after the filter byte 0", () => {
    const file = encodePng(Uint8Array.from([0, 50, 100, 150, 200, 255]), [2, 3]);
    expect([...file.subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
    const [header, data, end] = chunksOf(file);
    // Width, height, bit depth, colour type, compression, filter, interlace.
    expect(header).toEqual(["IHDR", Buffer.from([0, 0, 0, 3, 0, 0, 0, 2, 8, 0, 0, 0, 0])]);
    expect(data?.[0]).toBe("IDAT");
    expect([...inflateSync(data?.[1] ?? Buffer.alloc(0))]).toEqual([
      0, 0, 50, 100, 0, 150, 200, 255,
    ]);
    expect(end).toEqual(["IEND", Buffer.alloc(0)]);
  });

  it("refuses pixels that do not fill the shape", () => {
    expect(() => encodePng(new Uint8Array(5), [2, 3])).toThrow(
      "encodePng: pixels must have [2, 3] = 6 elements, got 5",
    );
  });
});
