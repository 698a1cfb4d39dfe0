import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompress } from 'node:zlib';
import type { NumberColumn } from '@playkin/shared/columns.ts';
import { firstAt } from '../arrays/rows.ts';
import { growingU32 } from '../arrays/growing.ts';
import type { ByteRange } from '../storage.ts';

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** Of text in a block, at least. Blocks half as long take a twentieth more in all. */
const BLOCK_BYTES = 128 * 1024;
const LEVEL = 12;

/** Collects summaries, one for each game in their order, into compressed blocks. Each call gives the blocks that it completes. */
export function summaryBlocks() {
  const [summaryStart, text, file] = [growingU32(), growingU32(), growingU32()];
  const encoder = new TextEncoder();
  let gathered: Uint8Array[] = [];
  let [gatheredBytes, textBytes, fileBytes] = [0, 0, 0];
  for (const column of [summaryStart, text, file]) column.push(0);

  async function* end(): AsyncGenerator<Uint8Array> {
    if (gatheredBytes === 0) return;
    const frame = await compress(Buffer.concat(gathered), {
      params: { [constants.ZSTD_c_compressionLevel]: LEVEL },
      pledgedSrcSize: gatheredBytes,
    });
    gathered = [];
    gatheredBytes = 0;
    fileBytes += frame.length;
    text.push(textBytes);
    file.push(fileBytes);
    yield frame;
  }

  return {
    async *add(summary: string): AsyncGenerator<Uint8Array> {
      const bytes = encoder.encode(summary);
      gathered.push(bytes);
      gatheredBytes += bytes.length;
      textBytes += bytes.length;
      summaryStart.push(textBytes);
      if (gatheredBytes >= BLOCK_BYTES) yield* end();
    },
    /** The last block, once all summaries are added. */
    end,
    columns: (): Record<string, NumberColumn> => ({
      summaryStart: summaryStart.take(),
      'summaryBlocks.text': text.take(),
      'summaryBlocks.file': file.take(),
    }),
  };
}

/** Where each block begins in all summaries end to end, and in the file; one element more than there are blocks. */
export interface SummaryBlocks {
  text: Uint32Array;
  file: Uint32Array;
}

/** The block that holds those bytes of all summaries: where it lies in the file, and they in its text. */
export function blockOf(
  { text, file }: SummaryBlocks,
  { start, end }: ByteRange,
): { inFile: ByteRange; inText: ByteRange } {
  const block = firstAt(text, start + 1) - 1;
  const first = text[block] ?? 0;
  return {
    inFile: { start: file[block] ?? 0, end: file[block + 1] ?? 0 },
    inText: { start: start - first, end: end - first },
  };
}

export const textOfBlock = (frame: Uint8Array): Promise<Uint8Array> => decompress(frame);
