import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { REPOSITORY } from '../repository.ts';
import { CatalogueError } from './catalogue-error.ts';
import { type PlacedFacts, readFacts, titleOf } from './facts.ts';
import { readCatalogueLines } from './file.ts';
import { gameRecord } from './game-record.ts';
import { createNumbering } from './numbering.ts';

/** The catalogue that comes with the project: famous games and some lesser known ones, written for it by hand. */
export const BUNDLED_CATALOGUE_DIR = join(REPOSITORY, 'functions', 'catalogue');

/**
 * The games of the `*.jsonl` files in a folder as JSON text of IGDB v4 game records, in ascending order of their ids. The
 * same files give the same records, to the byte.
 *
 * @throws CatalogueError naming file and line for what is not in IGDB's dictionaries, for a game that is there twice, and
 * for one whose parent is not there.
 */
export async function* readBundledCatalogue(folder: string): AsyncGenerator<string> {
  const games = await readAllFacts(folder);
  const numbering = createNumbering([...games.values()]);
  const records = [...games.values()].map((placed) => gameRecord(placed, numbering));
  for (const record of records.sort((a, b) => a.id - b.id)) yield JSON.stringify(record);
}

/** By title, in the order of their release: of two games with one slug the older keeps the plain one. */
async function readAllFacts(folder: string): Promise<Map<string, PlacedFacts>> {
  const games = new Map<string, PlacedFacts>();
  const names = (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).sort();
  if (names.length === 0) throw new CatalogueError(folder, undefined, 'holds no .jsonl files');
  for (const name of names) {
    const file = join(folder, name);
    for await (const line of readCatalogueLines(file)) {
      const facts = readFacts(file, line);
      const title = titleOf(facts);
      const other = games.get(title);
      if (other !== undefined) {
        throw new CatalogueError(file, line.line, `${title} is in ${other.file}, line ${other.line} already`);
      }
      games.set(title, { file, line: line.line, facts });
    }
  }
  return new Map(
    [...games].sort(([a, { facts: factsA }], [b, { facts: factsB }]) => {
      const [keyA, keyB] = [factsA.released + a, factsB.released + b];
      return keyA < keyB ? -1 : 1;
    }),
  );
}
