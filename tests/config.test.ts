import {
  ConfigError,
  optionsKeptByNpm,
  parseCloudConfig,
  parseConfig,
  parseSiteOrigins,
  parseVersion,
} from '@playkin/functions/src/config.ts';
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
  [{ DUCKDB_TEMP_LIMIT: '20GB' }, { duckDbMemoryLimit: '1GB', duckDbTempLimit: '20GB', debug: false }],
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
  expect(parseConfig(env)).toEqual({ duckDbTempLimit: '10GB', version: 'unknown', ...config });
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

const CLOUD = { GOOGLE_CLOUD_PROJECT: 'p', PLAYKIN_LOCATION: 'EU', PLAYKIN_BUCKET: 'b' };

test('a stage has half an hour and stores 48 MiB at a time, unless it is set', () => {
  expect(parseCloudConfig(CLOUD)).toMatchObject({
    stageTimeoutMs: 1_800_000,
    batchCharacters: 48 * 1024 ** 2,
  });
  const set = { ...CLOUD, PLAYKIN_STAGE_TIMEOUT_SECONDS: '3600', PLAYKIN_BATCH_MIB: '32' };
  expect(parseCloudConfig(set)).toMatchObject({ stageTimeoutMs: 3_600_000, batchCharacters: 32 * 1024 ** 2 });
});

test.each([
  ['PLAYKIN_STAGE_TIMEOUT_SECONDS', '30m', 'expected 240 to 3600, found "30m"'],
  ['PLAYKIN_STAGE_TIMEOUT_SECONDS', '239', 'expected 240 to 3600, found "239"'],
  ['PLAYKIN_STAGE_TIMEOUT_SECONDS', '3601', 'expected 240 to 3600, found "3601"'],
  ['PLAYKIN_BATCH_MIB', '0', 'expected 1 to 128, found "0"'],
  ['PLAYKIN_BATCH_MIB', '0.5', 'expected 1 to 128, found "0.5"'],
])('%s=%s is refused', (variable, value, expected) => {
  expect(() => parseCloudConfig({ ...CLOUD, [variable]: value })).toThrow(`${variable}: ${expected}`);
});

test('the pages that may ask recommend are those of Firebase Hosting and those named', () => {
  expect(parseSiteOrigins({})).toEqual([]);
  expect(
    parseSiteOrigins({
      GOOGLE_CLOUD_PROJECT: 'kin',
      PLAYKIN_SITE_ORIGINS: 'https://playkin.example, http://localhost:5000',
    }),
  ).toEqual([
    'https://playkin.example',
    'http://localhost:5000',
    'https://kin.web.app',
    'https://kin.firebaseapp.com',
  ]);
  for (const origins of ['*', 'https://playkin.example/', 'playkin.example']) {
    expect(() => parseSiteOrigins({ PLAYKIN_SITE_ORIGINS: origins })).toThrow(ConfigError);
  }
});
