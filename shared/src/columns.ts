/**
 * A container for columns of numbers and strings that a reader uses where they lie, without parsing.
 *
 * Layout, little-endian: the bytes `PKIN`, u8 version, three zero bytes, u32 length of the JSON header, four
 * zero bytes, the header `[{ name, type, length, offset }]`, then each column at an offset that is a multiple of 8 (from
 * the start of the file). A string column is two columns: `<name>.ends` (u32, the end of each string in bytes) and
 * `<name>.utf8` (u8).
 */
export const COLUMNS_VERSION = 1;

const MAGIC = 0x4e494b50; // 'PKIN' read as a little-endian u32
const PREAMBLE_BYTES = 16;

const ARRAY_TYPES = {
  u8: Uint8Array,
  u16: Uint16Array,
  i16: Int16Array,
  u32: Uint32Array,
  f32: Float32Array,
  f64: Float64Array,
} as const;

export type ColumnType = keyof typeof ARRAY_TYPES;
export type NumberColumn = InstanceType<(typeof ARRAY_TYPES)[ColumnType]>;

interface ColumnHeader {
  name: string;
  type: ColumnType;
  /** Number of elements. */
  length: number;
  /** Bytes from the start of the file. */
  offset: number;
}

/** The bytes are not a columns file this version can read. */
export class ColumnsError extends Error {
  override name = 'ColumnsError';
}

function typeOf(column: NumberColumn): ColumnType {
  for (const [type, arrayType] of Object.entries(ARRAY_TYPES)) {
    if (column instanceof arrayType) return type as ColumnType;
  }
  throw new ColumnsError(`A column must be one of ${Object.keys(ARRAY_TYPES).join(', ')}`);
}

const align8 = (bytes: number) => Math.ceil(bytes / 8) * 8;

/** Encodes strings as the pair of number columns that {@link Columns.strings} reads under the same `name`. */
export function stringColumn(name: string, values: readonly string[]): Record<string, NumberColumn> {
  const encoder = new TextEncoder();
  const ends = new Uint32Array(values.length);
  let utf8 = new Uint8Array(1024);
  let end = 0;
  values.forEach((value, i) => {
    // UTF-8 takes at most three bytes for each UTF-16 code unit.
    const needed = end + value.length * 3;
    if (needed > utf8.length) {
      const larger = new Uint8Array(Math.max(needed, utf8.length * 2));
      larger.set(utf8.subarray(0, end));
      utf8 = larger;
    }
    end += encoder.encodeInto(value, utf8.subarray(end)).written;
    ends[i] = end;
  });
  return { [`${name}.ends`]: ends, [`${name}.utf8`]: utf8.slice(0, end) };
}

/** Writes the columns, in the order of their keys, into one file. */
export function encodeColumns(columns: Record<string, NumberColumn>): Uint8Array {
  const entries = Object.entries(columns);
  const describe = (start: number): ColumnHeader[] => {
    let offset = start;
    return entries.map(([name, column]) => {
      const header = { name, type: typeOf(column), length: column.length, offset };
      offset = align8(offset + column.byteLength);
      return header;
    });
  };
  // Offsets are written with the header, and their digits change its length: reserve room for the widest ones.
  const start = align8(PREAMBLE_BYTES + JSON.stringify(describe(Number.MAX_SAFE_INTEGER / 2)).length);
  const headers = describe(start);
  const header = new TextEncoder().encode(JSON.stringify(headers));
  const size = (headers.at(-1)?.offset ?? start) + (entries.at(-1)?.[1].byteLength ?? 0);

  const file = new Uint8Array(size);
  const view = new DataView(file.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint8(4, COLUMNS_VERSION);
  view.setUint32(8, header.length, true);
  file.set(header, PREAMBLE_BYTES);
  entries.forEach(([, column], i) => {
    const bytes = new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
    file.set(bytes, headers[i]?.offset ?? 0);
  });
  return file;
}

/** Strings of a column, decoded one at a time when asked for. */
export class StringColumn {
  readonly length: number;
  readonly #ends: Uint32Array;
  readonly #utf8: Uint8Array;
  readonly #decoder = new TextDecoder();

  constructor(ends: Uint32Array, utf8: Uint8Array) {
    this.length = ends.length;
    this.#ends = ends;
    this.#utf8 = utf8;
  }

  /** The string at `index`; the empty string outside the column. */
  at(index: number): string {
    if (index < 0 || index >= this.length) return '';
    const start = index > 0 ? this.#ends[index - 1] : 0;
    return this.#decoder.decode(this.#utf8.subarray(start, this.#ends[index]));
  }
}

/** Columns by name, wherever they lie. */
export interface ColumnReader {
  has(name: string): boolean;
  /** The column of that name and type. @throws an error that says what was expected and found */
  numbers<T extends ColumnType>(name: string, type: T): InstanceType<(typeof ARRAY_TYPES)[T]>;
  strings(name: string): StringColumn;
}

/** A decoded columns file: typed views on the bytes given, which must not change afterwards. */
export class Columns implements ColumnReader {
  readonly #bytes: Uint8Array;
  readonly #headers: ReadonlyMap<string, ColumnHeader>;

  /** @throws {@link ColumnsError} when the bytes are of another kind, another version, or cut short. */
  constructor(bytes: Uint8Array) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (bytes.length < PREAMBLE_BYTES || view.getUint32(0, true) !== MAGIC) {
      throw new ColumnsError('Not a columns file: it does not begin with PKIN');
    }
    const version = view.getUint8(4);
    if (version !== COLUMNS_VERSION) {
      throw new ColumnsError(`Columns version ${version} found, ${COLUMNS_VERSION} expected`);
    }
    const headerEnd = PREAMBLE_BYTES + view.getUint32(8, true);
    if (headerEnd > bytes.length) {
      throw new ColumnsError(`The header ends at byte ${headerEnd}, the file at ${bytes.length}`);
    }
    const headers = JSON.parse(
      new TextDecoder().decode(bytes.subarray(PREAMBLE_BYTES, headerEnd)),
    ) as ColumnHeader[];
    for (const { name, type, length, offset } of headers) {
      const end = offset + length * ARRAY_TYPES[type].BYTES_PER_ELEMENT;
      if (end > bytes.length) {
        throw new ColumnsError(`Column ${name} ends at byte ${end}, the file at ${bytes.length}`);
      }
    }
    // Typed arrays need their start aligned in memory; a view into a larger buffer may not be.
    this.#bytes = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
    this.#headers = new Map(headers.map((header) => [header.name, header]));
  }

  has(name: string): boolean {
    return this.#headers.has(name);
  }

  /** In the order of the file. */
  names(): string[] {
    return [...this.#headers.keys()];
  }

  /** The column of that name and type. @throws {@link ColumnsError} when there is none. */
  numbers<T extends ColumnType>(name: string, type: T): InstanceType<(typeof ARRAY_TYPES)[T]> {
    const header = this.#headers.get(name);
    if (header?.type !== type) {
      throw new ColumnsError(`Column ${name}: expected ${type}, found ${header?.type ?? 'none'}`);
    }
    const view = new ARRAY_TYPES[type](
      this.#bytes.buffer as ArrayBuffer,
      this.#bytes.byteOffset + header.offset,
      header.length,
    );
    return view as InstanceType<(typeof ARRAY_TYPES)[T]>;
  }

  strings(name: string): StringColumn {
    return new StringColumn(this.numbers(`${name}.ends`, 'u32'), this.numbers(`${name}.utf8`, 'u8'));
  }
}
