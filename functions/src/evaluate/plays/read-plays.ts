import { readLines } from '../../catalogue/file.ts';
import { inputFile, InputFileError } from '../input-file.ts';

/** One user played one game. */
export interface Play {
  user: string;
  igdbId: number;
}

/** The first two columns of the file. Titles and hours follow and may hold anything. */
const HEADER = /^user,igdb_id(,|$)/;
const PLAY = /^([^,"]+),(\d+)(,|$)/;

/**
 * The lines of a `.csv` or `.csv.gz` file whose first columns are `user` and `igdb_id`.
 *
 * @throws {@link InputFileError} when it cannot be read, or a line is no play
 */
export async function readPlays(path: string): Promise<Play[]> {
  return inputFile('plays', async () => {
    const plays: Play[] = [];
    let line = 0;
    for await (const text of readLines(path)) {
      line += 1;
      if (line === 1) {
        if (!HEADER.test(text.trim())) throw problem(path, line, 'expected the columns user,igdb_id,…');
      } else if (text.trim() !== '') {
        const [, user, igdbId] = PLAY.exec(text.trim()) ?? [];
        if (user === undefined) throw problem(path, line, 'expected a user and the id of a game');
        plays.push({ user, igdbId: Number(igdbId) });
      }
    }
    if (plays.length === 0) throw new InputFileError('plays', `${path}: holds no plays`);
    return plays;
  });
}

const problem = (path: string, line: number, what: string) =>
  new InputFileError('plays', `${path}, line ${line}: ${what}`);
