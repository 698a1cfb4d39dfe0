import { join } from 'node:path';
import { folderStorage } from '@playkin/functions/src/adapters/folder.ts';
import { at } from '@playkin/functions/src/arrays/rows.ts';
import { formatRows } from '@playkin/functions/src/cli/terminal/format-rows.ts';
import { seededRandom } from '@playkin/functions/src/evaluate/random.ts';
import { loadRelease } from '@playkin/functions/src/recommend/release/load.ts';
import { similar } from '@playkin/functions/src/recommend/similar/similar.ts';
import { isFaint } from '@playkin/functions/src/recommend/why/quiet.ts';
import { explain } from '@playkin/functions/src/recommend/why/why.ts';

/** Games whose lists are looked at: so many of the best known and as many at random. */
const GAMES = 3000;
const LENGTH = 10;
const SHOWN = 500;

interface Counted {
  kind: string;
  name: string;
  /** In how many reasons of the lists it is. */
  reasons: number;
  /** In how many of these it comes first. */
  first: number;
  inferred: number;
}

/**
 * The reasons that lists give most often, on stderr: to be read through for those that say nothing to a player, which go into
 * functions/src/recommend/why/quiet-reasons.json.
 */
export async function benchReasons(dataDir: string): Promise<object> {
  const release = await loadRelease(folderStorage(join(dataDir, 'bucket')));
  const { canonicalCount, games } = release;
  const byFame = Array.from({ length: canonicalCount }, (_, game) => game).sort(
    (a, b) => at(games.ratings, b) - at(games.ratings, a) || a - b,
  );
  const next = seededRandom(500);
  const random = Array.from({ length: Math.min(GAMES, canonicalCount) }, () =>
    Math.floor(next() * canonicalCount),
  );
  const counts = new Map<string, Counted>();
  let [lists, firstFaint] = [0, 0];
  for (const seed of [...byFame.slice(0, GAMES), ...random]) {
    const { profile, results } = similar(release, {
      like: [seed],
      unlike: [],
      filters: { tags: [] },
      limit: LENGTH,
    });
    for (const { game } of results) {
      lists++;
      explain(release, profile, game).why.forEach(({ kind, name, inferred }, place) => {
        const key = `${kind} ${name}`;
        const known = counts.get(key) ?? { kind, name, reasons: 0, first: 0, inferred: 0 };
        known.reasons++;
        if (place === 0) known.first++;
        if (place === 0 && isFaint(kind, name)) firstFaint++;
        if (inferred) known.inferred++;
        counts.set(key, known);
      });
    }
  }
  const sorted = [...counts.values()].sort((a, b) => b.reasons - a.reasons || (a.name < b.name ? -1 : 1));
  process.stderr.write(
    formatRows(
      sorted.slice(0, SHOWN).map((counted) => ({ ...counted })),
      'table',
    ),
  );
  const total = sorted.reduce((sum, { reasons }) => sum + reasons, 0);
  const inferred = sorted.reduce((sum, counted) => sum + counted.inferred, 0);
  return {
    games: canonicalCount,
    results: lists,
    distinct: sorted.length,
    reasonsPerResult: total / lists,
    inferredPart: inferred / total,
    firstIsFaintPart: firstFaint / lists,
  };
}
