import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { readLines } from '@playkin/functions/src/catalogue/file.ts';

/** Writes every n-th record of a catalogue file to a `.jsonl.gz` file: alike, but fewer. */
export async function writeSlice(from: string, every: number, to: string): Promise<void> {
  await pipeline(
    async function* () {
      let line = 0;
      for await (const record of readLines(from)) if (line++ % every === 0) yield `${record}\n`;
    },
    createGzip(),
    createWriteStream(to),
  );
}
