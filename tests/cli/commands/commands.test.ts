import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { openDuckDb } from '@playkin/functions/src/adapters/duckdb/warehouse.ts';
import { folderStorage } from '@playkin/functions/src/adapters/folder.ts';
import { buildSite } from '@playkin/functions/src/cli/site/build-site.ts';
import { listen } from '@playkin/functions/src/cli/site/listen.ts';
import type { LogEntry, LogFields } from '@playkin/functions/src/log.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Ended, run, start } from '../../support/command-line.ts';
import { otherGames, tinyGames, toJsonLines, writeCatalogue } from '../../support/tiny-catalogue.ts';

let folder: string;
let catalogue: string;
/** Made by the pipeline from the catalogue; nobody writes to it. */
let built: string;
let pipeline: Ended;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'playkin-cli-'));
  catalogue = await writeCatalogue(folder, 'tiny.jsonl.gz', tinyGames(24));
  built = join(folder, 'not', 'there', 'yet');
  // Paths are relative to the folder npm was called in.
  pipeline = await run(['pipeline', '--catalog', 'tiny.jsonl.gz', '--data-dir', 'not/there/yet'], {
    env: { INIT_CWD: folder },
  });
});

afterAll(() => rm(folder, { recursive: true }));

const query = (dataDir: string, sql: string, format = 'json') =>
  run(['query', '--data-dir', dataDir, '--format', format, sql]);

/** A folder of its own with what the pipeline made. */
async function copyOfBuilt(name: string): Promise<string> {
  const copy = join(folder, name);
  await cp(built, copy, { recursive: true });
  return copy;
}

/** What is said besides how far the stages are: what happened on the way, and the last sentence. */
const messages = ({ stderr }: Ended) =>
  stderr
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (line.startsWith('{') ? (JSON.parse(line) as LogEntry & LogFields) : { message: line }))
    .filter((entry) => !('stage' in entry))
    .map(({ message }) => message);

describe.concurrent('pipeline', () => {
  test('ends with one line of JSON, all that it writes to standard output', () => {
    expect(pipeline).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\{.*\}\n$/) as string });
    expect(messages(pipeline)).toEqual([]);
    expect(JSON.parse(pipeline.stdout)).toEqual({
      release: expect.stringMatching(/^\d{8}T\d+Z-/) as string,
      seconds: {
        ingest: expect.any(Number) as number,
        similarity: expect.any(Number) as number,
        publish: expect.any(Number) as number,
      },
      counts: expect.objectContaining({ received: 24, inserted: 24, games: 24 }) as object,
      peakRssMb: expect.any(Number) as number,
    });
  });

  test('shows how far each stage has come', () => {
    expect(pipeline.stderr).toMatch(
      /"ingest: .*24 of 24 games[^]*"similarity: .*of \d+ tables[^]*"publish is through: 7 of 7 files/,
    );
  });

  test('takes up a folder that it was ended in, at any stage', async () => {
    const argv = ['pipeline', '--catalog', catalogue, '--data-dir', join(folder, 'ended')];
    for (const [stage, signal] of [
      ['publish', 'SIGINT'],
      ['similarity', 'SIGTERM'],
    ] as const) {
      const begins = `"${stage}: `;
      const running = start(argv, { haltAt: begins });
      await running.seen(new RegExp(begins));
      running.process.kill(signal);
      running.goOn();
      const ended = await running.ended;
      // Which shells show as 130 and 143.
      expect(ended).toMatchObject({ status: null, signal, stdout: '' });
      expect(messages(ended)).toEqual([]);
    }
    expect(JSON.parse((await run(argv)).stdout)).toMatchObject({ counts: { games: 24 } });
  });

  test('goes on when nobody reads its messages any more', async () => {
    const dataDir = join(folder, 'unread');
    const running = start(['pipeline', '--catalog', catalogue, '--data-dir', dataDir]);
    running.process.stderr?.destroy();
    expect(await running.ended).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('"release"') as string,
    });
  });

  test('says how many records repeat an id', async () => {
    const twice = await writeCatalogue(folder, 'twice.jsonl', [...tinyGames(5), ...tinyGames(3, 'Second')]);
    const ended = await run(['ingest', '--catalog', twice, '--data-dir', join(folder, 'twice')]);
    expect(messages(ended)).toEqual([
      `${twice}: 3 of its records repeat the id of an earlier one: the one with the newest updated_at counts.`,
    ]);
    expect(JSON.parse(ended.stdout)).toMatchObject({ received: 5 });
  });
});

