import { join } from 'node:path';
import { expect, test } from 'vitest';
import { dataDirOf } from '@playkin/functions/src/cli/data-dir/data-dir.ts';
import { parseArguments } from '@playkin/functions/src/cli/arguments.ts';
import type { Context } from '@playkin/functions/src/cli/context.ts';
import { parseConfig } from '@playkin/functions/src/config.ts';
import { memoryStorage } from '../../support/memory-storage.ts';

const CREDENTIALS = { IGDB_CLIENT_ID: 'id', IGDB_CLIENT_SECRET: 'secret' };

test.each([
  [[], {}, 'bundled'],
  [['--catalog', 'games.jsonl.gz'], CREDENTIALS, 'from-games'],
  [[], CREDENTIALS, 'igdb'],
  // Games of a stand-in must not come to lie among those of IGDB itself.
  [[], { ...CREDENTIALS, IGDB_BASE_URL: 'http://127.0.0.1:4010/v4' }, 'igdb-at-127-0-0-1-4010'],
])('%j with %j has a folder of its own', (argv, env, name) => {
  const context = { config: parseConfig(env), openStorage: memoryStorage } as unknown as Context;
  const { path } = dataDirOf(parseArguments(['ingest', ...argv], '/home/ada'), context);
  expect(path.endsWith(join('.data', name))).toBe(true);
});
