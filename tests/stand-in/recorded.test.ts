import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { receive, startClient } from '../support/stand-in-client.ts';

/** Answers of IGDB's, recorded; an optional folder beside the repository. */
const SAMPLES = join(import.meta.dirname, '../../../shared/data/igdb/samples');
const sample = (path: string): unknown => JSON.parse(readFileSync(join(SAMPLES, path), 'utf8'));

describe.skipIf(!existsSync(SAMPLES))('beside answers recorded from IGDB (needs ../shared)', () => {
  test.each(['pages_unnested/traffictse_100.json', 'pages_unnested/renarepenning_first_500_games.json'])(
    'all fields of %s come back as they were',
    async (path) => {
      const byId = new Map((sample(path) as { id: number }[]).map((record) => [record.id, record]));
      const recorded = [...byId.values()].sort((a, b) => a.id - b.id);
      const { ask } = await startClient(recorded);
      const { body } = await ask('games', 'fields *; sort id asc; limit 500;');
      expect(body).toEqual(recorded);
    },
  );

  test.each<[string, string]>([
    ['kamranayub_bug-expanded-mixed-content.json', 'release_dates.*'],
    [
      'kamranayub_bug-search-company-timestamps.json',
      'cover.image_id,genres.*,involved_companies.*,involved_companies.company.*',
    ],
  ])('the expanded fields of %s come back as they were', async (path, expanded) => {
    const recorded = sample(`pages_nested/${path}`) as Record<string, unknown>[];
    const { ask } = await startClient(recorded);
    const { body } = await ask('games', `fields *,${expanded}; limit 500;`);
    for (const record of body as Record<string, unknown>[]) {
      const original = recorded.findLast(({ id }) => id === record['id']) ?? {};
      for (const field of topFields(expanded).filter((name) => Object.hasOwn(original, name))) {
        expect(record[field]).toEqual(original[field]);
      }
    }
  });

  test('refusals have the recorded bodies', async () => {
    const { standIn, ask } = await startClient([]);
    expect(await ask('games', 'search Diablo;')).toMatchObject({
      status: 400,
      body: sample('errors/400_syntax_error.json'),
    });
    const recorded = sample('http/romm_01_401_api_igdb_com_v4_platforms.json') as {
      response: { body: unknown };
    };
    const { status, body, headers } = await receive(`${standIn.baseUrl}/platforms`, { method: 'POST' });
    expect({ status, body }).toEqual({ status: 401, body: recorded.response.body });
    expect(headers.get('x-amzn-errortype')).toBe('AccessDeniedException');
  });
});

const topFields = (paths: string) => paths.split(',').map((path) => path.replace(/\..*/, ''));
