import { ConfigError, optionsKeptByNpm, parseConfig, parseVersion } from '@playkin/functions/src/config.ts';
import { expect, test } from 'vitest';

const CREDENTIALS = { IGDB_CLIENT_ID: 'id', IGDB_CLIENT_SECRET: 'secret' };
const PAIR = { clientId: 'id', clientSecret: 'secret' };

test.each([
  [{}, { duckDbMemoryLimit: '1GB', debug: false }],
  [
    { IGDB_CLIENT_ID: '', IGDB_CLIENT_SECRET: '' },
    { duckDbMemoryLimit: '1GB', debug: false },
  ],
  [{ DUCKDB_MEMORY_LIMIT: '' }, { duckDbMemoryLimit: '1GB', debug: false }],
  [{ DUCKDB_MEMORY_LIMIT: '512 MiB' }, { duckDbMemoryLimit: '512 MiB', debug: false }],
  [{ PLAYKIN_DEBUG: '1' }, { duckDbMemoryLimit: '1GB', debug: true }],
  [{ PLAYKIN_HOST: '0.0.0.0' }, { duckDbMemoryLimit: '1GB', debug: false, host: '0.0.0.0' }],
  [{ INIT_CWD: '/home/ada' }, { duckDbMemoryLimit: '1GB', debug: false, npmStartedIn: '/home/ada' }],
  [
    { IGDB_CLIENT_ID: 'id', IGDB_CLIENT_SECRET: 'secret' },
    { duckDbMemoryLimit: '1GB', debug: false, igdb: { clientId: 'id', clientSecret: 'secret' } },
  ],
  [
    { ...CREDENTIALS, IGDB_BASE_URL: 'https://proxy.example/igdb/v4/', IGDB_TOKEN_URL: '' },
    { duckDbMemoryLimit: '1GB', debug: false, igdb: { ...PAIR, baseUrl: 'https://proxy.example/igdb/v4' } },
  ],
  [
    {
      ...CREDENTIALS,
      IGDB_BASE_URL: 'http://127.0.0.1:4010/v4',
      IGDB_TOKEN_URL: 'http://localhost:4010/oauth2/token',
    },
    {
      duckDbMemoryLimit: '1GB',
      debug: false,
      igdb: { ...PAIR, baseUrl: 'http://127.0.0.1:4010/v4', tokenUrl: 'http://localhost:4010/oauth2/token' },
    },
  ],
])('%j means %j', (env, config) => {
  expect(parseConfig(env)).toEqual(config);
});

test.each([
  [{ IGDB_CLIENT_ID: 'id' }, /^IGDB_CLIENT_SECRET is not set/],
  [{ IGDB_CLIENT_SECRET: 'secret' }, /^IGDB_CLIENT_ID is not set(?!.*: "?secret)/],
  [
    { ...CREDENTIALS, IGDB_BASE_URL: 'http://igdb.example/v4' },
    /^IGDB_BASE_URL: expected https, since the secret must not travel in the clear \(http to this machine only\), found http:\/\/igdb\.example\.$/,
  ],
  [{ ...CREDENTIALS, IGDB_TOKEN_URL: 'http://127.0.0.1.example/token' }, /^IGDB_TOKEN_URL: expected https/],
  [{ ...CREDENTIALS, IGDB_TOKEN_URL: 'ftp://localhost/token' }, /^IGDB_TOKEN_URL: expected https/],
  [{ ...CREDENTIALS, IGDB_BASE_URL: 'localhost' }, /^IGDB_BASE_URL: expected an address such as/],
  [
    { ...CREDENTIALS, IGDB_BASE_URL: 'https://me:hidden@igdb.example/v4' },
    /^IGDB_BASE_URL: expected an address such as (?!.*hidden)/,
  ],
  [
    { IGDB_BASE_URL: 'http://127.0.0.1:4010/v4' },
    /^IGDB_BASE_URL is set without IGDB_CLIENT_ID and IGDB_CLIENT_SECRET/,
  ],
  [{ DUCKDB_MEMORY_LIMIT: 'lots' }, /^DUCKDB_MEMORY_LIMIT: expected a size such as 1GB, found "lots"\.$/],
  [{ DUCKDB_MEMORY_LIMIT: '-1GB' }, /found "-1GB"/],
])('%j is refused', (env, message) => {
  const refused = () => parseConfig(env);
  expect(refused).toThrow(ConfigError);
  expect(refused).toThrow(message);
});

test('options that npm kept for itself are noticed', () => {
  const env = { npm_config_port: '8080', npm_config_data_dir: 'x', npm_config_registry: 'https://…' };
  expect(optionsKeptByNpm(env, ['catalog', 'data-dir', 'port'])).toEqual(['data-dir', 'port']);
});

test('the version is what the image says, if anything', () => {
  expect(parseVersion({ PLAYKIN_VERSION: '1a2b3c4' })).toBe('1a2b3c4');
  expect(parseVersion({ PLAYKIN_VERSION: '' })).toBe('unknown');
});
