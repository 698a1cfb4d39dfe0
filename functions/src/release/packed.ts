/**
 * Columns packed for storage: numbers that mostly grow little from one to the next are kept as differences, numbers of several bytes
 * byte by byte (all lowest bytes first), and all of it is compressed by Zstandard.
 *
 * Layout, little-endian: the bytes `PKZS`, u8 version, three zero bytes, u32 bytes before compression, four zero bytes, and a Zstandard
 * frame of a columns file (shared/src/columns.ts). Its columns are all u8 and named `<name>:<type>`, or `<name>:<type>:differences`.
 */
import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompress } from 'node:zlib';
import {
  type ColumnReader,
  Columns,
  type ColumnType,
  encodeColumns,
  type NumberColumn,
  StringColumn,
} from '@playkin/shared/columns.ts';

export const PACKED_VERSION = 1;
const MAGIC = 0x535a4b50; // 'PKZS' read as a little-endian u32
const PREAMBLE_BYTES = 16;
const DIFFERENCES = 'differences';
/** Of 22. Level 19 takes eight times as long for a file smaller by a fiftieth. */
const LEVEL = 12;

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** The bytes are not a packed file that this version can read. */
export class PackedError extends Error {
  override name = 'PackedError';
}

const TYPES = { u8: Uint8Array, u16: Uint16Array, i16: Int16Array, u32: Uint32Array } as const;
type PackedType = keyof typeof TYPES;
type PackedColumn = InstanceType<(typeof TYPES)[PackedType]>;

function typeOf(column: NumberColumn): PackedType {
  for (const [type, arrayType] of Object.entries(TYPES)) {
    if (column instanceof arrayType) return type as PackedType;
  }
  throw new PackedError(`A packed column must be one of ${Object.keys(TYPES).join(', ')}`);
}

/** All lowest bytes, then all second ones, and so on. Differences are taken modulo the range of the type. */
function byteByByte(column: NumberColumn, asDifferences: boolean): Uint8Array<ArrayBuffer> {
  const { length, BYTES_PER_ELEMENT: width } = column;
  const bytes = new Uint8Array(length * width);
  let before = 0;
  for (let i = 0; i < length; i++) {
    const value = column[i] ?? 0;
    const stored = asDifferences ? (value - before) | 0 : value;
    before = value;
    for (let byte = 0; byte < width; byte++) bytes[byte * length + i] = stored >>> (8 * byte);
  }
  return bytes;
}

/** @param differences names of the columns to keep as differences */
export async function pack(
  columns: Record<string, NumberColumn>,
  differences: readonly string[] = [],
): Promise<Uint8Array> {
  const bytes = encodeColumns(
    Object.fromEntries(
      Object.entries(columns).map(([name, column]) => {
        const asDifferences = differences.includes(name);
        const key = `${name}:${typeOf(column)}${asDifferences ? `:${DIFFERENCES}` : ''}`;
        return [key, byteByByte(column, asDifferences)];
      }),
    ),
  );
  const frame = await compress(bytes, {
    params: { [constants.ZSTD_c_compressionLevel]: LEVEL },
    // Without it room is made for the longest of files.
    pledgedSrcSize: bytes.length,
  });
  const file = new Uint8Array(PREAMBLE_BYTES + frame.length);
  const view = new DataView(file.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint8(4, PACKED_VERSION);
  view.setUint32(8, bytes.length, true);
  file.set(frame, PREAMBLE_BYTES);
  return file;
}

/** Waits until others have had their turn; called between pieces of work of a few milliseconds. */
export type Pause = () => Promise<unknown>;

/** Elements between two pauses: some two milliseconds. */
const AT_ONCE = 2 ** 20;

/**
 * The columns of a packed file; nothing of them is shared with its bytes.
 *
 * @throws {@link PackedError} for bytes of another kind or version; what Zstandard has to say of damaged ones
 */
export async function unpack(file: Uint8Array, pause: Pause): Promise<ColumnReader> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < PREAMBLE_BYTES || view.getUint32(0, true) !== MAGIC) {
    throw new PackedError('Not a packed file: it does not begin with PKZS');
  }
  const version = view.getUint8(4);
  if (version !== PACKED_VERSION) {
    throw new PackedError(`Packed version ${version} found, ${PACKED_VERSION} expected`);
  }
  const size = view.getUint32(8, true);
  // In one piece: put together from many it would be there twice.
  const bytes = await decompress(file.subarray(PREAMBLE_BYTES), {
    chunkSize: Math.max(64, size),
    maxOutputLength: Math.max(64, size),
  });
  if (bytes.length !== size) throw new PackedError(`${bytes.length} bytes unpacked, ${size} expected`);
  const stored = new Columns(bytes);
  const columns = new Map<string, PackedColumn>();
  for (const key of stored.names()) {
    const [name = '', type = '', kept] = key.split(':');
    const packed = stored.numbers(key, 'u8');
    columns.set(`${name}:${type}`, await joined(packed, type, kept === DIFFERENCES, pause));
  }
  return {
    has: (name) => [...columns.keys()].some((key) => key.startsWith(`${name}:`)),
    numbers: (name, type) => numbersIn(columns, name, type),
    strings: (name) =>
      new StringColumn(numbersIn(columns, `${name}.ends`, 'u32'), numbersIn(columns, `${name}.utf8`, 'u8')),
  };
}

