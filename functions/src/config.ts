/** What the environment decides. */
export interface Config {
  /** Twitch application credentials; with them the real IGDB is asked. Default: the stand-in. */
  igdb?: { clientId: string; clientSecret: string };
  /** Memory for DuckDB's buffers, as DuckDB spells it. Default: 1GB; beyond it DuckDB spills to disk. */
  duckDbMemoryLimit: string;
}

/** The environment asks for something impossible. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

const MEMORY = /^\d+(\.\d+)?\s*([KMGT]i?)?B$/i;

/**
 * Reads IGDB_CLIENT_ID, IGDB_CLIENT_SECRET (both or neither) and DUCKDB_MEMORY_LIMIT.
 *
 * @throws {@link ConfigError} naming the variable, never its value where it is a secret
 */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const clientId = env['IGDB_CLIENT_ID'] ?? '';
  const clientSecret = env['IGDB_CLIENT_SECRET'] ?? '';
  if ((clientId === '') !== (clientSecret === '')) {
    const missing = clientId === '' ? 'IGDB_CLIENT_ID' : 'IGDB_CLIENT_SECRET';
    throw new ConfigError(
      `${missing} is not set: the real IGDB needs both it and its twin; unset both for the stand-in`,
    );
  }
  const duckDbMemoryLimit = env['DUCKDB_MEMORY_LIMIT'] ?? '1GB';
  if (!MEMORY.test(duckDbMemoryLimit)) {
    throw new ConfigError(
      `DUCKDB_MEMORY_LIMIT: expected a size such as 1GB, found ${JSON.stringify(duckDbMemoryLimit)}`,
    );
  }
  return { ...(clientId !== '' && { igdb: { clientId, clientSecret } }), duckDbMemoryLimit };
}
