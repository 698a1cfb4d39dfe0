import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { agreement } from '@playkin/functions/src/evaluate/agreement.ts';
import { type Judgement, readJudgements } from '@playkin/functions/src/evaluate/judgements.ts';
import { readLists } from '@playkin/functions/src/evaluate/lists.ts';
import { readVectors } from '@playkin/functions/src/evaluate/sparse-vectors.ts';
import { tagAgreement } from '@playkin/functions/src/evaluate/tag-agreement.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { games, neighbors, vectors, warehouseOf } from '../support/table-rows.ts';

const judgement = (igdb_id: number, ...tags: string[]) => ({ igdb_id, tags });
const JUDGEMENTS = [
  judgement(1, 'Horror', 'Horror'),
  judgement(2, 'Horror'),
  judgement(3, 'Puzzle'),
  judgement(4, 'Horror', 'Puzzle'),
];

describe('tag agreement', () => {
  const of = (lists: Record<number, number[]>) => tagAgreement(JUDGEMENTS, (id) => lists[id] ?? [], 10);

  test('is the cosine of tags, a tag counting once, over ten places of which empty ones count 0', () => {
    expect(of({ 1: [2] })).toEqual([1 / 10, 0, 0, 0]);
  });

  test('weighs rare tags more', () => {
    // ln(1 + 4/3) for horror, ln(1 + 4/2) for puzzle.
    const [horror, puzzle] = [Math.log(7 / 3), Math.log(3)];
    const [, , ofPuzzle = 0] = of({ 3: [1, 4, 99] });
    expect(ofPuzzle).toBeCloseTo(puzzle / Math.hypot(horror, puzzle) / 10, 12);
  });

  test('looks at ten neighbours', () => {
    expect(of({ 1: [3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 2] })).toEqual([0, 0, 0, 0]);
  });
});

/** The agreement of the tables with these judgements. */
async function measure(tables: Parameters<typeof warehouseOf>[0], judgements: Judgement[]) {
  const warehouse = await warehouseOf({ vectors: [], neighbors: [], ...tables });
  const [lists, read] = [await readLists(warehouse), await readVectors(warehouse)];
  warehouse.close();
  return agreement(lists, read, judgements);
}

describe('agreement of a run', () => {
  test('is that of its lists where all games are judged; one that folds onto another counts 0', async () => {
    const metrics = await measure(
      { games: games(1, 2, 3, [4, 1]), neighbors: neighbors({ 1: [2], 2: [1] }) },
      [...JUDGEMENTS, judgement(99, 'Horror')],
    );
    expect(metrics['tag_agreement@10']?.value).toBeCloseTo(2 / 40, 12);
    expect(metrics.judged_games?.value).toBe(4);
    expect(metrics.judged_games_folded?.value).toBe(1);
  });

  test('is that of the nearest judged games, by the vectors, where others are nearer', async () => {
    const metrics = await measure(
      {
        games: games(1, 2, 3, 8),
        neighbors: neighbors({ 1: [8], 2: [8] }),
        vectors: vectors({
          1: { 'word 0': 0.75, 'word 1': 0.25 },
          2: { 'word 0': 0.5 },
          3: { 'word 5': 0.5 },
          8: { 'word 0': 0.75, 'word 1': 0.25 },
        }),
      },
      JUDGEMENTS.slice(0, 3),
    );
    // 1 and 2 find each other, 3 finds nobody.
    expect(metrics['tag_agreement@10']?.value).toBeCloseTo(2 / 30, 12);
  });

  test('cannot be measured without a judged game', async () => {
    await expect(measure({ games: games(7) }, JUDGEMENTS)).rejects.toThrow(
      'None of the 4 judged games is in the catalogue.',
    );
  });
});

describe('a judgements file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'playkin-judgements-'));
  });
  afterAll(() => rm(folder, { recursive: true }));
  const file = async (name: string, content: string | Buffer) => {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  };

  test('may be packed and say more', async () => {
    const text = '{"igdb_id": 1, "tags": ["RPG"], "app_id": 5}\n\n{"igdb_id": 2, "tags": []}\n';
    const expected = [judgement(1, 'RPG'), judgement(2)];
    expect(await readJudgements(await file('a.jsonl', text))).toEqual(expected);
    expect(await readJudgements(await file('a.jsonl.gz', gzipSync(text)))).toEqual(expected);
  });

  test.each([
    ['not JSON', 'tags\n', ', line 1: not JSON'],
    ['no judgement', '{"id": 1, "tags": []}\n', ', line 1: expected {"igdb_id": 1942, "tags": ["RPG", …]}.'],
    ['no texts', '{"igdb_id": 1, "tags": [1]}\n', ', line 1: expected'],
    ['empty', '', ': holds no records.'],
    [
      'repeated',
      '{"igdb_id": 1, "tags": []}\n{"igdb_id": 1, "tags": []}\n',
      ', line 2: judges game 1 again.',
    ],
  ])('that is %s is refused in a sentence', async (name, text, problem) => {
    const path = await file(`${name}.jsonl`, text);
    await expect(readJudgements(path)).rejects.toThrow(`The judgements cannot be used: ${path}${problem}`);
  });

  test('that is not there is refused', async () => {
    const path = join(folder, 'nowhere.jsonl');
    await expect(readJudgements(path)).rejects.toThrow(
      `The judgements cannot be used: ${path}: there is no such file.`,
    );
  });
});