describe.concurrent('a data folder', () => {
  test('that is made from another catalogue starts afresh, and a smart run goes on', async () => {
    const dataDir = await copyOfBuilt('refilled');
    const others = await writeCatalogue(folder, 'others.jsonl', otherGames(10));
    const ended = await run(['ingest', '--catalog', others, '--data-dir', dataDir]);
    expect(JSON.parse(ended.stdout)).toMatchObject({ inserted: 10, updated: 0 });
    expect(messages(ended)).toEqual([`${dataDir} holds another catalogue (${catalogue}): starting afresh.`]);
    expect((await query(dataDir, 'select count(*) as games from raw_games')).stdout).toBe('{"games":10}\n');

    const newer = await writeCatalogue(folder, 'newer.jsonl', [
      ...otherGames(10),
      ...tinyGames(12, 'Newer').slice(10),
    ]);
    const smart = await run(['ingest', '--smart', '--catalog', newer, '--data-dir', dataDir]);
    expect(JSON.parse(smart.stdout)).toMatchObject({ mode: 'smart' });
    expect(messages(smart)).toEqual([]);
    // What is published still shows the catalogue before.
    const serve = await run(['serve', '--data-dir', dataDir, '--port', '0']);
    expect(serve).toMatchObject({ status: 1, stdout: '' });
    expect(messages(serve)).toEqual([expect.stringContaining('is not made from')]);
  });

  test('goes on with a newer state of its catalogue: what changed, what is gone, what lost a field', async () => {
    const dataDir = join(folder, 'newer-state');
    const ingestOf = async (name: string, records: readonly object[]) => {
      const file = await writeCatalogue(folder, name, records);
      return run(['ingest', '--catalog', file, '--data-dir', dataDir]);
    };
    await ingestOf('october.jsonl', tinyGames(30));
    const november = [...tinyGames(30).slice(2), ...tinyGames(33).slice(30)];
    const ended = await ingestOf('november.jsonl', november);
    expect(JSON.parse(ended.stdout)).toMatchObject({ inserted: 3, unchanged: 28, removed: 2 });
    expect(messages(ended)).toEqual([]);

    const emptied = await ingestOf(
      'december.jsonl',
      november.map((game) => ({ ...game, genres: [] })),
    );
    expect(emptied).toMatchObject({ status: 4, stdout: '' });
    expect(messages(emptied)).toEqual([
      expect.stringContaining('IGDB no longer fills genres (100.0 % before, 0.0 % now)'),
    ]);
  });

  test.each([
    ['at another path', 'rest.jsonl'],
    ['at its own', 'whole.jsonl'],
  ])('is not emptied for what is left of its catalogue, %s', async (where, rest) => {
    const own = join(folder, `truncated ${where}`);
    await mkdir(own);
    const at = ['--data-dir', join(own, 'data')];
    const whole = await writeCatalogue(own, 'whole.jsonl', tinyGames(300));
    await run(['ingest', '--catalog', whole, ...at]);
    const ended = await run(['ingest', '--catalog', await writeCatalogue(own, rest, tinyGames(20)), ...at]);
    expect(ended).toMatchObject({ status: 4, stdout: '' });
    expect(messages(ended)).toEqual([
      expect.stringContaining('no longer has 280 of the 300 games stored. None was marked as removed.'),
    ]);
    const live = await query(
      join(own, 'data'),
      'select count(*) as n from raw_games where removed_at is null',
    );
    expect(live.stdout).toBe('{"n":300}\n');
  });

  test('keeps its catalogue when none is named', async () => {
    const dataDir = await copyOfBuilt('kept');
    const ended = await run(['ingest', '--data-dir', dataDir]);
    expect(JSON.parse(ended.stdout)).toMatchObject({ received: 24, unchanged: 24 });
  });

  test('is filled one stage at a time, and each says what comes first', async () => {
    const dataDir = join(folder, 'by-stages');
    const at = ['--data-dir', dataDir];
    const missing = async (command: string, first: string) => {
      const ended = await run([command, ...at, ...(command === 'query' ? ['select 1'] : [])]);
      expect(ended).toMatchObject({ status: 1, stdout: '' });
      expect(ended.stderr).toMatch(/^[^\n]+\n$/);
      expect(ended.stderr).toContain(`; this comes first: npm run ${first} -- --data-dir ${dataDir}\n`);
    };
    await Promise.all([
      missing('similarity', 'ingest'),
      missing('publish', 'ingest'),
      missing('serve', 'pipeline'),
      missing('query', 'pipeline'),
    ]);
    expect(existsSync(dataDir)).toBe(false);
    expect(await run(['ingest', ...at, '--catalog', catalogue])).toMatchObject({ status: 0 });
    await missing('publish', 'similarity');
    expect(await run(['similarity', ...at])).toMatchObject({ status: 0 });
    expect(JSON.parse((await run(['publish', ...at])).stdout)).toMatchObject({ counts: { games: 24 } });
  });

  test('whose tables another version of the code has made says what comes first', async () => {
    const dataDir = await copyOfBuilt('older');
    const path = join(dataDir, 'warehouse.duckdb');
    const warehouse = await openDuckDb({ path, storage: folderStorage(dataDir), memoryLimit: '1GB' });
    await Array.fromAsync(warehouse.query('DROP TABLE popularity'));
    warehouse.close();
    for (const command of ['publish', 'evaluate']) {
      const ended = await run([command, '--data-dir', dataDir]);
      expect(ended).toMatchObject({ status: 1, stdout: '' });
      expect(ended.stderr).toContain('were made by another version of Playkin (there is no popularity.');
      expect(ended.stderr).toContain(`; this comes first: npm run similarity -- --data-dir ${dataDir}\n`);
    }
  });

  test('of the bundled catalogue goes on with a newer one', async () => {
    const at = ['--data-dir', join(folder, 'bundled')];
    const { inserted } = JSON.parse((await run(['ingest', ...at])).stdout) as { inserted: number };
    const older = { origin: { kind: 'bundled' }, fingerprint: 'of older code' };
    await writeFile(join(folder, 'bundled', 'built-from.json'), JSON.stringify(older));
    const ended = await run(['ingest', ...at]);
    expect(messages(ended)).toEqual([]);
    expect(JSON.parse(ended.stdout)).toMatchObject({ inserted: 0, unchanged: inserted });
  });

  test('is open to one process at a time', async () => {
    const dataDir = await copyOfBuilt('shared');
    const warehouse = await openDuckDb({
      path: join(dataDir, 'warehouse.duckdb'),
      storage: folderStorage(dataDir),
      memoryLimit: '1GB',
    });
    const argv = ['similarity', '--data-dir', dataDir];
    expect(await run(argv)).toMatchObject({
      status: 3,
      stderr:
        'Another Playkin process has this data folder open; wait for it to end, or choose another --data-dir.\n',
    });
    warehouse.close();
    expect(await run(argv)).toMatchObject({ status: 0 });
  });
});

