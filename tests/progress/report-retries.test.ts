import { IgdbError } from '@playkin/functions/src/igdb/error.ts';
import type { LogEntry } from '@playkin/functions/src/log.ts';
import type { ProgressUpdate } from '@playkin/functions/src/progress/progress.ts';
import { reportRetries } from '@playkin/functions/src/progress/report-retries.ts';
import { expect, test } from 'vitest';

const DETAILS = {
  url: 'https://api.igdb.com/v4/games',
  requestBody: 'fields name; where id > 500;',
  summary: 'where id > 500;',
  attempts: 2,
  status: 503,
  excerpt: 'Service Unavailable',
  nextStep: 'Run again later.',
  retryable: true,
};

test('a retry is a warning with what was asked, what came and the wait; and it counts', () => {
  const entries: LogEntry[] = [];
  const updates: ProgressUpdate[] = [];
  const { onRetry, progress } = reportRetries(
    (entry) => entries.push(entry),
    (update) => updates.push(update),
  );
  const error = new IgdbError('503 Service Unavailable', DETAILS);
  onRetry(error, 250);
  expect(updates).toEqual([]);
  progress({ stage: 'ingest', done: 500 });
  onRetry(error, 1_250);
  expect(updates).toEqual([
    { stage: 'ingest', done: 500, retries: 1 },
    { stage: 'ingest', done: 500, retries: 2 },
  ]);
  expect(entries[1]).toEqual({
    severity: 'WARNING',
    message: `${error.message} Trying again in 1.3 s.`,
    fields: { url: DETAILS.url, request: DETAILS.requestBody, status: 503, attempt: 2, waitMs: 1_250 },
  });
});
