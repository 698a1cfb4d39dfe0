import type { Warehouse } from '../warehouse.ts';
import { averaged } from './statistics.ts';
import { type Lists, SHOWN } from './lists.ts';
import type { Metrics } from './quality.ts';
import { nearest } from './nearest.ts';
import { partOf } from './sparse-vectors.ts';
import { recall } from './statistics.ts';
import { sampleOfGames } from './statistics.ts';
import type { SparseVectors } from './sparse-vectors.ts';

const MEMBERS = `SELECT kind, tag_id, game_id FROM game_tags
  WHERE kind IN ('franchise', 'collection')
  ORDER BY kind, tag_id, game_id`;
const FEATURES = `SELECT DISTINCT feature_id FROM vectors WHERE kind IN ('franchise', 'collection')`;

/**
 * Series recall@10: the share of the other games of a series that are in a game's top ten when no feature names the series.
 * The vectors leave out franchises and collections and are scaled to length 1 again. The top ten is exact.
 */
export async function seriesRecall(
  warehouse: Warehouse,
  { ids }: Pick<Lists, 'ids'>,
  all: SparseVectors,
): Promise<Metrics> {
  const others = await readSeries(warehouse, new Set(ids));
  const names = await Array.fromAsync(warehouse.query(FEATURES), (row) => Number(row['feature_id']));
  const vectors = partOf(all, { without: new Set(names) });
  const nearestTo = nearest(vectors, SHOWN, vectors.lengths);
  const values = sampleOfGames([...others]).map(([id, relevant]) => {
    const game = vectors.indexOf.get(id);
    const list = game === undefined ? [] : nearestTo(game).map((other) => vectors.ids[other] ?? -1);
    return recall(list, relevant, SHOWN);
  });
  return averaged('series_recall@10', values);
}

/** For each canonical game, the ids of the other games that share a franchise or a collection with it. */
async function readSeries(
  warehouse: Warehouse,
  canonical: ReadonlySet<number>,
): Promise<Map<number, Set<number>>> {
  const members = new Map<string, number[]>();
  for await (const { kind, tag_id, game_id } of warehouse.query(MEMBERS)) {
    if (!canonical.has(Number(game_id))) continue;
    const series = `${String(kind)} ${String(tag_id)}`;
    const games = members.get(series);
    if (games === undefined) members.set(series, [Number(game_id)]);
    else games.push(Number(game_id));
  }
  const others = new Map<number, Set<number>>();
  for (const games of members.values()) {
    if (games.length < 2) continue;
    for (const game of games) {
      const known = others.get(game) ?? new Set();
      for (const other of games) if (other !== game) known.add(other);
      others.set(game, known);
    }
  }
  return others;
}
