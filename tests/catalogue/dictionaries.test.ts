import { DICTIONARIES } from '@playkin/functions/src/catalogue/dictionaries.ts';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

/** IGDB's dictionaries, recorded; an optional folder beside the repository. */
const RECORDED = join(import.meta.dirname, '../../../shared/data/igdb/dictionaries');

describe.each(Object.entries(DICTIONARIES))('%s', (endpoint, entries) => {
  test('have a different id each', () => {
    expect(entries.length).toBeGreaterThan(4);
    expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
  });

  test.skipIf(!existsSync(RECORDED))('are as recorded from IGDB (needs ../shared)', () => {
    const text = readFileSync(join(RECORDED, `${endpoint}.json`), 'utf8');
    const recorded = (JSON.parse(text) as { id: number; name: string }[]).map(
      ({ id, name }) => `${id} ${name}`,
    );
    const own = entries.map((entry) => `${entry.id} ${'name' in entry ? entry.name : entry.type}`);
    expect(own.filter((entry) => !recorded.includes(entry))).toEqual([]);
  });
});
