import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { run, start } from '../../support/command-line.ts';
import { otherGames, tinyGames, writeCatalogue } from '../../support/tiny-catalogue.ts';

const GAMES = 12_000;
let folder: string;
let catalogue: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'playkin-ingest-'));
  catalogue = await writeCatalogue(folder, 'many.jsonl', tinyGames(GAMES));
});

afterAll(() => rm(folder, { recursive: true }));

/** Every file and folder below, with its size and the time it was changed. */
async function listing(path: string): Promise<string[]> {
  const entries = [path, ...(await readdir(path, { recursive: true })).map((name) => join(path, name))];
  return Promise.all(
    entries.sort().map(async (entry) => {
      const { size, mtimeMs } = await stat(entry);
      return `${entry} ${size} ${mtimeMs}`;
    }),
  );
}

describe.concurrent('a signal', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)(
    '%s stops at the end of a page, and the next run goes on from there',
    async (signal, status) => {
      const dataDir = join(folder, signal);
      const argv = ['pipeline', '--catalog', catalogue, '--data-dir', dataDir];
      const running = start(argv, { haltAt: '"done":500' });
      await running.seen(/"done":500/);
      running.process.kill(signal);
      // npm and the terminal each pass it on.
      running.process.kill(signal);
      running.goOn();
      const ended = await running.ended;
      expect(ended).toMatchObject({ status, signal: null, stdout: '' });
      const [, stoppedAfter = ''] = /\nStopped after ([\d,]+) games; .*\n$/.exec(ended.stderr) ?? [];
      expect(ended.stderr).toContain(
        `goes on from there: npm run pipeline -- --catalog ${catalogue} --data-dir ${dataDir}\n`,
      );

      const received = Number(stoppedAfter.replaceAll(',', ''));
      expect(received).toBeGreaterThan(0);
      expect(received).toBeLessThan(GAMES);
      const runs = await run([
        'query',
        '--data-dir',
        dataDir,
        '--format',
        'json',
        'select stage, status, cursor from runs',
      ]);
      expect(JSON.parse(runs.stdout)).toEqual({ stage: 'ingest', status: 'stopped', cursor: received });
      const next = await run(['ingest', '--data-dir', dataDir]);
      expect(JSON.parse(next.stdout)).toMatchObject({
        received: GAMES - received,
        inserted: GAMES - received,
      });
    },
  );
});

test('a run that its limit ends says what is left, and a smart one after it why it fetches all', async () => {
  const few = await writeCatalogue(folder, 'limited.jsonl', tinyGames(1200));
  const argv = ['ingest', '--catalog', few, '--data-dir', join(folder, 'limited')];
  const limited = await run([...argv, '--limit', '500']);
  expect(JSON.parse(limited.stdout)).toMatchObject({ received: 500, complete: false, remaining: 700 });
  expect(limited.stderr).toContain(
    `The limit leaves 700 games to the next run, which goes on after these: npm run ingest -- --limit 500 --catalog ${few}`,
  );

  const why = 'No crawl has been finished yet: fetching every game.';
  expect((await run([...argv, '--smart', '--dry-run'])).stderr).toContain(`${why} Would fetch 700 games`);
  const rest = await run([...argv, '--smart']);
  expect(JSON.parse(rest.stdout)).toMatchObject({ mode: 'full', received: 700, complete: true });
  expect(rest.stderr).toContain(why);
  const smart = await run([...argv, '--smart']);
  expect(JSON.parse(smart.stdout)).toMatchObject({ mode: 'smart', complete: true });
  expect(smart.stderr).not.toMatch(/The limit|No crawl/);
});

test('a crawl that broke off is not gone on with in another state of its catalogue', async () => {
  const games = tinyGames(1000);
  const at = ['--data-dir', join(folder, 'states')];
  await run([
    'ingest',
    ...at,
    '--catalog',
    await writeCatalogue(folder, 'old.jsonl', games),
    '--limit',
    '500',
  ]);
  const changed = games.map((game) => (game.id === 7 ? { ...game, name: 'Changed' } : game));
  const argv = ['ingest', ...at, '--catalog', await writeCatalogue(folder, 'new.jsonl', changed)];
  expect(JSON.parse((await run([...argv, '--dry-run'])).stdout)).toMatchObject({ afterId: 0, games: 1000 });
  const ended = await run(argv);
  expect(JSON.parse(ended.stdout)).toMatchObject({ received: 1000, inserted: 500, updated: 1 });
});

describe.concurrent('a dry run', () => {
  test('makes no data folder', async () => {
    const parent = join(folder, 'parent');
    await mkdir(parent);
    const ended = await run([
      'ingest',
      '--dry-run',
      '--limit',
      '600',
      '--catalog',
      catalogue,
      '--data-dir',
      join(parent, 'd'),
    ]);
    expect(JSON.parse(ended.stdout)).toEqual({
      dryRun: true,
      mode: 'full',
      afterId: 0,
      games: 600,
      pages: 2,
      seconds: 0.5,
    });
    expect(ended.stderr).toBe(
      `Would fetch 600 games from ${catalogue}: 2 pages, 0:01 at IGDB’s 4 pages a second. Nothing was changed.\n`,
    );
    expect(await readdir(parent)).toEqual([]);
  });

  test('changes nothing in a data folder, and goes on where its last run ended', async () => {
    const dataDir = join(folder, 'there');
    const few = await writeCatalogue(folder, 'few.jsonl', tinyGames(1200));
    const at = ['--data-dir', dataDir];
    const plan = async (...argv: string[]) =>
      JSON.parse((await run(['ingest', '--dry-run', ...at, ...argv])).stdout) as unknown;
    await run(['ingest', '--catalog', few, ...at, '--limit', '500']);
    const before = await listing(dataDir);
    expect(await plan()).toMatchObject({ mode: 'full', afterId: 500, games: 700, pages: 2 });
    expect(await plan('--smart')).toMatchObject({ mode: 'full', afterId: 500 });
    const others = await writeCatalogue(folder, 'dry-others.jsonl', otherGames(600));
    const afresh = await run(['ingest', '--dry-run', ...at, '--catalog', others]);
    expect(JSON.parse(afresh.stdout)).toMatchObject({ startsAfresh: true, afterId: 0, games: 600 });
    expect(afresh.stderr).toContain(
      `${dataDir} holds another catalogue (${few}): would start afresh, removing its games and their raw pages. Would fetch`,
    );
    expect(await plan('--catalog', catalogue)).not.toHaveProperty('startsAfresh');
    expect(await listing(dataDir)).toEqual(before);

    await run(['ingest', ...at]);
    const changedAfter = expect.stringMatching(/^20\d\d-.*Z$/) as string;
    expect(await plan('--smart')).toMatchObject({ mode: 'smart', changedAfter, games: 1200 });
  });
});
