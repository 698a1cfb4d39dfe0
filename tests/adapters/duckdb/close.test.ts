import { readdirSync, readlinkSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openDuckDb } from '@playkin/functions/src/adapters/duckdb/warehouse.ts';
import { memoryStorage } from '../../support/memory-storage.ts';

/** Paths that this process has open. */
function openFiles(): string[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/self/fd/${fd}`)];
    } catch {
      return [];
    }
  });
}

// Left open, the file is written once more when the garbage is collected: over what the next to open it has written.
test.skipIf(process.platform !== 'linux')(
  'a closed warehouse has closed its file, even when a reader left a query early',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'playkin-duckdb-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const path = join(folder, 'warehouse.duckdb');
    const warehouse = await openDuckDb({ path, storage: memoryStorage(), memoryLimit: '256MB' });
    for await (const row of warehouse.query('SELECT range AS n FROM range(100000)')) {
      expect(row).toEqual({ n: 0 });
      break;
    }
    expect(openFiles()).toContain(path);
    warehouse.close();
    expect(openFiles()).not.toContain(path);
  },
);
