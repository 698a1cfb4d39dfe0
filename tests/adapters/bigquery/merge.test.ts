import { boundsSql, mergeSql } from '@playkin/functions/src/adapters/bigquery/merge.ts';
import { rawTable } from '@playkin/functions/src/tables.ts';
import { expect, test } from 'vitest';

const games = rawTable('raw_games');
const runs = rawTable('runs');

test('a MERGE into a table partitioned by its key names the range, so that BigQuery reads those partitions only', () => {
  expect(boundsSql(games, 'staged')).toBe('SELECT MIN(`id`) AS least, MAX(`id`) AS most FROM `staged`');
  expect(mergeSql(games, '`staged`', { least: 7, most: 12_000 })).toContain(
    'USING `staged` AS s ON t.`id` = s.`id` AND t.`id` BETWEEN 7 AND 12000\n',
  );
});

test('other tables are merged whole', () => {
  expect(boundsSql(runs, 'staged')).toBeUndefined();
  expect(mergeSql(runs, '`staged`')).toContain('ON t.`run_id` = s.`run_id` AND t.`stage` = s.`stage`\n');
});
