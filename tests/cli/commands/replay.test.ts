import { cp, mkdtemp, readdir, readFile, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { archiveOf } from '@playkin/functions/src/cli/data-dir/archive-folder.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run } from '../../support/command-line.ts';
import { otherGames, tinyGames, writeCatalogue } from '../../support/tiny-catalogue.ts';

let folder: string;
let catalogue: string;
/** Filled by an ingest of 20 games and a smart one after it. */
let original: string;
/** What its runs have kept. */
let archive: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'playkin-replay-'));
  original = join(folder, 'original');
  archive = join(original, 'bucket', 'raw', 'games');
  catalogue = await writeCatalogue(folder, 'tiny.jsonl', tinyGames(20));
  await run(['ingest', '--catalog', catalogue, '--data-dir', original]);
  const newer = tinyGames(20).map((game) =>
    game.id > 18 ? { ...game, checksum: 'new', updated_at: 1.7e9 } : game,
  );
  const changed = await writeCatalogue(folder, 'newer.jsonl', newer);
  await run(['ingest', '--smart', '--catalog', changed, '--data-dir', original]);
});

afterAll(() => rm(folder, { recursive: true }));

const games = async (dataDir: string) =>
  (await run(['query', '--data-dir', dataDir, '--format', 'json', 'select * from raw_games order by id']))
    .stdout;
const replay = (from: string, dataDir: string) => run(['ingest', '--replay', from, '--data-dir', dataDir]);
const refusal = async (from: string, dataDir: string) => {
  const { status, stdout, stderr } = await replay(from, dataDir);
  expect(stdout).toBe('');
  return { status, stderr };
};
const builtFrom = async (dataDir: string) =>
  JSON.parse(await readFile(join(dataDir, 'built-from.json'), 'utf8')) as unknown;

describe.concurrent('ingest --replay', () => {
  test('fills an empty folder with what the archive holds, and says where it comes from', async () => {
    const dataDir = join(folder, 'rebuilt');
    const ended = await replay(archive, dataDir);
    expect(ended).toMatchObject({ status: 0 });
    expect(JSON.parse(ended.stdout)).toMatchObject({
      mode: 'replay',
      runs: 2,
      inserted: 20,
      updated: 2,
      rejected: 0,
    });
    expect(await games(dataDir)).toBe(await games(original));
    expect(await builtFrom(dataDir)).toEqual({
      origin: { kind: 'archive', path: join(original, 'bucket') },
      fingerprint: '',
    });
    // Of the same archive, a part again.
    const [day = ''] = await readdir(archive);
    expect(JSON.parse((await replay(join(archive, day), dataDir)).stdout)).toMatchObject({
      inserted: 0,
      updated: 0,
    });
    const smart = await run(['ingest', '--smart', '--catalog', catalogue, '--data-dir', dataDir]);
    expect(JSON.parse(smart.stdout)).toMatchObject({ mode: 'smart' });
    expect(smart.stderr).not.toContain('starting afresh');
  });

  test("of one run's folder stores that run", async () => {
    const [day = ''] = await readdir(archive);
    const [first = ''] = (await readdir(join(archive, day))).sort();
    const ended = await replay(join(archive, day, first), join(folder, 'one-run'));
    expect(JSON.parse(ended.stdout)).toMatchObject({ runs: 1, inserted: 20, updated: 0 });
  });

  test('makes a lost warehouse again beside its own archive, which stays what it was made from', async () => {
    const dataDir = join(folder, 'lost');
    await cp(original, dataDir, { recursive: true });
    const before = await builtFrom(dataDir);
    await rm(join(dataDir, 'warehouse.duckdb'));
    expect(await replay(join(dataDir, 'bucket', 'raw', 'games'), dataDir)).toMatchObject({ status: 0 });
    expect(await games(dataDir)).toBe(await games(original));
    expect(await builtFrom(dataDir)).toEqual(before);
  });

  test('does not mix its games with others, and leaves no pages of a catalogue that was replaced', async () => {
    const dataDir = join(folder, 'other');
    const other = await writeCatalogue(folder, 'other.jsonl', tinyGames(5, 'Other'));
    const ingested = (file: string) => run(['ingest', '--catalog', file, '--data-dir', dataDir]);
    await ingested(other);
    expect(await refusal(archive, dataDir)).toEqual({
      status: 2,
      stderr: `${dataDir} holds games from ${other}; choose another --data-dir for those of the archive.\n`,
    });
    const replacing = await writeCatalogue(folder, 'replacing.jsonl', otherGames(17));
    expect((await ingested(replacing)).stderr).toContain('starting afresh');
    const again = await replay(join(dataDir, 'bucket'), join(folder, 'of-other'));
    expect(JSON.parse(again.stdout)).toMatchObject({ runs: 1, inserted: 17 });
  });

  test('says where it found no archive, and what is damaged', async () => {
    expect(await refusal(join(folder, 'nowhere'), join(folder, 'none'))).toEqual({
      status: 2,
      stderr: expect.stringContaining(
        `there is no archive in ${join(folder, 'nowhere')}: expected`,
      ) as string,
    });
    expect(await refusal(catalogue, join(folder, 'none'))).toMatchObject({ status: 2 });
    const damaged = join(folder, 'damaged');
    await cp(archive, damaged, { recursive: true });
    const [page = ''] = (await readdir(damaged, { recursive: true })).filter((name) =>
      name.endsWith('.ndjson.gz'),
    );
    await truncate(join(damaged, page), 100);
    const { status, stderr } = await refusal(damaged, join(folder, 'of-damaged'));
    expect(status).toBe(1);
    expect(stderr).toContain(`${page} of the archive is damaged (unexpected end of file)`);
  });
});

test.each([
  ['/x/bucket/raw/games', '/x/bucket'],
  ['/x/bucket/raw/games/date=2026-01-02', '/x/bucket'],
  ['/x/bucket/raw/games/date=2026-01-02/run=r', '/x/bucket'],
  ['/x/bucket', '/x/bucket'],
  ['/backup/games', '/backup/games'],
  ['/backup/games/run=r', '/backup/games'],
])('the folder %s is of the archive %s', (part, whole) => {
  expect(archiveOf(part)).toBe(whole);
});
