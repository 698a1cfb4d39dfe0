import { ProblemError } from '../problem.ts';
import type { IngestOptions } from './ingest.ts';

const KNOWN = ['mode', 'allowDrift'];

/**
 * Reads `?mode=full&allowDrift=true`: what the nightly run is not, and an operator may ask for. Default: smart, without.
 *
 * @param query as the framework parsed it: text, or lists of text
 * @throws {@link ProblemError}
 */
export function parseIngestOptions(query: Readonly<Record<string, unknown>>): IngestOptions {
  for (const name of Object.keys(query)) {
    if (!KNOWN.includes(name)) {
      throw new ProblemError(400, `Expected no parameters but ${KNOWN.join(' and ')}, found ${name}.`, name);
    }
  }
  return {
    mode: oneOf(query, 'mode', ['smart', 'full']),
    allowDrift: oneOf(query, 'allowDrift', ['false', 'true']) === 'true',
  };
}

function oneOf<T extends string>(
  query: Readonly<Record<string, unknown>>,
  name: string,
  [byDefault, other]: [T, T],
): T {
  const value = query[name] ?? byDefault;
  if (value !== byDefault && value !== other) {
    throw new ProblemError(
      400,
      `${name}: expected ${byDefault} or ${other}, found ${JSON.stringify(value)}.`,
      name,
    );
  }
  return value === other ? other : byDefault;
}