describe.concurrent('query', () => {
  test.each([
    ['table', /^game_id {2}name +nothing\n─+ {2}─+ {2}─+\n +1 {2}First lighthouse 1\n/],
    ['csv', /^game_id,name,nothing\r\n1,First lighthouse 1,\r\n/],
    ['json', /^\{"game_id":1,"name":"First lighthouse 1","nothing":null\}\n/],
  ])('answers as %s', async (format, expected) => {
    const ended = await query(
      built,
      'select game_id, name, null as nothing from games order by game_id',
      format,
    );
    expect(ended).toMatchObject({ status: 0, stderr: '' });
    expect(ended.stdout).toMatch(expected);
  });

  test('shows what is wrong with a statement in one line', async () => {
    const ended = await query(built, 'select nmae from games');
    expect(ended).toMatchObject({ status: 1, stdout: '' });
    expect(ended.stderr).toMatch(/^The warehouse refused the statement: Binder Error: .*nmae.*\n$/);
  });

  test('cannot write', async () => {
    for (const statement of ['delete from games', 'create table mine as select 1']) {
      const ended = await query(built, statement);
      expect(ended).toMatchObject({ status: 1, stdout: '' });
      expect(ended.stderr).toMatch(/^The warehouse refused the statement: .*read-only.*\n$/);
    }
  });

  test('takes one SELECT and nothing else: COPY would write another file', async () => {
    const file = join(folder, 'copied.csv');
    for (const [statement, found] of [
      [`copy (select 1) to '${file}'`, 'COPY'],
      [`explain analyze copy (select 1) to '${file}'`, 'COPY'],
      ['select 1; select 2', '2 statements'],
      ['-- nothing\n;', 'nothing'],
    ] as const) {
      const ended = await query(built, statement);
      expect(ended).toMatchObject({ status: 1, stdout: '' });
      expect(ended.stderr).toContain(
        `: expected one SELECT, since the warehouse is open read-only, found ${found}\n`,
      );
    }
    expect(existsSync(file)).toBe(false);
    expect(await query(built, 'explain select 1;')).toMatchObject({ status: 0 });
  });

  test('says that there are no rows where the output cannot', async () => {
    expect(await query(built, 'select 1 where false')).toMatchObject({
      status: 0,
      stdout: '',
      stderr: 'No rows.\n',
    });
  });

  test('ends in silence when its reader has seen enough', async () => {
    const many = start(['query', '--data-dir', built, 'select * from range(300000)']);
    many.process.stdout?.once('data', () => many.process.stdout?.destroy());
    expect(await many.ended).toMatchObject({ status: 0, signal: null, stderr: '' });
  });

  test.skipIf(!existsSync('/dev/full'))('tells of a full disk behind its output', async () => {
    const ended = await run(['query', '--data-dir', built, 'select 1'], { stdoutFile: '/dev/full' });
    expect(ended).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^The disk is full; .*\n$/) as string,
    });
  });
});

