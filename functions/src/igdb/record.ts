import { createHash } from 'node:crypto';
import { isJsonObject } from '@playkin/shared/json.ts';
import type { Row } from '../warehouse.ts';
import { flawsOf } from './record-flaws.ts';

/** A row of raw_games, as functions/sql/raw/raw_games.json specifies it. */
export interface RawGame extends Row {
  id: number;
  updated_at: string | null;
  checksum: string;
  payload_hash: string;
  payload: string;
  fetched_at: string;
  run_id: string;
  removed_at: null;
}

/** Where a record comes from. */
export interface Origin {
  runId: string;
  /** ISO 8601, UTC. */
  fetchedAt: string;
}

export type ParsedGame =
  /** `flaws`: what is wrong with some of its fields, as {@link flawsOf} says it. */
  { row: RawGame; flaws: string[] } | { reject: { reason: string; payload: string } };

/** A release numbers ids in 32 bits (shared/src/release.ts); IGDB's newest are below 500,000. */
const MAX_ID = 2 ** 32 - 1;

/** The record's id; undefined when it is no object or its id is not a whole number from 1 to {@link MAX_ID}. */
export function gameId(record: unknown): number | undefined {
  const id = isJsonObject(record) ? record['id'] : undefined;
  return typeof id === 'number' && Number.isInteger(id) && id > 0 && id <= MAX_ID ? id : undefined;
}

/** Checks a record: as far as storing it needs, or it is rejected, and the fields that tables are built from. */
export function parseGame(record: unknown, { runId, fetchedAt }: Origin): ParsedGame {
  const payload = recordText(record);
  const reject = (reason: string) => ({ reject: { reason, payload } });

  if (!isJsonObject(record)) return reject('the record is not an object');
  const id = gameId(record);
  if (id === undefined)
    return reject(
      isAbsent(record['id']) ? 'the id is missing' : `the id is not a whole number from 1 to ${MAX_ID}`,
    );
  const { name } = record;
  if (isAbsent(name)) return reject('the name is missing');
  if (typeof name !== 'string') return reject('the name is not text');
  if (name.replaceAll(/\p{Cc}/gu, ' ').trim() === '') return reject('the name is empty');
  const updatedAt = readTime(record['updated_at']);
  if (updatedAt === undefined) return reject('updated_at is not a time');
  const checksum = record['checksum'];
  const payloadHash = sha256(payload);
  return {
    flaws: flawsOf(record),
    row: {
      id,
      updated_at: updatedAt,
      checksum: typeof checksum === 'string' && checksum !== '' ? checksum : payloadHash,
      payload_hash: payloadHash,
      payload,
      fetched_at: fetchedAt,
      run_id: runId,
      removed_at: null,
    },
  };
}

const isAbsent = (value: unknown): boolean => value === undefined || value === null;

/** Both the archive and the warehouse take a record's text, and making it is a good part of ingest's own work. */
const texts = new WeakMap<object, string>();

/** A record as JSON text of one line. It must not change once its text is made. */
export function recordText(record: unknown): string {
  if (typeof record !== 'object' || record === null) return jsonText(record);
  const text = texts.get(record) ?? jsonText(record);
  texts.set(record, text);
  return text;
}

/**
 * The record serialised again, not cut out of the answer: spacing and spellings such as 90.0 are lost, but no value is,
 * since IGDB sends no number beyond a double's precision.
 */
function jsonText(record: unknown): string {
  const json = JSON.stringify(record);
  // Half a surrogate pair, as a text cut within an emoji leaves, is JSON to JavaScript only: one such record would fail
  // every query over the payloads. JSON.stringify escapes nothing else this way.
  if (!json.includes('\\ud')) return json;
  return json.replaceAll(ESCAPE, (escape) => (escape.startsWith('\\ud') ? '\ufffd' : escape));
}

/** One at a time, so that a backslash of the text itself is not taken for the beginning of one. */
const ESCAPE = /\\(u[0-9a-f]{4}|.)/g;

/** 128 of its bits tell any number of games apart, in half the room. */
const HASH_HEX_DIGITS = 32;

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, HASH_HEX_DIGITS);

/** BigQuery: a TIMESTAMP lies within the years 1 to 9999. In seconds since 1970. */
const MIN_SECONDS = Date.parse('0001-01-01T00:00:00Z') / 1000;
const MAX_SECONDS = Date.parse('9999-12-31T23:59:59Z') / 1000;

/** Seconds since 1970 as ISO 8601 text; null for none; undefined for what is no time. */
function readTime(value: unknown): string | null | undefined {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'number' || !(value >= MIN_SECONDS && value <= MAX_SECONDS)) return undefined;
  return new Date(value * 1000).toISOString();
}
