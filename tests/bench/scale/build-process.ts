/**
 * `node build-process.ts JSON`: builds the tables of some folders of functions/sql, in a process of its own so that its memory
 * is its own. Ends with a line of JSON, a {@link Built}.
 */
import { join } from 'node:path';
import { folderStorage } from '@playkin/functions/src/adapters/folder.ts';
import { openDuckDb } from '@playkin/functions/src/adapters/duckdb/warehouse.ts';
import { runChecks, slicesFor } from '@playkin/functions/src/similarity/build-tables.ts';
import { stepsOf } from '@playkin/functions/src/similarity/steps.ts';
import type { BuildOrder, Built, BuiltTable } from './order.ts';

const KIB_PER_MIB = 1024;
const US_PER_SECOND = 1e6;

const { dataDir, folders, memoryLimit } = JSON.parse(process.argv[2] ?? '{}') as BuildOrder;

const secondsSince = (startedAt: number) => (performance.now() - startedAt) / 1000;
const cpuSeconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / US_PER_SECOND;
};

const warehouse = await openDuckDb({
  path: join(dataDir, 'warehouse.duckdb'),
  storage: folderStorage(join(dataDir, 'bucket')),
  memoryLimit,
});
const countGames = async () => {
  const [row] = await Array.fromAsync(warehouse.query('SELECT COUNT(*) AS games FROM games'));
  return Number(row?.['games']);
};
// As many slices as the stage itself would take: it has counted the games by then.
let games = folders.includes('staging') ? Infinity : await countGames();
const tables: BuiltTable[] = [];
for (const { table, source, checks } of stepsOf(...folders)) {
  const [startedAt, cpuBefore] = [performance.now(), cpuSeconds()];
  const { rows } = await warehouse.materialize(slicesFor(table, games), source);
  const seconds = secondsSince(startedAt);
  if (table.name === 'games') games = rows;
  const cpu = cpuSeconds() - cpuBefore;
  const checkedAt = performance.now();
  await runChecks(warehouse, checks);
  tables.push({ name: table.name, rows, seconds, cpuSeconds: cpu, checkSeconds: secondsSince(checkedAt) });
}
warehouse.close();
const built: Built = { tables, peakRssMib: process.resourceUsage().maxRSS / KIB_PER_MIB };
process.stdout.write(`${JSON.stringify(built)}\n`);
