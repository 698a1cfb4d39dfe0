import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const GENRES = ['Puzzle', 'Racing', 'Strategy'];
const PLACES = ['lighthouse', 'harbour', 'greenhouse', 'observatory'];
const JOBS = ['keeper', 'smuggler', 'gardener', 'clockmaker'];
const CREATED_AT = 1_600_000_000;

/** Invented games with ids from 1; `edition` makes others of them under the same ids. */
export const tinyGames = (count: number, edition = 'First') =>
  Array.from({ length: count }, (_, i) => {
    const [genre, place, job] = [GENRES[i % 3], PLACES[i % 4], JOBS[(i >> 1) % 4]];
    return {
      id: i + 1,
      name: `${edition} ${place} ${i + 1}`,
      slug: `${edition.toLowerCase()}-${i + 1}`,
      summary: `A ${job} looks after the ${place} while ${job} and ${place} grow apart.`,
      game_type: 0,
      first_release_date: CREATED_AT + i,
      genres: [{ id: (i % 3) + 1, name: genre, slug: genre?.toLowerCase() }],
      keywords: [{ id: (i % 4) + 1, name: place, slug: place }],
      updated_at: CREATED_AT + i,
      checksum: `${edition}-${i}`,
    };
  });

/** Of another catalogue: it shares no id with those of {@link tinyGames}. */
export const otherGames = (count: number) =>
  tinyGames(count, 'Other').map((game) => ({ ...game, id: game.id + 1_000_000 }));

export const toJsonLines = (records: readonly object[]) =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('');

/** Writes a catalogue file below the folder, packed where its name says so, and returns its path. */
export async function writeCatalogue(
  folder: string,
  name: string,
  records: readonly object[],
): Promise<string> {
  const file = join(folder, name);
  const text = toJsonLines(records);
  await writeFile(file, name.endsWith('.gz') ? gzipSync(text) : text);
  return file;
}