describe.concurrent('what cannot work ends with a status, one sentence and no stack', () => {
  const refused = async (
    argv: string[],
    status: number,
    sentence: string,
    env: Record<string, string> = {},
  ) => {
    const ended = await run(argv, { env });
    expect(ended).toMatchObject({ status, stdout: '' });
    expect(messages(ended)).toEqual([expect.stringContaining(sentence)]);
    expect(ended.stderr).not.toMatch(/^ {4}at /m);
  };

  test('a bad command line or environment', async () => {
    await Promise.all([
      refused(['start', '--port', 'http'], 2, '--port: expected a whole number'),
      refused(['strat'], 2, 'Expected a command'),
      refused(['start'], 2, 'IGDB_CLIENT_SECRET is not set, but IGDB_CLIENT_ID is', { IGDB_CLIENT_ID: 'id' }),
      refused(['start'], 2, 'DUCKDB_MEMORY_LIMIT: expected', { DUCKDB_MEMORY_LIMIT: 'lots' }),
      refused(['start'], 2, 'npm took --port for its own', { npm_config_port: '8080' }),
    ]);
  });

  test('a catalogue that cannot be read, and its data folder is left alone', async () => {
    const dataDir = await copyOfBuilt('left-alone');
    const before = await readdir(dataDir);
    const whole = gzipSync(toJsonLines(tinyGames(20)));
    const file = async (name: string, content: string | Buffer) => {
      await writeFile(join(folder, name), content);
      return join(folder, name);
    };
    const pipelineOf = async (path: string, problem: string, status = 1) => {
      await refused(
        ['pipeline', '--catalog', path, '--data-dir', dataDir],
        status,
        `The catalogue cannot be read: ${path}${problem}`,
      );
    };
    await Promise.all([
      pipelineOf(join(folder, 'nowhere.jsonl'), ': there is no such file.', 2),
      pipelineOf(folder, ': is a folder, not a file.'),
      pipelineOf(await file('cut.jsonl.gz', whole.subarray(0, whole.length / 2)), ': ends in the middle'),
      pipelineOf(await file('text.jsonl.gz', 'text'), ': is not gzip, or damaged.'),
      pipelineOf(await file('empty.jsonl', ''), ': holds no records.'),
      pipelineOf(await file('broken.jsonl', '{"id":1}\n{"id":'), ', line 2: not JSON'),
      pipelineOf(
        await file('nameless.jsonl', '{"name":"x"}\n'),
        ', line 1: a game record needs a whole number',
      ),
    ]);
    expect(await readdir(dataDir)).toEqual(before);
    expect((await query(dataDir, 'select count(*) as games from games')).stdout).toBe('{"games":24}\n');
  });

  test('records of which none is a game', async () => {
    const ids = await writeCatalogue(folder, 'ids.jsonl', [{ id: 1 }, { id: 2 }]);
    await refused(
      ['pipeline', '--catalog', ids, '--data-dir', join(folder, 'ids')],
      1,
      'None of the records',
    );
  });

  test('a data folder that is a file, or whose warehouse is not one', async () => {
    const text = join(folder, 'text');
    await mkdir(text);
    await writeFile(join(text, 'warehouse.duckdb'), 'not a database\n'.repeat(1000));
    await Promise.all([
      refused(
        ['ingest', '--catalog', catalogue, '--data-dir', catalogue],
        1,
        `${catalogue} is a file, not a folder`,
      ),
      refused(['query', '--data-dir', text, 'select 1'], 1, 'is not a DuckDB database; move it away'),
      refused(['ingest', '--catalog', catalogue, '--data-dir', text], 1, 'is not a DuckDB database'),
    ]);
  });

  test('a port that is taken, before any work is done', async () => {
    const { port, close } = await listen(0, () => undefined);
    const dataDir = join(folder, 'busy');
    await refused(['start', '--data-dir', dataDir, '--port', String(port)], 1, `Port ${port} is taken`);
    await refused(['serve', '--data-dir', built, '--port', String(port)], 1, `Port ${port} is taken`);
    await refused(
      ['igdb-stand-in', '--catalog', catalogue, '--port', String(port)],
      1,
      `Port ${port} is taken`,
    );
    expect(existsSync(dataDir)).toBe(false);
    await close();
  });

  test('a release that is damaged', async () => {
    // Which it would say first.
    await buildSite(() => undefined);
    const dataDir = await copyOfBuilt('damaged');
    const { release } = JSON.parse(pipeline.stdout) as { release: string };
    await writeFile(join(dataDir, 'bucket', 'releases', release, 'vectors.bin'), 'x');
    const served = await run(['serve', '--data-dir', dataDir, '--port', '0']);
    expect(served).toMatchObject({ status: 1, stdout: '' });
    expect(served.stderr).toContain(`Nothing in ${dataDir} can be served: `);
    expect(served.stderr).toContain(`; this comes first: npm run publish -- --data-dir ${dataDir}\n`);
    expect(served.stderr).not.toMatch(/^ {4}at /m);
  });
});

