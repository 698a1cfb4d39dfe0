import { CatalogueError } from '../catalogue/catalogue-error.ts';
import { readCatalogueLines } from '../catalogue/file.ts';

/**
 * The JSON text of the records of a catalogue file. Crawls made without a sort repeat records: those that share an id are
 * all passed on, for the last of them to count, and said to do so.
 *
 * @throws CatalogueError as `readCatalogueLines`, and for a record without an id
 */
export async function* readFileRecords(path: string, say: (text: string) => void): AsyncGenerator<string> {
  const ids = new Set<unknown>();
  let records = 0;
  for await (const { line, text, record } of readCatalogueLines(path)) {
    const id = record['id'];
    if (typeof id !== 'number' || !Number.isSafeInteger(id) || id < 0) {
      throw new CatalogueError(path, line, 'a game record needs a whole number as its id');
    }
    ids.add(id);
    records += 1;
    yield text;
  }
  const repeated = records - ids.size;
  if (repeated > 0) {
    const count = repeated.toLocaleString('en');
    say(`${path}: ${count} of its records repeat the id of an earlier one and replace it.`);
  }
}
