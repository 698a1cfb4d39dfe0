import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { folderStorage } from '@playkin/functions/src/adapters/folder.ts';
import { formatRows } from '@playkin/functions/src/cli/terminal/format-rows.ts';
import { loadRelease } from '@playkin/functions/src/recommend/release/load.ts';
import type { Release } from '@playkin/functions/src/recommend/release/release.ts';
import { search } from '@playkin/functions/src/recommend/search/search.ts';
import {
  HARD_QUERIES,
  type HardQuery,
  LATER_QUERIES,
  readHardQueries,
  UNSEEN_QUERIES,
} from './search/hard-queries.ts';
import { PEERS, type Title } from './search/peers.ts';
import { type Outcome, type SearchIds, outcomes, successByKind } from './search/success.ts';

const round = (value: number, digits = 1) => Math.round(value * 10 ** digits) / 10 ** digits;

/** CPU time of each query, in ms, once all have been run. */
function cpuTimes(queries: readonly HardQuery[], search: SearchIds): { p50Ms: number; p95Ms: number } {
  const times = queries
    .map(({ query }) => {
      const before = process.cpuUsage();
      search(query, 10);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    })
    .sort((a, b) => a - b);
  const at = (part: number) => round(times[Math.floor(part * (times.length - 1))] ?? 0, 2);
  return { p50Ms: at(0.5), p95Ms: at(0.95) };
}

/** Where `--expose-gc` was not given. */
function collector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
}

/** What is in memory after `make`, in MB. */
function memoryOf<T>(make: () => T): { made: T; mb: number } {
  const collect = collector();
  const used = () => {
    collect();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = used();
  const made = make();
  return { made, mb: round((used() - before) / 1e6) };
}

function titlesOf({ games, search: { aliases, fame } }: Release): Title[] {
  const title = (game: number, text: string) => ({ game: games.id[game] ?? 0, text, fame: fame[game] ?? 0 });
  return [
    ...Array.from({ length: games.name.length }, (_, game) => title(game, games.name.at(game))),
    ...Array.from(aliases.game, (game, i) => title(game, aliases.alias.at(i))),
  ];
}

function bytesOf(value: unknown): number {
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce((sum: number, part) => sum + bytesOf(part), 0);
}

/** Parts of the index that are the release's own columns. */
const OF_THE_RELEASE: ReadonlySet<string> = new Set(['games', 'platforms', 'aliases']);

const summaryOf = (rows: readonly Outcome[]) => {
  const of = (part: number) => round((100 * part) / Math.max(1, rows.length));
  return {
    queries: rows.length,
    firstPercent: of(rows.filter(({ place }) => place === 1).length),
    amongFivePercent: of(rows.filter(({ place }) => place > 0).length),
  };
};

/**
 * How search answers the table of hard queries, beside three libraries on the same titles and queries. Queries whose game the
 * catalogue lacks, or that only an alternative name can answer where there is none, are counted apart. stderr shows the
 * kinds and what was missed, of the tables that search is tuned for and then of the unseen one.
 */
export async function benchSearch(dataDir: string): Promise<object> {
  const release = await loadRelease(folderStorage(join(dataDir, 'bucket')));
  const { games, search: index } = release;
  const known = new Set(games.id);
  const hasAliases = index.aliases.game.length > games.id.length / 10;
  const isAnswerable = ({ ids, needs }: HardQuery) =>
    ids.some((id) => known.has(id)) && (needs === '' || hasAliases);
  const all = [HARD_QUERIES, LATER_QUERIES].flatMap(readHardQueries);
  const queries = all.filter(isAnswerable);
  const unseen = readHardQueries(UNSEEN_QUERIES).filter(isAnswerable);

  const own: SearchIds = (query, limit) => search(index, query, limit).map(({ game }) => games.id[game] ?? 0);
  const rows = outcomes(queries, own);
  const unseenRows = outcomes(unseen, own);
  for (const table of [rows, unseenRows]) {
    process.stderr.write(
      formatRows(
        successByKind(table).map((row) => ({ ...row })),
        'table',
      ),
    );
  }
  const names = new Map(Array.from(games.id, (id, game) => [id, games.name.at(game)]));
  const missed = [...rows, ...unseenRows].filter(({ place }) => place !== 1);
  process.stderr.write(
    formatRows(
      missed.map(({ kind, query, names: expected, place, found }) => ({
        kind,
        query,
        expected,
        place,
        found: found
          .slice(0, 3)
          .map((id) => `${id} ${names.get(id) ?? ''}`)
          .join(' | '),
      })),
      'table',
    ),
  );

  const { scratch, ...parts } = index;
  const kept = Object.entries(parts).filter(([name]) => !OF_THE_RELEASE.has(name));
  const peers: Record<string, object> = {};
  const titles = titlesOf(release);
  for (const [name, make] of Object.entries(PEERS)) {
    const { made, mb } = memoryOf(() => make(titles));
    peers[name] = { ...summaryOf(outcomes(queries, made)), ...cpuTimes(queries, made), indexMb: mb };
  }
  return {
    games: games.id.length,
    titles: titles.length,
    unanswerable: all.length - queries.length,
    unseen: summaryOf(unseenRows),
    playkin: {
      ...summaryOf(rows),
      ...cpuTimes(queries, own),
      indexMb: round(kept.reduce((sum, [, part]) => sum + bytesOf(part), 0) / 1e6),
      scratchMb: round(bytesOf(scratch) / 1e6),
    },
    ...peers,
  };
}
