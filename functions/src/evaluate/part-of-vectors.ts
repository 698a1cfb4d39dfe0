import type { SparseVectors } from './sparse-vectors.ts';

export interface Part {
  /** Ids of the games to keep. Default: all. */
  games?: ReadonlySet<number>;
  /** Features to leave out; the vectors are as much shorter. Default: none. */
  without?: ReadonlySet<number>;
}

/** The vectors of some games, or without some features. */
export function partOf(
  { ids, rows, lengths }: SparseVectors,
  { games, without = new Set() }: Part,
): SparseVectors {
  const places = [...ids.keys()].filter((place) => games === undefined || games.has(ids[place] ?? -1));
  const start = new Uint32Array(places.length + 1);
  const values = new Uint32Array(rows.values.length);
  const weights = new Uint16Array(rows.values.length);
  let end = 0;
  const kept = places.map((place, i) => {
    let square = (lengths[place] ?? 0) ** 2;
    for (let from = rows.start[place] ?? 0; from < (rows.start[place + 1] ?? 0); from++) {
      const [feature, weight] = [rows.values[from] ?? 0, rows.weights[from] ?? 0];
      if (without.has(feature)) {
        square -= weight * weight;
        continue;
      }
      values[end] = feature;
      weights[end] = weight;
      end++;
    }
    start[i + 1] = end;
    // Subtracting squares of a rounded root can leave a little less than nothing.
    return Math.sqrt(Math.max(0, square));
  });
  const keptIds = places.map((place) => ids[place] ?? -1);
  return {
    ids: keptIds,
    placeOf: new Map(keptIds.map((id, place) => [id, place])),
    rows: { start, values: values.slice(0, end), weights: weights.slice(0, end) },
    lengths: Float64Array.from(kept),
  };
}
