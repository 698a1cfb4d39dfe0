import { readCatalogueLines } from '../catalogue/file.ts';
import { inputFile, InputFileError } from './input-file.ts';

/** The tags that players gave a game: a line of a judgements file. */
export interface Judgement {
  igdb_id: number;
  tags: string[];
}

/**
 * The lines of a `.jsonl` or `.jsonl.gz` file of judgements. Fields other than those of {@link Judgement} are ignored.
 *
 * @param twice what a second line on a game does: an error, or its tags join those of the first, as a shop may sell a game twice
 * @throws {@link InputFileError} when the file cannot be read, a line is not a judgement, or a game is judged twice
 */
export async function readJudgements(
  path: string,
  twice: 'refused' | 'joined' = 'refused',
): Promise<Judgement[]> {
  return inputFile('judgements', async () => {
    const judgements = new Map<number, Judgement>();
    for await (const { line, record } of readCatalogueLines(path)) {
      const { igdb_id, tags } = record;
      if (typeof igdb_id !== 'number' || !isTexts(tags)) {
        throw new InputFileError(
          'judgements',
          `${path}, line ${line}: expected {"igdb_id": 1942, "tags": ["RPG", …]}`,
        );
      }
      const before = judgements.get(igdb_id);
      if (before !== undefined && twice === 'refused') {
        throw new InputFileError('judgements', `${path}, line ${line}: judges game ${igdb_id} again`);
      }
      judgements.set(igdb_id, {
        igdb_id,
        tags: before === undefined ? tags : [...new Set([...before.tags, ...tags])],
      });
    }
    return [...judgements.values()];
  });
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');
