// Layer 5: the safetensors format (https://huggingface.co/docs/safetensors): a JSON header and the tensors' bytes.
//
// u64 little-endian length of the header, header, data. The reader is strict: every byte must be accounted for.

import { CheckpointError, formatValue } from "../errors.ts";

/** Elements of one tensor. */
export type SafetensorValues = Float32Array | Int32Array | Uint8Array;

/** One tensor of a file. */
export interface Safetensor {
  readonly shape: readonly number[];
  /** Float32Array, Int32Array, or Uint8Array for booleans. */
  readonly values: SafetensorValues;
}

/** What a file holds. */
export interface SafetensorsFile {
  readonly tensors: ReadonlyMap<string, Safetensor>;
  /** Free text by name. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** Bytes of the length that a file begins with. */
const LENGTH_BYTES = 8;

/** The largest header that the format allows. */
const MAX_HEADER_BYTES = 100_000_000;

/** Data begin at a multiple of this, so that every element is aligned. */
const ALIGNMENT = 8;

const METADATA = "__metadata__";

const dtypes = {
  F32: { bytes: 4, view: Float32Array },
  I32: { bytes: 4, view: Int32Array },
  BOOL: { bytes: 1, view: Uint8Array },
} as const;

type Dtype = keyof typeof dtypes;

/** Encodes tensors, larger elements first and otherwise in their order, so that every element is aligned. */
export function encodeSafetensors({ tensors, metadata }: SafetensorsFile): Uint8Array {
  const entries = [...tensors]
    .map(([name, { shape, values }]) => ({ name, shape, values, dtype: dtypeOf(values) }))
    .sort((a, b) => dtypes[b.dtype].bytes - dtypes[a.dtype].bytes);
  const header: Record<string, unknown> = { [METADATA]: metadata };
  let end = 0;
  for (const { name, shape, values, dtype } of entries) {
    const begin = end;
    end += values.byteLength;
    header[name] = { dtype, shape, data_offsets: [begin, end] };
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const headerBytes = Math.ceil(json.length / ALIGNMENT) * ALIGNMENT;
  const file = new Uint8Array(LENGTH_BYTES + headerBytes + end).fill(0x20, 0, -end || undefined);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerBytes), true);
  file.set(json, LENGTH_BYTES);
  let offset = LENGTH_BYTES + headerBytes;
  for (const { values } of entries) {
    file.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), offset);
    offset += values.byteLength;
  }
  return file;
}

/**
 * Decodes a file. The values are copies.
 * @param where - the name of the file, for errors
 * @throws {@link CheckpointError} if the file breaks any rule of the format, or has a tensor that is not F32, I32 or BOOL
 */
export function decodeSafetensors(where: string, file: Uint8Array): SafetensorsFile {
  const fail = failure(where);
  const header = readHeader(file, fail);
  const data = file.subarray(header.end);
  const tensors = new Map<string, Safetensor>();
  let metadata: Record<string, string> = {};
  const ranges: [number, number][] = [];
  for (const [name, entry] of Object.entries(header.fields)) {
    if (name === METADATA) {
      metadata = checkMetadata(entry, fail);
      continue;
    }
    const { dtype, shape, begin, end } = checkEntry(name, entry, fail);
    if (end > data.length) {
      fail(`tensor ${formatValue(name)} must end within ${data.length} bytes of data`, end);
    }
    // A copy, because a view must begin at a multiple of its element size. (`slice` of a Buffer would be none.)
    const bytes = new Uint8Array(data.subarray(begin, end));
    tensors.set(name, { shape, values: new dtypes[dtype].view(bytes.buffer) });
    ranges.push([begin, end]);
  }
  checkContiguous(ranges, data.length, fail);
  return { tensors, metadata };
}

/** Throws a {@link CheckpointError} that says what must hold and what is there. */
type Fail = (rule: string, value: unknown) => never;

function failure(where: string): Fail {
  return (rule, value) => {
    throw new CheckpointError(`${where}: ${rule}, got ${formatValue(value)}; it is damaged`);
  };
}

function readHeader(file: Uint8Array, fail: Fail): { fields: object; end: number } {
  if (file.length < LENGTH_BYTES) fail(`must begin with ${LENGTH_BYTES} bytes`, file.length);
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const length = Number(view.getBigUint64(0, true));
  const end = LENGTH_BYTES + length;
  if (length > MAX_HEADER_BYTES || end > file.length) {
    fail(`the header must fit into ${file.length} bytes`, length);
  }
  let fields: unknown;
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    fields = JSON.parse(text.decode(file.subarray(LENGTH_BYTES, end)));
  } catch (error) {
    fail("the header must be JSON", (error as Error).message);
  }
  if (!isRecord(fields)) fail("the header must be a JSON object", fields);
  return { fields, end };
}

function checkMetadata(value: unknown, fail: Fail): Record<string, string> {
  if (!isRecord(value) || !Object.values(value).every((text) => typeof text === "string")) {
    fail("metadata must be strings by name", value);
  }
  return value as Record<string, string>;
}

interface Entry {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

function checkEntry(name: string, value: unknown, fail: Fail): Entry {
  const what = `tensor ${formatValue(name)}`;
  if (!isRecord(value)) fail(`${what} must be an object`, value);
  const { dtype, shape, data_offsets: offsets } = value;
  if (typeof dtype !== "string" || !Object.hasOwn(dtypes, dtype)) {
    fail(`${what} must have dtype ${Object.keys(dtypes).join(", ")}`, dtype);
  }
  if (!isSizes(shape)) fail(`${what} must have a shape of integers >= 0`, shape);
  if (!isSizes(offsets) || offsets.length !== 2) fail(`${what} must have two offsets`, offsets);
  const [begin, end] = offsets as [number, number];
  const bytes = shape.reduce((product, size) => product * size, dtypes[dtype as Dtype].bytes);
  if (end - begin !== bytes) fail(`${what} must have ${bytes} bytes`, end - begin);
  return { dtype: dtype as Dtype, shape, begin, end };
}

/** Checks that the tensors lie side by side and fill the data. */
function checkContiguous(ranges: [number, number][], dataBytes: number, fail: Fail): void {
  let previousEnd = 0;
  for (const [begin, end] of ranges.sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    if (begin !== previousEnd)
      fail(`a tensor must begin at byte ${previousEnd} of the data`, begin);
    previousEnd = end;
  }
  if (previousEnd !== dataBytes) fail(`there must be ${previousEnd} bytes of data`, dataBytes);
}

function dtypeOf(values: SafetensorValues): Dtype {
  if (values instanceof Float32Array) return "F32";
  return values instanceof Int32Array ? "I32" : "BOOL";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSizes(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}
