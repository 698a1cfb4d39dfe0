import { expect, test } from 'vitest';
import { GAME_FIELDS } from '@playkin/functions/src/igdb/fields.ts';
import { hasField, targetOf } from '@playkin/functions/src/stand-in/database/schema.ts';

/** The fields of a path, each with the endpoint it belongs to: `cover.image_id` is games' cover and covers' image_id. */
function steps(path: string): [endpoint: string | undefined, field: string][] {
  let endpoint: string | undefined = 'games';
  return path.split('.').map((field) => {
    const step: [string | undefined, string] = [endpoint, field];
    endpoint = endpoint === undefined ? undefined : targetOf(endpoint, field);
    return step;
  });
}

test('every field asked for is one that IGDB has: it leaves out unknown ones without a word', () => {
  const unknown = GAME_FIELDS.filter((path) => path !== '*').filter((path) =>
    steps(path).some(([endpoint, field]) => endpoint === undefined || !hasField(endpoint, field)),
  );
  expect(unknown).toEqual([]);
});

test('all own fields of a game are asked for, so that a new feature needs no new crawl', () => {
  expect(GAME_FIELDS).toContain('*');
});
