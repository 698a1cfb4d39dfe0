/** Settings from the environment. */
export interface Config {
  /** Twitch application credentials for the real IGDB. Default: the stand-in is used. */
  igdb?: IgdbConfig;
  /** Memory for DuckDB's buffers, as DuckDB spells it; ingest takes less. Default: 1GB; beyond it DuckDB spills to disk. */
  duckDbMemoryLimit: string;
  /** Disk space for what does not fit into that memory, as DuckDB spells it. Default: 10GB; a statement that needs more fails. */
  duckDbTempLimit: string;
  /** The user's working directory when npm started this process; npm changes to the folder of package.json. */
  npmStartedIn?: string;
  /** The address the site listens on, such as 0.0.0.0 in a container. Default: this machine only. */
  host?: string;
  /** What this code was built from. */
  version: string;
  /** PLAYKIN_DEBUG=1: print the stack of an error too. Default: one sentence. */
  debug: boolean;
}

export interface IgdbConfig {
  clientId: string;
  clientSecret: string;
  /** A server that speaks IGDB's API (a stand-in or a proxy), without a trailing slash. Default: IGDB. */
  baseUrl?: string;
  /** The token endpoint of that server. Default: Twitch. */
  tokenUrl?: string;
}

/** An environment variable has an impossible value. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

type Environment = Readonly<Record<string, string | undefined>>;

const SIZE = /^\d+(\.\d+)?\s*([KMGT]i?)?B$/i;

/**
 * Reads IGDB_CLIENT_ID, IGDB_CLIENT_SECRET (both or neither), IGDB_BASE_URL and IGDB_TOKEN_URL (only with those),
 * DUCKDB_MEMORY_LIMIT, DUCKDB_TEMP_LIMIT, INIT_CWD, PLAYKIN_HOST, PLAYKIN_VERSION and PLAYKIN_DEBUG. An empty variable is
 * one that is not set.
 *
 * @throws {@link ConfigError} naming the variable, never its value where it is a secret
 */
export function parseConfig(env: Environment): Config {
  const igdb = parseIgdb(env);
  const duckDbMemoryLimit = sizeOf(env, 'DUCKDB_MEMORY_LIMIT') ?? '1GB';
  const duckDbTempLimit = sizeOf(env, 'DUCKDB_TEMP_LIMIT') ?? '10GB';
  const npmStartedIn = valueOf(env, 'INIT_CWD');
  const host = valueOf(env, 'PLAYKIN_HOST');
  return {
    ...(igdb !== undefined && { igdb }),
    duckDbMemoryLimit,
    duckDbTempLimit,
    ...(npmStartedIn !== undefined && { npmStartedIn }),
    ...(host !== undefined && { host }),
    version: parseVersion(env),
    debug: valueOf(env, 'PLAYKIN_DEBUG') !== undefined,
  };
}

function sizeOf(env: Environment, variable: string): string | undefined {
  const size = valueOf(env, variable);
  if (size === undefined || SIZE.test(size)) return size;
  throw new ConfigError(`${variable}: expected a size such as 1GB, found ${JSON.stringify(size)}.`);
}

