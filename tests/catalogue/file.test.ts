import { CatalogueError } from '@playkin/functions/src/catalogue/catalogue-error.ts';
import { readCatalogueFile } from '@playkin/functions/src/catalogue/file.ts';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'catalogue-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function fileWith(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const LINES = ['{"id":1,"name":"Pokémon"}', '{"id":2,"name":"ゼルダ"}', '{"id":3}'];

describe('a catalogue file', () => {
  test('is read line by line, blank lines passed over, with or without a newline at its end', async () => {
    const path = await fileWith('plain.jsonl', `\n${LINES.join('\n\n  \n')}`);
    expect(await Array.fromAsync(readCatalogueFile(path))).toEqual(LINES);
    const ended = await fileWith('ended.jsonl', `${LINES.join('\n')}\n`);
    expect(await Array.fromAsync(readCatalogueFile(ended))).toEqual(LINES);
  });

  test('is unpacked when its name ends in .gz, however long it is', async () => {
    // More than one chunk, with characters of several bytes across their borders.
    const lines = Array.from(
      { length: 20_000 },
      (_, i) => `{"id":${i},"name":"ゼルダの伝説 ${'é'.repeat(i % 7)}"}`,
    );
    const path = await fileWith('long.jsonl.gz', gzipSync(lines.join('\n')));
    expect(await Array.fromAsync(readCatalogueFile(path))).toEqual(lines);
  });

  test('may begin with a byte order mark, and be packed under any name', async () => {
    const marked = await fileWith('marked.jsonl', `\uFEFF${LINES.join('\n')}`);
    expect(await Array.fromAsync(readCatalogueFile(marked))).toEqual(LINES);
    const nameless = await fileWith('packed.jsonl', gzipSync(`\uFEFF${LINES.join('\n')}`));
    expect(await Array.fromAsync(readCatalogueFile(nameless))).toEqual(LINES);
  });

  const packed = gzipSync(LINES.join('\n'));
  test.each<[string, string, string | Buffer, number | undefined, string]>([
    ['no gzip', 'a.jsonl.gz', LINES.join('\n'), undefined, 'is not gzip, or damaged'],
    [
      'half of its gzip',
      'b.jsonl.gz',
      packed.subarray(0, packed.length / 2),
      undefined,
      'ends in the middle',
    ],
    ['no JSON', 'c.jsonl', `${LINES.join('\n')}\n\nname,year`, 5, 'not JSON: '],
    ['a list', 'd.jsonl', '{}\n[1]', 2, 'not a JSON object'],
    [
      'one list of all',
      'l.jsonl',
      '[\n{"id":1}\n]',
      1,
      'a JSON array, not a JSON object: expected one record a',
    ],
    ['null', 'e.jsonl', 'null', 1, 'not a JSON object'],
    ['nothing', 'f.jsonl', '\n \n', undefined, 'holds no records'],
    ['nothing, packed', 'g.jsonl.gz', gzipSync(''), undefined, 'holds no records'],
  ])('with %s is refused by name', async (_, name, content, line, problem) => {
    const path = await fileWith(name, content);
    const error = await errorOf(path);
    expect(error).toMatchObject({ file: path, line });
    expect(error.problem).toContain(problem);
    expect(error.message).toContain(path);
  });

  test('that is missing or a folder is refused by name', async () => {
    const path = join(folder, 'none.jsonl');
    expect(await errorOf(path)).toMatchObject({ file: path, problem: 'there is no such file' });
    expect(await errorOf(`${path}.gz`)).toMatchObject({ problem: 'there is no such file' });
    expect(await errorOf(folder)).toMatchObject({ problem: 'is a folder, not a file' });
  });
});

async function errorOf(path: string): Promise<CatalogueError> {
  const error: unknown = await Array.fromAsync(readCatalogueFile(path)).catch((reason: unknown) => reason);
  if (!(error instanceof CatalogueError)) throw new Error('expected a CatalogueError', { cause: error });
  return error;
}
