import { findGame } from '@playkin/functions/src/recommend/routes/find-game.ts';
import { loadRelease } from '@playkin/functions/src/recommend/release/load.ts';
import type { SearchIndex } from '@playkin/functions/src/recommend/search/search-index.ts';
import { ReleaseError } from '@playkin/functions/src/release/error.ts';
import { type PackedFile, packFile } from '@playkin/functions/src/release/layout.ts';
import { Columns, type NumberColumn, stringColumn } from '@playkin/shared/columns.ts';
import {
  FORMAT_BEFORE,
  LATEST_PATH,
  manifestPath,
  RELEASE_FORMAT,
  releasePath,
} from '@playkin/shared/release.ts';
import { expect, test } from 'vitest';
import { encodeGames, publishFiles, publishGames, slugOf } from '../../support/make-release.ts';
import { memoryStorage, type MemoryStorage } from '../../support/memory-storage.ts';
import { randomGames } from '../../support/random-games.ts';
import { SAMPLE_GAMES } from '../../support/sample-games.ts';

async function published(): Promise<MemoryStorage> {
  const storage = memoryStorage();
  await publishGames(storage, 'r1', SAMPLE_GAMES);
  return storage;
}

async function errorOf(storage: MemoryStorage): Promise<ReleaseError> {
  const error: unknown = await loadRelease(storage).catch((thrown: unknown) => thrown);
  if (!(error instanceof ReleaseError)) throw new Error('Expected a ReleaseError', { cause: error });
  return error;
}

const put = (storage: MemoryStorage, path: string, value: unknown) =>
  storage.objects.set(path, Buffer.from(JSON.stringify(value)));

test('summaries stay in storage but for the byte that proves their size', async () => {
  const storage = await published();
  await loadRelease(storage);
  const reads = storage.reads.filter(({ path }) => path === releasePath('r1', 'summaries'));
  expect(reads.map(({ range }) => (range ? range.end - range.start : 'all'))).toEqual([2]);
});

test('every game is found by its id and by its slug', async () => {
  const storage = memoryStorage();
  const games = randomGames(300, 3);
  await publishGames(storage, 'r1', games);
  const release = await loadRelease(storage);
  for (const { id, name } of games) {
    const game = findGame(release, String(id)) ?? -1;
    expect(release.games.name.at(game)).toBe(name);
    expect(findGame(release, slugOf(name))).toBe(game);
  }
  expect(findGame(release, '101')).toBeUndefined();
  expect(findGame(release, 'game')).toBeUndefined();
  expect(findGame(release, '')).toBeUndefined();
});

test('a release of the format before gives the same features, neighbours, names and searches', async () => {
  const [before, now] = [memoryStorage(), memoryStorage()];
  const games = randomGames(300, 4);
  const { files, counts } = await encodeGames(games, FORMAT_BEFORE);
  await publishFiles(before, 'r1', files, counts, FORMAT_BEFORE);
  await publishGames(now, 'r1', games);
  const [old, current] = [await loadRelease(before), await loadRelease(now)];
  for (const part of ['features', 'vectors', 'byFeature', 'neighbors', 'byTag', 'editions'] as const) {
    expect(old[part]).toEqual(current[part]);
  }
  expect(current.games.summaryBlocks).toBeDefined();
  expect(old.games).toEqual({ ...current.games, summaryBlocks: undefined });
  const withoutGames = ({ games: _games, ...search }: SearchIndex) => search;
  expect(withoutGames(old.search)).toEqual(withoutGames(current.search));
});

