import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';

/** Writes every n-th record of a `.jsonl.gz` file to another: alike, but smaller. */
export async function writeSlice(from: string, every: number, to: string): Promise<void> {
  const lines = createInterface({ input: createReadStream(from).pipe(createGunzip()), crlfDelay: Infinity });
  await pipeline(
    async function* () {
      let line = 0;
      for await (const record of lines) if (line++ % every === 0) yield `${record}\n`;
    },
    createGzip({ level: 1 }),
    createWriteStream(to),
  );
}
