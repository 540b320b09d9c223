import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CheckpointError } from "../../src/errors.ts";
import { decodeSafetensors, encodeSafetensors } from "../../src/train/safetensors.ts";
import type { Safetensor, SafetensorsFile } from "../../src/train/safetensors.ts";

const shapes = fc.array(fc.nat(4), { maxLength: 3 });

/** A tensor of any shape and element type, with any bits. */
const tensor: fc.Arbitrary<Safetensor> = fc
  .tuple(
    shapes,
    fc.constantFrom(Float32Array, Int32Array, Uint8Array),
    fc.infiniteStream(fc.nat(255)),
  )
  .map(([shape, view, bytes]) => {
    const size = shape.reduce((product, length) => product * length, view.BYTES_PER_ELEMENT);
    return { shape, values: new view(Uint8Array.from([...bytes.take(size)]).buffer) };
  });

const file: fc.Arbitrary<SafetensorsFile> = fc.record({
  tensors: fc
    .uniqueArray(fc.tuple(fc.string({ unit: "grapheme" }), tensor), { selector: ([name]) => name })
    .map((entries) => new Map(entries.filter(([name]) => name !== "__metadata__"))),
  metadata: fc.dictionary(fc.string(), fc.string(), { noNullPrototype: true }),
});

/** Builds a file from a header, whatever it says. */
function build(header: unknown, dataBytes: number): Uint8Array {
  const json = new TextEncoder().encode(
    typeof header === "string" ? header : JSON.stringify(header),
  );
  const bytes = new Uint8Array(8 + json.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}

const f32 = (begin: number, end: number, shape = [(end - begin) / 4]): object => ({
  dtype: "F32",
  shape,
  data_offsets: [begin, end],
});

describe("encodeSafetensors", () => {
  it("is undone by decodeSafetensors", () => {
    fc.assert(
      fc.property(file, (original) => {
        // A Buffer, as files are read into: a view of something larger.
        const bytes = Buffer.concat([Buffer.of(1, 2, 3), encodeSafetensors(original)]).subarray(3);
        const decoded = decodeSafetensors("file", bytes);
        expect(decoded.metadata).toEqual(original.metadata);
        expect(new Set(decoded.tensors.keys())).toEqual(new Set(original.tensors.keys()));
        for (const [name, { shape, values }] of original.tensors) {
          const found = decoded.tensors.get(name);
          expect(found?.shape).toEqual(shape);
          expect(found?.values.constructor).toBe(values.constructor);
          expect(bytesOf(found)).toEqual(bytesOf({ shape, values }));
        }
      }),
    );
  });

  it("writes the documented bytes", () => {
    const encoded = encodeSafetensors({
      tensors: new Map([["x", { shape: [2], values: Float32Array.of(1, -2) }]]),
      metadata: { a: "b" },
    });
    const header =
      '{"__metadata__":{"a":"b"},"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}';
    // 79 characters, and one space to a multiple of 8
    expect(header).toHaveLength(79);
    expect([...encoded.subarray(0, 8)]).toEqual([80, 0, 0, 0, 0, 0, 0, 0]);
    expect(new TextDecoder().decode(encoded.subarray(8, 88))).toBe(`${header} `);
    // 1 = 0x3f800000, -2 = 0xc0000000, little-endian
    expect([...encoded.subarray(88)]).toEqual([0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0]);
  });

  it("aligns every tensor to the size of its elements", () => {
    const encoded = encodeSafetensors({
      tensors: new Map<string, Safetensor>([
        ["flags", { shape: [3], values: Uint8Array.of(1, 0, 1) }],
        ["weights", { shape: [], values: Float32Array.of(1) }],
      ]),
      metadata: {},
    });
    const text = new TextDecoder().decode(encoded);
    expect(text).toContain('"weights":{"dtype":"F32","shape":[],"data_offsets":[0,4]}');
    expect(text).toContain('"flags":{"dtype":"BOOL","shape":[3],"data_offsets":[4,7]}');
  });
});

describe("decodeSafetensors", () => {
  it("rejects a file that is cut off anywhere", () => {
    const whole = encodeSafetensors({
      tensors: new Map<string, Safetensor>([
        ["w", { shape: [2, 2], values: Float32Array.of(1, 2, 3, 4) }],
        ["b", { shape: [1], values: Uint8Array.of(1) }],
      ]),
      metadata: { note: "x" },
    });
    for (let length = 0; length < whole.length; length++) {
      expect(() => decodeSafetensors("file", whole.subarray(0, length))).toThrow(CheckpointError);
    }
  });

  it.each([
    ["trailing bytes", build({ a: f32(0, 4) }, 5), "there must be 4 bytes of data, got 5"],
    [
      "missing bytes",
      build({ a: f32(0, 8) }, 4),
      'tensor "a" must end within 4 bytes of data, got 8',
    ],
    [
      "a hole",
      build({ a: f32(0, 4), b: f32(8, 12) }, 12),
      "a tensor must begin at byte 4 of the data, got 8",
    ],
    [
      "an overlap",
      build({ a: f32(0, 8), b: f32(4, 12) }, 12),
      "a tensor must begin at byte 8 of the data, got 4",
    ],
    [
      "a late first tensor",
      build({ a: f32(4, 8) }, 8),
      "a tensor must begin at byte 0 of the data, got 4",
    ],
    [
      "a shape of another size",
      build({ a: f32(0, 8, [3]) }, 8),
      'tensor "a" must have 12 bytes, got 8',
    ],
    ["a reversed range", build({ a: f32(8, 0, [2]) }, 8), 'tensor "a" must have 8 bytes, got -8'],
    [
      "a negative offset",
      build({ a: f32(-4, 0, [1]) }, 8),
      'tensor "a" must have two offsets, got [-4, 0]',
    ],
    [
      "three offsets",
      build({ a: { dtype: "F32", shape: [], data_offsets: [0, 4, 8] } }, 8),
      "two offsets",
    ],
    [
      "a fractional shape",
      build({ a: f32(0, 4, [1.5]) }, 4),
      "must have a shape of integers >= 0, got [1.5]",
    ],
    ["a huge shape", build({ a: f32(0, 4, [2 ** 40, 2 ** 40]) }, 4), "must have 4.8"],
    [
      "another dtype",
      build({ a: { ...f32(0, 4), dtype: "F16" } }, 4),
      'must have dtype F32, I32, BOOL, got "F16"',
    ],
    ["an inherited dtype", build({ a: { ...f32(0, 4), dtype: "toString" } }, 4), 'got "toString"'],
    ["a tensor that is a number", build({ a: 3 }, 0), 'tensor "a" must be an object, got 3'],
    [
      "metadata that is no text",
      build({ __metadata__: { a: 1 } }, 0),
      "metadata must be strings by name",
    ],
    ["a header that is a list", build([], 0), "the header must be a JSON object, got []"],
    ["a header that is no JSON", build("{", 0), "the header must be JSON"],
    ["a header that is not UTF-8", build({}, 0).fill(0xff, 8), "the header must be JSON"],
    [
      "a length beyond the file",
      build({}, 0).fill(200, 0, 1),
      "the header must fit into 10 bytes, got 200",
    ],
    ["an enormous length", build({}, 0).fill(0xff, 0, 8), "the header must fit into 10 bytes"],
  ])("rejects %s", (_damage, bytes, message) => {
    expect(() => decodeSafetensors("some/file", bytes)).toThrow(CheckpointError);
    expect(() => decodeSafetensors("some/file", bytes)).toThrow("some/file: ");
    expect(() => decodeSafetensors("some/file", bytes)).toThrow(message);
  });

  it("throws nothing but CheckpointError, whatever the bytes", () => {
    const header = fc.oneof(
      fc.json(),
      fc.dictionary(
        fc.string(),
        fc.record({
          dtype: fc.constantFrom("F32", "BOOL", "U8"),
          shape: fc.array(fc.integer({ min: -1, max: 3 })),
          data_offsets: fc.array(fc.integer({ min: -1, max: 9 })),
        }),
      ),
    );
    fc.assert(
      fc.property(header, fc.nat(12), (value, dataBytes) => {
        try {
          decodeSafetensors("file", build(value, dataBytes));
        } catch (error) {
          expect(error).toBeInstanceOf(CheckpointError);
        }
      }),
    );
  });
});

function bytesOf(found: Safetensor | undefined): Uint8Array | undefined {
  if (found === undefined) return undefined;
  const { buffer, byteOffset, byteLength } = found.values;
  return new Uint8Array(buffer, byteOffset, byteLength);
}
