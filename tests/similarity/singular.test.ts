import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DuckDbWarehouse } from '@playkin/functions/src/adapters/duckdb/warehouse.ts';
import { buildTables } from '@playkin/functions/src/similarity/build-tables.ts';
import { stepsOf } from '@playkin/functions/src/similarity/steps.ts';
import { rawTable } from '@playkin/functions/src/tables.ts';
import { singular } from '@playkin/shared/fold.ts';
import { fillTable } from '../support/fill-table.ts';
import { openMemory, rawGame } from '../support/memory-warehouse.ts';

const ENDINGS = ['', 's', 'ss', 'us', 'ies', 'ie', 'y', 'es', 'ses', 'uss', 'usses', 'iess'];
const STEMS = ['', 'a', 'ab', 'abc', 'abcd', 'é', 'éé', 'ééé', '大神', '🎮🎮', '🎮🎮🎮🎮'];
const WORDS = [
  ...STEMS.flatMap((stem) => ENDINGS.map((ending) => stem + ending)),
  ...'zombies movies cookies rookies valkyries pixies genies indies newbies junkies series species'.split(
    ' ',
  ),
  ...'zombie movie ladies boss bus cactus swords swiss gas 1990s 80s enemies allies'.split(' '),
].filter((word) => word !== '');

let warehouse: DuckDbWarehouse;
beforeAll(async () => {
  warehouse = await openMemory();
});
afterAll(() => {
  warehouse.close();
});

test('folds each word as the SQL folds the words of summaries', async () => {
  const records = [{ id: 1, name: 'Words', summary: WORDS.join(' ') }];
  await fillTable(warehouse, rawTable('raw_games'), records.map(rawGame));
  const steps = stepsOf('seeds', 'staging', 'features');
  const last = steps.findIndex(({ table }) => table.name === 'text_words');
  await buildTables(warehouse, steps.slice(0, last + 1), () => undefined);
  const rows = await Array.fromAsync(
    warehouse.query('SELECT position, word FROM text_words ORDER BY position'),
  );
  const folded = new Map(rows.map(({ position, word }) => [WORDS[Number(position)], word]));
  expect(folded).toEqual(new Map(WORDS.map((word) => [word, singular(word)])));
});

test('has the singular of words that the rule alone would spoil', () => {
  expect(['zombies', 'movies', 'series', 'enemies', 'boss', 'cactus', 'swords'].map(singular)).toEqual(
    'zombie movie series enemy boss cactus sword'.split(' '),
  );
});