describe.concurrent('start', () => {
  test('runs the pipeline once, then serves what is there; another catalogue makes it run again', async () => {
    const dataDir = join(folder, 'started');
    const others = await writeCatalogue(folder, 'started-others.jsonl', otherGames(9));
    const served = async (argv: string[]) => {
      const running = start(['start', '--data-dir', dataDir, '--port', '0', ...argv]);
      const url = await running.seen(/http:\/\/localhost:\d+/);
      const { status, release, games } = (await (await fetch(`${url}/api/health`)).json()) as Record<
        string,
        unknown
      >;
      const health = { status, release, games };
      const page = await (await fetch(url)).text();
      running.process.kill('SIGINT');
      const ended = await running.ended;
      expect(ended).toMatchObject({ status: null, signal: 'SIGINT' });
      return { health, page, didWork: ended.stderr.includes('"similarity') };
    };
    const first = await served(['--catalog', catalogue]);
    expect(first).toMatchObject({ didWork: true, health: { status: 'ok', games: 24 } });
    expect(first.page).toContain('<title>');
    const { health } = first;
    expect(await served(['--catalog', catalogue])).toMatchObject({ didWork: false, health });
    expect(await served([])).toMatchObject({ didWork: false, health });
    expect(await served(['--catalog', others])).toMatchObject({ didWork: true, health: { games: 9 } });
    // What an ingest by itself has brought is not served before it is compared and published.
    await writeCatalogue(folder, 'started-others.jsonl', otherGames(10));
    await run(['ingest', '--catalog', others, '--data-dir', dataDir]);
    expect(await served([])).toMatchObject({ didWork: true, health: { games: 10 } });
    expect(await served([])).toMatchObject({ didWork: false, health: { games: 10 } });
  });
});

