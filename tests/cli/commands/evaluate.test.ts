import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LATEST_PATH, type Manifest, manifestPath } from '@playkin/shared/release.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Ended, run } from '../../support/command-line.ts';
import { tinyGames, toJsonLines, writeCatalogue } from '../../support/tiny-catalogue.ts';

const GAMES = tinyGames(24);

let folder: string;
let dataDir: string;
let judgements: string;
let pipeline: Ended;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'playkin-evaluate-'));
  dataDir = join(folder, 'data');
  const catalogue = await writeCatalogue(folder, 'tiny.jsonl.gz', GAMES);
  // Players name the genre and the place.
  judgements = await file(
    'judgements.jsonl',
    toJsonLines(
      GAMES.map(({ id, genres, keywords }) => ({
        igdb_id: id,
        tags: [...genres, ...keywords].map(({ name }) => name),
      })),
    ),
  );
  pipeline = await run([
    'pipeline',
    '--catalog',
    catalogue,
    '--data-dir',
    dataDir,
    '--judgements',
    judgements,
  ]);
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, content: string): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

const evaluate = (...argv: string[]) => run(['evaluate', '--data-dir', dataDir, ...argv]);
const lastManifest = async () => {
  const json = async <T>(path: string) =>
    JSON.parse(await readFile(join(dataDir, 'bucket', path), 'utf8')) as T;
  return json<Manifest>(manifestPath((await json<{ release: string }>(LATEST_PATH)).release));
};

test('a pipeline that is given judgements measures before it publishes', async () => {
  expect(pipeline).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\{.*\}\n$/) as string });
  expect(pipeline.stderr).toMatch(/^tag_agreement@10 +0\.\d+ +0\.\d+ +0\.\d+ /m);
  const { metrics } = await lastManifest();
  expect(metrics['judged_games']).toBe(24);
  expect(metrics['tag_agreement@10']).toBeGreaterThan(0.5);
});

describe('evaluate', () => {
  test('shows a table and ends with one line of JSON', async () => {
    const ended = await evaluate('--judgements', judgements);
    expect(ended).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\{.*\}\n$/) as string });
    expect(ended.stderr).toMatch(/^metric +value +low +high +what it is\n─+/);
    const { metrics, largestHub } = JSON.parse(ended.stdout) as {
      metrics: Record<string, { value: number }>;
      largestHub: { name: string };
    };
    expect(metrics['tag_agreement@10']?.value).toBe((await lastManifest()).metrics['tag_agreement@10']);
    expect(ended.stderr).toContain(`The game in the most top tens is ${largestHub.name} (`);
  });

  test('measures plays beside two references', async () => {
    const lines = [1, 2, 3].flatMap((user) => [1, 5, 9, 13, 17, 21].map((id) => `${user},${id},Title,1.0`));
    const plays = await file('plays.csv', ['user,igdb_id,title,hours', ...lines, ''].join('\n'));
    const ended = await evaluate('--plays', plays);
    expect(ended).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^\{"plays":\{.*\}\n$/) as string,
    });
    expect(ended.stderr).toMatch(/^item_knn +ndcg@10 /m);
    expect(ended.stderr).toContain('One game held out for each of 3 users, 6 games ranked.\n');
  });

  test('says in a sentence what is wrong with its files and options', async () => {
    const refused = async (argv: string[], status: number, sentence: string) => {
      expect(await evaluate(...argv)).toEqual({ status, signal: null, stdout: '', stderr: `${sentence}\n` });
    };
    const strangers = await file('strangers.jsonl', '{"igdb_id": 999, "tags": []}\n');
    const text = await file('text.jsonl', 'text\n');
    const nowhere = join(folder, 'nowhere');
    await Promise.all([
      refused(
        ['--judgements', nowhere],
        2,
        `The judgements cannot be used: ${nowhere}: there is no such file.`,
      ),
      refused(['--plays', nowhere], 2, `The plays cannot be used: ${nowhere}: there is no such file.`),
      refused(['--judgements='], 2, '--judgements needs a path.'),
      refused(
        ['--force'],
        2,
        'evaluate takes no --force; it takes --catalog, --data-dir, --judgements, --plays.',
      ),
    ]);
    await refused(['--judgements', strangers], 1, 'None of the 1 judged games is in the catalogue.');
    expect((await evaluate('--judgements', text)).stderr).toMatch(
      /^The judgements cannot be used: .*text\.jsonl, line 1: not JSON: [^\n]+\.\n$/,
    );
  });
});

test('publish refuses lists that players agree with less than with the last release, unless forced', async () => {
  // Judges who find alike what the lists hold apart.
  const tags = (id: number) => [`${id % 3} of three`, `${(id >> 2) % 5} of five`];
  const others = await file(
    'others.jsonl',
    toJsonLines(GAMES.map(({ id }) => ({ igdb_id: id, tags: tags(id + (id % 7)) }))),
  );
  expect(await evaluate('--judgements', others)).toMatchObject({ status: 0 });
  const before = await lastManifest();
  const publish = (...argv: string[]) => run(['publish', '--data-dir', dataDir, ...argv]);
  const refused = await publish();
  expect(refused).toMatchObject({ status: 1, stdout: '' });
  expect(refused.stderr).toContain(`of the last release, ${before.release}: it is not published.`);
  expect(await lastManifest()).toEqual(before);

  const forced = await publish('--force');
  expect(forced).toMatchObject({ status: 0 });
  expect(forced.stderr).toContain('it is published all the same.');
  expect((await lastManifest()).metrics['tag_agreement@10']).toBeLessThan(
    before.metrics['tag_agreement@10'] ?? 0,
  );
});