function parseIgdb(env: Environment): IgdbConfig | undefined {
  const clientId = valueOf(env, 'IGDB_CLIENT_ID');
  const clientSecret = valueOf(env, 'IGDB_CLIENT_SECRET');
  const baseUrl = urlOf(env, 'IGDB_BASE_URL');
  const tokenUrl = urlOf(env, 'IGDB_TOKEN_URL');
  if (clientId !== undefined && clientSecret !== undefined) {
    return {
      clientId,
      clientSecret,
      ...(baseUrl !== undefined && { baseUrl }),
      ...(tokenUrl !== undefined && { tokenUrl }),
    };
  }
  if (clientId !== undefined || clientSecret !== undefined) {
    const [given, missing] =
      clientId === undefined
        ? ['IGDB_CLIENT_SECRET', 'IGDB_CLIENT_ID']
        : ['IGDB_CLIENT_ID', 'IGDB_CLIENT_SECRET'];
    throw new ConfigError(
      `${missing} is not set, but ${given} is: the real IGDB needs both; unset ${given} for the stand-in.`,
    );
  }
  if (baseUrl !== undefined || tokenUrl !== undefined) {
    const given = baseUrl === undefined ? 'IGDB_TOKEN_URL' : 'IGDB_BASE_URL';
    throw new ConfigError(
      `${given} is set without IGDB_CLIENT_ID and IGDB_CLIENT_SECRET. A stand-in accepts any credentials, but they must be set.`,
    );
  }
  return undefined;
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** An address that credentials may be sent to, without slashes at its end. */
function urlOf(env: Environment, variable: string): string | undefined {
  const value = valueOf(env, variable);
  if (value === undefined) return undefined;
  const url = URL.parse(value);
  // User names, passwords and queries of a URL would end up in messages.
  if (url === null || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') {
    throw new ConfigError(`${variable}: expected an address such as https://api.igdb.com/v4.`);
  }
  const encrypted = url.protocol === 'https:';
  if (!encrypted && !(url.protocol === 'http:' && LOOPBACK.test(url.hostname))) {
    throw new ConfigError(
      `${variable}: expected https, since the secret must not travel in the clear (http to this machine only), ` +
        `found ${url.protocol}//${url.host}.`,
    );
  }
  return value.replace(/\/+$/, '');
}

/** Settings of the cloud functions from the environment. */
export interface CloudConfig {
  projectId: string;
  /** Of the dataset, the bucket and every job: EU, US, or a region. */
  location: string;
  /** Holds the releases, what is loaded and what is extracted. */
  bucket: string;
  /** BigQuery refuses a query that would be billed for more. Default: 20 GiB, ten times the largest query of a night. */
  maximumBytesBilled: number;
  /** After which Cloud Run ends a request to a stage, in milliseconds. Default: 30 minutes, as the deployment sets it. */
  stageTimeoutMs: number;
  /** Payloads that ingest stores at a time, in characters. Default: 48 Mi; see ingest/FULL-CRAWL.md. */
  batchCharacters: number;
  /** A server that speaks Cloud Storage's API, such as an emulator. Default: Google's. */
  storageEndpoint?: string;
  /** The secret that IGDB sends with each webhook. Default: webhooks are refused. */
  webhookSecret?: string;
}

const DEFAULT_MAXIMUM_BYTES_BILLED = 20 * 1024 ** 3;

const MIB = 1024 ** 2;
const DEFAULT_BATCH_MIB = 48;
/** Twice what was measured: ingest/FULL-CRAWL.md. */
const MAX_BATCH_MIB = 128;

const DEFAULT_STAGE_TIMEOUT_SECONDS = 30 * 60;
/** A stage is asked to stop three minutes before, and should have done something by then. */
const MIN_STAGE_TIMEOUT_SECONDS = 4 * 60;
/** Cloud Run's longest. */
const MAX_STAGE_TIMEOUT_SECONDS = 60 * 60;

/**
 * Reads GOOGLE_CLOUD_PROJECT, PLAYKIN_LOCATION, PLAYKIN_BUCKET, PLAYKIN_MAXIMUM_BYTES_BILLED, PLAYKIN_STAGE_TIMEOUT_SECONDS, PLAYKIN_BATCH_MIB,
 * PLAYKIN_STORAGE_ENDPOINT
 * and IGDB_WEBHOOK_SECRET. (Google's BigQuery client reads BIGQUERY_EMULATOR_HOST itself; its storage client, told of an
 * emulator that way, writes to one address and reads from another.)
 *
 * @throws {@link ConfigError} naming the variable
 */
export function parseCloudConfig(env: Environment): CloudConfig {
  const maximumBytesBilled = Number(
    valueOf(env, 'PLAYKIN_MAXIMUM_BYTES_BILLED') ?? DEFAULT_MAXIMUM_BYTES_BILLED,
  );
  if (!Number.isSafeInteger(maximumBytesBilled) || maximumBytesBilled <= 0) {
    throw new ConfigError(
      `PLAYKIN_MAXIMUM_BYTES_BILLED: expected a number of bytes, found ${JSON.stringify(env['PLAYKIN_MAXIMUM_BYTES_BILLED'])}.`,
    );
  }
  const storageEndpoint = valueOf(env, 'PLAYKIN_STORAGE_ENDPOINT');
  const webhookSecret = parseWebhookSecret(env);
  return {
    projectId: required(env, 'GOOGLE_CLOUD_PROJECT'),
    location: required(env, 'PLAYKIN_LOCATION'),
    bucket: required(env, 'PLAYKIN_BUCKET'),
    maximumBytesBilled,
    stageTimeoutMs:
      1000 *
      wholeBetween(
        env,
        'PLAYKIN_STAGE_TIMEOUT_SECONDS',
        DEFAULT_STAGE_TIMEOUT_SECONDS,
        MIN_STAGE_TIMEOUT_SECONDS,
        MAX_STAGE_TIMEOUT_SECONDS,
      ),
    batchCharacters: MIB * wholeBetween(env, 'PLAYKIN_BATCH_MIB', DEFAULT_BATCH_MIB, 1, MAX_BATCH_MIB),
    ...(storageEndpoint !== undefined && { storageEndpoint }),
    ...(webhookSecret !== undefined && { webhookSecret }),
  };
}

/** Reads IGDB_WEBHOOK_SECRET alone. */
export const parseWebhookSecret = (env: Environment): string | undefined =>
  valueOf(env, 'IGDB_WEBHOOK_SECRET');

/** Reads PLAYKIN_VERSION: what this code was built from, as the image says. Default: unknown. */
/** Letters, digits and hyphens with a scheme before and at most a port behind. */
const ORIGIN = /^https?:\/\/[a-z0-9.-]+(:\d+)?$/;

/**
 * Origins of the site's own pages: PLAYKIN_SITE_ORIGINS, separated by commas, and the two that Firebase Hosting gives a project.
 *
 * @throws {@link ConfigError}
 */
export function parseSiteOrigins(env: Environment): string[] {
  const project = valueOf(env, 'GOOGLE_CLOUD_PROJECT');
  const named = (valueOf(env, 'PLAYKIN_SITE_ORIGINS') ?? '').split(',').map((origin) => origin.trim());
  const given = named.filter((origin) => origin !== '');
  const wrong = given.find((origin) => !ORIGIN.test(origin));
  if (wrong !== undefined) {
    throw new ConfigError(
      `PLAYKIN_SITE_ORIGINS: expected origins such as https://playkin.example, found ${JSON.stringify(wrong)}.`,
    );
  }
  const ofProject =
    project === undefined ? [] : [`https://${project}.web.app`, `https://${project}.firebaseapp.com`];
  return [...given, ...ofProject];
}

export const parseVersion = (env: Environment): string => valueOf(env, 'PLAYKIN_VERSION') ?? 'unknown';

function wholeBetween(
  env: Environment,
  variable: string,
  byDefault: number,
  least: number,
  most: number,
): number {
  const value = valueOf(env, variable) ?? String(byDefault);
  const number = Number(value);
  if (!Number.isInteger(number) || number < least || number > most) {
    throw new ConfigError(`${variable}: expected ${least} to ${most}, found ${JSON.stringify(value)}.`);
  }
  return number;
}

function required(env: Environment, variable: string): string {
  const value = valueOf(env, variable);
  if (value === undefined) throw new ConfigError(`${variable} is not set.`);
  return value;
}

/**
 * The options that npm took for itself: `npm start --port 8080` sets npm_config_port and passes nothing on.
 * The user meant `npm start -- --port 8080`.
 */
export const optionsKeptByNpm = (env: Environment, options: readonly string[]): string[] =>
  options.filter((option) => valueOf(env, `npm_config_${option.replaceAll('-', '_')}`) !== undefined);

const valueOf = (env: Environment, variable: string): string | undefined => env[variable] || undefined;
