import { BUNDLED_CATALOGUE_DIR, readBundledCatalogue } from '@playkin/functions/src/catalogue/bundled.ts';
import { evaluate } from '@playkin/functions/src/evaluate/evaluate.ts';
import { METRICS, readQuality } from '@playkin/functions/src/evaluate/quality.ts';
import { similarity } from '@playkin/functions/src/similarity/similarity.ts';
import { rawTable } from '@playkin/functions/src/tables.ts';
import { expect, test } from 'vitest';
import { readNeighbors } from '../support/brute-force.ts';
import { type GameRecord, openMemory, rawGame } from '../support/memory-warehouse.ts';
import {
  hasSharedData,
  JUDGED_GAMES,
  readRecords,
  SKIP_NOTE,
  TAG_JUDGEMENTS,
} from '../support/shared-data.ts';
import { AGREEMENT_AT, type Judgement, tagAgreement } from '../support/tag-agreement.ts';

const clock = () => Date.parse('2026-03-01T00:00:00Z');

/** A warehouse in which similarity has compared these games, as run-1. */
async function compared(records: GameRecord[]) {
  const warehouse = await openMemory();
  await warehouse.upsert(rawTable('raw_games'), records.map(rawGame));
  await similarity({ warehouse, clock, newRunId: () => 'run-1', progress: () => undefined });
  return warehouse;
}

test('the bundled catalogue is measured, and measured again with the same figures', async () => {
  const lines = await Array.fromAsync(readBundledCatalogue(BUNDLED_CATALOGUE_DIR));
  const records = lines.map((line) => JSON.parse(line) as GameRecord & { genres?: { name: string }[] });
  const warehouse = await compared(records);
  // Judged by their own genres: the lists must agree with them far more than chance would.
  const judgements = records
    .slice(0, 200)
    .map(({ id, genres = [] }) => ({ igdb_id: id, tags: genres.map(({ name }) => name) }));
  const first = await evaluate({ warehouse, clock }, judgements);
  expect(await evaluate({ warehouse, clock }, judgements)).toEqual(first);

  const { runId, metrics, largestHub } = first;
  expect(runId).toBe('run-1');
  expect(largestHub?.name).toEqual(expect.any(String));
  // The bundled records have no similar_games.
  const expected = Object.keys(METRICS).filter((metric) => metric !== 'igdb_overlap@10');
  expect(Object.keys(metrics).sort()).toEqual(expected.sort());
  expect(metrics['tag_agreement@10']?.value).toBeGreaterThan(0.5);
  expect(metrics['with_neighbors']?.value).toBe(1);
  for (const [metric, { value, low = value, high = value }] of Object.entries(metrics)) {
    expect(value, metric).toBeGreaterThanOrEqual(low);
    expect(value, metric).toBeLessThanOrEqual(high);
    expect(Number.isFinite(value), metric).toBe(true);
  }

  expect(await readQuality(warehouse, 'run-1')).toEqual(metrics);
  const history = "SELECT run_id, value, change FROM igdb_analytics.quality_history WHERE metric = 'gini@10'";
  expect(await Array.fromAsync(warehouse.query(history))).toEqual([
    { run_id: 'run-1', value: metrics['gini@10']?.value, change: null },
  ]);
  warehouse.close();
});

test('lists that no similarity has finished are not measured', async () => {
  const warehouse = await compared([{ id: 1, name: 'One', summary: 'Words' }]);
  await warehouse.upsert(rawTable('runs'), [
    { run_id: 'run-2', stage: 'similarity', status: 'running', started_at: '2026-03-02T00:00:00.000Z' },
  ]);
  await expect(evaluate({ warehouse, clock }, undefined)).rejects.toThrow('run-2, is running: expected done');
  warehouse.close();
});

test.skipIf(!hasSharedData)(`judged games measure what another implementation does${SKIP_NOTE}`, async () => {
  const records = (await readRecords<GameRecord>(JUDGED_GAMES)).slice(0, 300);
  const ids = new Set(records.map(({ id }) => id));
  const judgements = await readRecords<Judgement>(TAG_JUDGEMENTS);
  const warehouse = await compared(records);
  const lists = await readNeighbors(warehouse);
  const tens = new Map(
    [...lists].map(([id, list]) => [id, list.slice(0, AGREEMENT_AT).map((near) => near.id)]),
  );
  const { metrics } = await evaluate({ warehouse, clock }, judgements);
  warehouse.close();
  const present = judgements.filter(({ igdb_id }) => ids.has(igdb_id));
  expect(metrics.judged_games?.value).toBe(present.length);
  expect(metrics['tag_agreement@10']?.value).toBeCloseTo(tagAgreement(present, tens), 12);
});
