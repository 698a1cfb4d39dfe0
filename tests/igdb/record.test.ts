import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { gameId, parseGame } from '@playkin/functions/src/igdb/record.ts';

const origin = { runId: 'run-1', fetchedAt: '2026-01-02T03:04:05.000Z' };
const row = (record: unknown) => {
  const parsed = parseGame(record, origin);
  if (!('row' in parsed)) throw new Error(parsed.reject.reason);
  return parsed.row;
};

describe('a game', () => {
  test('becomes a row with the record as received', () => {
    const game = {
      id: 7,
      name: 'Ōkami 🐺\n"x"',
      updated_at: 1_700_000_000,
      checksum: 'c-1',
      rating: 90.25,
      unknown: [null],
    };
    expect(row(game)).toEqual({
      id: 7,
      updated_at: '2023-11-14T22:13:20.000Z',
      checksum: 'c-1',
      payload_hash: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      payload: JSON.stringify(game),
      fetched_at: origin.fetchedAt,
      run_id: 'run-1',
      removed_at: null,
    });
  });

  test('without a checksum gets one that changes with any of its fields', () => {
    const game = { id: 7, name: 'Ōkami', rating: 90 };
    expect(row(game).checksum).toMatch(/^[0-9a-f]{32}$/);
    expect(row({ ...game }).checksum).toBe(row(game).checksum);
    expect(row({ ...game, rating: 91 }).checksum).not.toBe(row(game).checksum);
    expect(row({ ...game, checksum: '' }).checksum).not.toBe('');
  });

  test.each([
    ['absent', undefined, null],
    ['null', null, null],
    ['before 1970', -694_396_800, '1947-12-31T00:00:00.000Z'],
    ['zero', 0, '1970-01-01T00:00:00.000Z'],
  ])('may have an updated_at that is %s', (_case, updated_at, expected) => {
    expect(row({ id: 7, name: 'Ōkami', updated_at }).updated_at).toBe(expected);
  });

  test('loses halves of surrogate pairs only, which SQL engines do not take for JSON', () => {
    const game = { id: 7, name: 'cut \ud83c', slug: '\\ud83c', genres: [{ name: '\ude00 🎮 \u0000' }] };
    expect(JSON.parse(row(game).payload)).toEqual({
      ...game,
      name: 'cut \ufffd',
      genres: [{ name: '\ufffd 🎮 \u0000' }],
    });
  });
});

describe('a record that cannot be stored', () => {
  test.each([
    [null, 'the record is not an object'],
    ['game', 'the record is not an object'],
    [[{ id: 1, name: 'x' }], 'the record is not an object'],
    [{ name: 'x' }, 'the id is missing'],
    [{ id: '1', name: 'x' }, 'the id is not a whole number from 1 to 4294967295'],
    [{ id: 0, name: 'x' }, 'the id is not a whole number from 1 to 4294967295'],
    [{ id: -1, name: 'x' }, 'the id is not a whole number from 1 to 4294967295'],
    [{ id: 1.5, name: 'x' }, 'the id is not a whole number from 1 to 4294967295'],
    [{ id: 2 ** 53, name: 'x' }, 'the id is not a whole number from 1 to 4294967295'],
    [{ id: 1 }, 'the name is missing'],
    [{ id: 1, name: null }, 'the name is missing'],
    [{ id: 1, name: '' }, 'the name is empty'],
    [{ id: 1, name: ' \u3000' }, 'the name is empty'],
    [{ id: 1, name: 'x', updated_at: '2024' }, 'updated_at is not a time'],
    [{ id: 1, name: 'x', updated_at: 1e15 }, 'updated_at is not a time'],
    [{ id: 1, name: 'x', updated_at: -1e15 }, 'updated_at is not a time'],
  ])('is given back whole with the reason: %j', (record, reason) => {
    expect(parseGame(record, origin)).toEqual({ reject: { reason, payload: JSON.stringify(record) } });
  });
});

test.each([
  [{ id: 5 }, 5],
  [{ id: '5' }, undefined],
  [undefined, undefined],
])('the id of %j is %s', (record, id) => {
  expect(gameId(record)).toBe(id);
});

const samples = join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'igdb', 'samples', 'odd');

test.skipIf(!existsSync(samples))('real odd records are all stored (skipped without ../shared)', () => {
  const files = readdirSync(samples).filter((file) => !file.startsWith('unifidb')); // another format
  const reasons = files.flatMap((file) => {
    const content = JSON.parse(readFileSync(join(samples, file), 'utf8')) as unknown;
    const records: unknown[] = Array.isArray(content) ? content : [content];
    const parsed = records.map((record) => parseGame(record, origin));
    return parsed.flatMap((game) => ('reject' in game ? [`${file}: ${game.reject.reason}`] : []));
  });
  expect(files.length).toBeGreaterThan(10);
  expect(reasons).toEqual([]);
});
