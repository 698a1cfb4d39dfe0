import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readCatalogueLines } from '@playkin/functions/src/catalogue/file.ts';
import { flawsOf } from '@playkin/functions/src/igdb/record-flaws.ts';
import { RICH_GAMES } from '../support/shared-data.ts';

const SLUG = 'expected at most 250 letters, digits, or any of - _ . ~';

test.each<[Record<string, unknown>, string[]]>([
  [{}, []],
  [{ total_rating: null, genres: null, first_release_date: undefined }, []],
  [{ total_rating: 0, rating: 100, rating_count: 0, genres: [], first_release_date: -694_396_800 }, []],
  [{ game_type: 3, parent_game: { id: 7, name: 'Seven' }, summary: '' }, []],
  [{ total_rating: 250 }, ['total_rating is 250, expected a number from 0 to 100']],
  [{ total_rating: -0.1 }, ['total_rating is -0.1, expected a number from 0 to 100']],
  [{ total_rating: '87' }, ['total_rating is "87", expected a number from 0 to 100']],
  [{ total_rating_count: -5 }, ['total_rating_count is -5, expected a whole number from 0']],
  [{ rating_count: 1.5 }, ['rating_count is 1.5, expected a whole number from 0']],
  [{ first_release_date: 'yesterday' }, ['first_release_date is "yesterday", expected seconds since 1970']],
  [{ first_release_date: 1e12 }, ['first_release_date is 1000000000000, expected seconds since 1970']],
  [{ genres: 'Shooter' }, ['genres is "Shooter", expected a list']],
  [{ slug: 7, game_type: '3' }, []],
  [{ slug: ['seven'] }, [`slug is ["seven"], ${SLUG}`]],
  [{ slug: '428-shibuya~渋谷_v1.0' }, []],
  [{ slug: 'a/b' }, [`slug is "a/b", ${SLUG}`]],
  [{ slug: 'x'.repeat(251) }, [expect.stringContaining(`…, ${SLUG}`) as string]],
  [{ name: '🎮'.repeat(300), cover: { id: 1, image_id: 'co_1-A' } }, []],
  [{ cover: 7 }, []],
  [{ name: 'x'.repeat(301) }, [expect.stringContaining('…, expected at most 300 characters') as string]],
  [
    { cover: { image_id: '../co1abc' } },
    [
      'cover is {"image_id":"../co1abc"}, expected a cover whose image_id is at most 64 letters, digits, or any of - _',
    ],
  ],
  [{ parent_game: 'Seven' }, ['parent_game is "Seven", expected an id, or an object with one']],
  [
    { game_type: -1, themes: {} },
    ['game_type is -1, expected an id, or an object with one', 'themes is {}, expected a list'],
  ],
  [
    { genres: '🎮'.repeat(50) },
    [expect.stringMatching(/^genres is "(🎮)+\ufffd?…, expected a list$/u) as string],
  ],
])('%j', (record, flaws) => {
  expect(flawsOf(record)).toEqual(flaws);
});

test.skipIf(!existsSync(RICH_GAMES))(
  'none of the real records is taken for flawed',
  { timeout: 120_000 },
  async () => {
    let records = 0;
    for await (const { record } of readCatalogueLines(RICH_GAMES)) {
      records += 1;
      const flaws = flawsOf(record);
      if (flaws.length > 0) expect([record['id'], flaws]).toEqual([record['id'], []]);
    }
    expect(records).toBeGreaterThan(30_000);
  },
);