function numbersIn<T extends ColumnType>(
  columns: ReadonlyMap<string, NumberColumn>,
  name: string,
  type: T,
): ReturnType<typeof Columns.prototype.numbers<T>> {
  const column = columns.get(`${name}:${type}`);
  if (column === undefined) throw new PackedError(`Column ${name}: expected ${type}, found none`);
  // The key says the type.
  return column as ReturnType<typeof Columns.prototype.numbers<T>>;
}

async function joined(
  bytes: Uint8Array,
  type: string,
  asDifferences: boolean,
  pause: Pause,
): Promise<PackedColumn> {
  if (type === 'u8' && !asDifferences) return bytes.slice();
  if (type === 'u32') {
    const column = new Uint32Array(bytes.length / 4);
    for (let from = 0; from < column.length; from += AT_ONCE) {
      await pause();
      join32(bytes, column, from, Math.min(column.length, from + AT_ONCE), asDifferences);
    }
    return column;
  }
  if (type === 'u16' || type === 'i16') {
    const column = new Uint16Array(bytes.length / 2);
    for (let from = 0; from < column.length; from += AT_ONCE) {
      await pause();
      join16(bytes, column, from, Math.min(column.length, from + AT_ONCE), asDifferences);
    }
    return type === 'u16' ? column : new Int16Array(column.buffer);
  }
  throw new PackedError(`A column of type ${type} found, expected ${Object.keys(TYPES).join(', ')}`);
}

function join32(bytes: Uint8Array, into: Uint32Array, from: number, to: number, asDifferences: boolean) {
  const { length } = into;
  let before = from > 0 ? (into[from - 1] ?? 0) : 0;
  for (let i = from; i < to; i++) {
    const low = (bytes[i] ?? 0) | ((bytes[length + i] ?? 0) << 8);
    const value = low | ((bytes[2 * length + i] ?? 0) << 16) | ((bytes[3 * length + i] ?? 0) << 24);
    before = asDifferences ? (before + value) | 0 : value;
    into[i] = before;
  }
}

function join16(bytes: Uint8Array, into: Uint16Array, from: number, to: number, asDifferences: boolean) {
  const { length } = into;
  let before = from > 0 ? (into[from - 1] ?? 0) : 0;
  for (let i = from; i < to; i++) {
    const value = (bytes[i] ?? 0) | ((bytes[length + i] ?? 0) << 8);
    before = asDifferences ? (before + value) & 0xffff : value;
    into[i] = before;
  }
}