test.each([
  ['no latest.json', (s: MemoryStorage) => s.objects.delete(LATEST_PATH), LATEST_PATH, 'no file'],
  [
    'latest.json cut short',
    (s: MemoryStorage) => s.objects.set(LATEST_PATH, Buffer.from('{"rel')),
    LATEST_PATH,
    'JSON',
  ],
  [
    'a release named like a path',
    (s: MemoryStorage) => put(s, LATEST_PATH, { release: '../x' }),
    LATEST_PATH,
    '"../x"',
  ],
  ['no manifest', (s: MemoryStorage) => s.objects.delete(manifestPath('r1')), manifestPath('r1'), 'no file'],
  [
    'another format',
    (s: MemoryStorage) => put(s, manifestPath('r1'), { format: RELEASE_FORMAT + 1 }),
    manifestPath('r1'),
    `format ${RELEASE_FORMAT + 1}`,
  ],
  [
    'a manifest without counts',
    (s: MemoryStorage) => put(s, manifestPath('r1'), { format: RELEASE_FORMAT, release: 'r1' }),
    manifestPath('r1'),
    'none',
  ],
  [
    'a missing file',
    (s: MemoryStorage) => s.objects.delete(releasePath('r1', 'tags')),
    releasePath('r1', 'tags'),
    'no file',
  ],
  [
    'a file cut short',
    (s: MemoryStorage) => s.objects.set(releasePath('r1', 'games'), new Uint8Array(9)),
    releasePath('r1', 'games'),
    '9 bytes',
  ],
  [
    'summaries cut short',
    (s: MemoryStorage) => s.objects.set(releasePath('r1', 'summaries'), new Uint8Array(9)),
    releasePath('r1', 'summaries'),
    'fewer bytes',
  ],
])('%s is refused by name', async (_what, damage, file, found) => {
  const storage = await published();
  damage(storage);
  const error = await errorOf(storage);
  expect(error.file).toBe(file);
  expect(error.found).toContain(found);
});

test('one flipped bit is noticed by the checksum', async () => {
  const storage = await published();
  const path = releasePath('r1', 'vectors');
  const bytes = Uint8Array.from(storage.objects.get(path) ?? []);
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  storage.objects.set(path, bytes);
  const error = await errorOf(storage);
  expect(error.file).toBe(path);
  expect(error.expected).toMatch(/^sha256 [0-9a-f]{64}$/);
});

test.each<[PackedFile, string, Record<string, NumberColumn>]>([
  ['tags', 'columns of this format', { kind: new Uint8Array(1) }],
  [
    'tags',
    'elements in kind',
    { kind: new Uint8Array(1), ...stringColumn('name', []), ...stringColumn('slug', []) },
  ],
  [
    'neighbors',
    'games below 8 in low',
    { low: Uint16Array.of(8), ends: Uint8Array.of(0, 0, 1, 0, 0, 0, 0, 0), first: new Uint8Array(1) },
  ],
  [
    'neighbors',
    'up to 50, ascending, in ends',
    { low: new Uint16Array(0), ends: new Uint8Array(8).fill(51), first: new Uint8Array(0) },
  ],
  [
    'neighbors',
    '8 elements in ends',
    { low: new Uint16Array(0), ends: new Uint8Array(9), first: new Uint8Array(0) },
  ],
  [
    'neighbors',
    '0 elements in first',
    { low: new Uint16Array(0), ends: new Uint8Array(8), first: new Uint8Array(1) },
  ],
  [
    'neighbors',
    '0 elements in low',
    { low: new Uint16Array(1), ends: new Uint8Array(8), first: new Uint8Array(1) },
  ],
  [
    'aliases',
    'numbers below 9 in game',
    { game: Uint32Array.of(0, 9), ...stringColumn('alias', ['a', 'b']), language: new Uint8Array(2) },
  ],
])('a %s file that was published wrong is refused: %s', async (file, expected, columns) => {
  const { files, counts } = await encodeGames(SAMPLE_GAMES);
  const storage = memoryStorage();
  await publishFiles(storage, 'r1', { ...files, [file]: await packFile(file, columns) }, counts);
  const error = await errorOf(storage);
  expect(error.file).toBe(releasePath('r1', file));
  expect(error.expected).toContain(expected);
});

test('a release of this format is of no use to the code before it, which names the format', async () => {
  const storage = await published();
  const bytes = storage.objects.get(releasePath('r1', 'games')) ?? new Uint8Array();
  // Any reader of the format before begins with this container.
  expect(() => new Columns(bytes)).toThrow('does not begin with PKIN');
});
