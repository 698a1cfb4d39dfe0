import { expect, test } from 'vitest';
import {
  Columns,
  COLUMNS_VERSION,
  ColumnsError,
  encodeColumns,
  stringColumn,
} from '@playkin/shared/columns.ts';

const everyType = {
  u8: Uint8Array.of(0, 1, 255),
  u16: Uint16Array.of(0, 65_535),
  i16: Int16Array.of(-32_768, -1, 32_767),
  u32: Uint32Array.of(0, 4_294_967_295),
  f32: Float32Array.of(-0.5, 1e30, NaN),
  f64: Float64Array.of(0.1, -1e300, Infinity),
};
const games = () => encodeColumns({ ...everyType, ...stringColumn('name', ['Ōkuri', '', 'Lantern 🏮']) });

test('a column of every type is read as it was written', () => {
  const columns = new Columns(games());
  for (const type of ['u8', 'u16', 'i16', 'u32', 'f32', 'f64'] as const) {
    const read = columns.numbers(type, type);
    expect(read).toBeInstanceOf(everyType[type].constructor);
    expect([...read], type).toEqual([...everyType[type]]);
  }
});

test('columns are views on the bytes, not copies', () => {
  const bytes = games();
  expect(new Columns(bytes).numbers('f64', 'f64').buffer).toBe(bytes.buffer);
});

test('numbers lie little-endian at multiples of eight, as other programs may read them', () => {
  const bytes = encodeColumns({ a: Uint8Array.of(7), b: Uint32Array.of(0x01020304) });
  expect(new TextDecoder().decode(bytes.subarray(0, 4))).toBe('PKIN');
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const header = new TextDecoder().decode(bytes.subarray(16, 16 + view.getUint32(8, true)));
  const entries = JSON.parse(header) as { name: string; offset: number }[];
  expect(entries.map(({ name, offset }) => ({ name, over: offset % 8 }))).toEqual([
    { name: 'a', over: 0 },
    { name: 'b', over: 0 },
  ]);
  expect([...bytes.subarray(entries[1]?.offset, (entries[1]?.offset ?? 0) + 4)]).toEqual([4, 3, 2, 1]);
});

test('columns and files may be empty', () => {
  const columns = new Columns(encodeColumns({ none: new Float64Array(), ...stringColumn('name', []) }));
  expect(columns.numbers('none', 'f64')).toHaveLength(0);
  expect(columns.strings('name')).toHaveLength(0);
  expect(columns.strings('name').at(0)).toBe('');
  expect(() => new Columns(encodeColumns({})).numbers('none', 'f64')).toThrow('Column none');
});

test.each([
  ['ASCII, empty at both ends', ['', 'a', 'bc', '']],
  ['two, three and four bytes', ['é', '送り', '🐺', 'é送🐺']],
  ['zero and newlines', ['\0', 'a\nb']],
  ['more than the first buffer holds', ['x'.repeat(1000), '送'.repeat(2000), 'y']],
])('strings are read one at a time: %s', (_what, values) => {
  const column = new Columns(encodeColumns(stringColumn('s', values))).strings('s');
  expect(column.length).toBe(values.length);
  expect(values.map((_, i) => column.at(i))).toEqual(values);
});

test('a string outside the column is empty', () => {
  const column = new Columns(games()).strings('name');
  expect(column.at(3)).toBe('');
  expect(column.at(100)).toBe('');
  expect(column.at(-1)).toBe('');
});

test.each([1, 3, 4, 7])('bytes that begin %i past an address of eight are read all the same', (shift) => {
  const bytes = games();
  const larger = new Uint8Array(bytes.length + shift + 5);
  larger.set(bytes, shift);
  const columns = new Columns(larger.subarray(shift, shift + bytes.length));
  expect([...columns.numbers('f64', 'f64')]).toEqual([...everyType.f64]);
  expect(columns.strings('name').at(2)).toBe('Lantern 🏮');
});

test('a view whose length is not even is encoded from where it begins', () => {
  const part = Uint16Array.of(1, 2, 3, 4).subarray(1, 3);
  expect([...new Columns(encodeColumns({ part })).numbers('part', 'u16')]).toEqual([2, 3]);
});

test.each([
  ['no bytes', new Uint8Array()],
  ['fewer bytes than the preamble', games().subarray(0, 15)],
  ['another beginning', new TextEncoder().encode('{"release": "not a columns file"}')],
])('bytes of another kind are refused: %s', (_what, bytes) => {
  expect(() => new Columns(bytes)).toThrow(
    new ColumnsError('Not a columns file: it does not begin with PKIN'),
  );
});

test('another version is refused by its number', () => {
  const bytes = games();
  bytes[4] = COLUMNS_VERSION + 1;
  expect(() => new Columns(bytes)).toThrow(
    new ColumnsError(`Columns version ${COLUMNS_VERSION + 1} found, ${COLUMNS_VERSION} expected`),
  );
});

test('a file is refused wherever it is cut short', () => {
  const bytes = games();
  for (let length = 0; length < bytes.length; length++) {
    expect(() => new Columns(bytes.slice(0, length)), `${length} of ${bytes.length} bytes`).toThrow(
      ColumnsError,
    );
  }
});

test('a column is asked for by its name and type', () => {
  const columns = new Columns(games());
  expect(() => columns.numbers('rating', 'u8')).toThrow(
    new ColumnsError('Column rating: expected u8, found none'),
  );
  expect(() => columns.numbers('u32', 'f32')).toThrow(
    new ColumnsError('Column u32: expected f32, found u32'),
  );
  expect(() => columns.strings('u8')).toThrow(new ColumnsError('Column u8.ends: expected u32, found none'));
});

test('what is no column type cannot be encoded', () => {
  const wrong = { big: [1] as unknown as Float64Array<ArrayBuffer> };
  expect(() => encodeColumns(wrong)).toThrow(
    new ColumnsError('A column must be one of u8, u16, i16, u32, f32, f64'),
  );
});