describe.concurrent('serve', () => {
  test('answers any address and any body as a problem, never in HTML or with a fault of its own', async () => {
    const running = start(['serve', '--data-dir', built, '--port', '0']);
    const url = await running.seen(/http:\/\/localhost:\d+/);
    const ask = async (path: string, init?: RequestInit) => {
      const { status, headers } = await fetch(url + path, init);
      return [status, headers.get('content-type')?.split(';')[0]];
    };
    const problem = (status: number) => [status, 'application/problem+json'];
    expect(await ask('/%E0%A4%A')).toEqual(problem(400));
    // What is wrong behind the path a page can say.
    expect(await ask('/?like=100%')).toEqual([200, 'text/html']);
    for (const path of [
      `/${'a'.repeat(256)}`,
      `/assets/${'ü'.repeat(128)}.js`,
      `/api/games/${'a'.repeat(300)}`,
    ]) {
      expect(await ask(path)).toEqual(problem(414));
    }
    expect(await ask(`/api/games/${'a'.repeat(255)}`)).toEqual(problem(404));
    expect(await ask('/assets/index-99999999.js')).toEqual(problem(404));
    for (const type of ['application/json', 'application/json; charset=none', 'text/plain']) {
      const malformed = { method: 'POST', headers: { 'content-type': type }, body: '{"like":' };
      expect(await ask('/api/recommend?like=10', malformed)).toEqual(problem(405));
    }
    running.process.kill('SIGINT');
    await running.ended;
  });
});

describe.concurrent('igdb-stand-in', () => {
  test('answers as IGDB does', async () => {
    const running = start(['igdb-stand-in', '--catalog', catalogue, '--port', '0']);
    const base = await running.seen(/http:\/\/\S+\/v4/);
    const credentials = 'client_id=a&client_secret=b&grant_type=client_credentials';
    const token = await fetch(`${new URL(base).origin}/oauth2/token?${credentials}`, { method: 'POST' });
    const { access_token } = (await token.json()) as { access_token: string };
    const games = await fetch(`${base}/games`, {
      method: 'POST',
      headers: { 'Client-ID': 'a', Authorization: `Bearer ${access_token}` },
      body: 'fields name; where id = 7;',
    });
    expect(await games.json()).toEqual([{ id: 7, name: 'First greenhouse 7' }]);
    running.process.kill('SIGTERM');
    expect(await running.ended).toMatchObject({ signal: 'SIGTERM', stderr: '' });
  });
});
