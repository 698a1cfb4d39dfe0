import { NEIGHBORS } from '@playkin/shared/release.ts';
import type { Warehouse } from '../warehouse.ts';
import type { Metrics } from './quality.ts';

const COUNT = `WITH
canonical AS (
  SELECT game_id, summary, storyline FROM games WHERE canonical_id = game_id
),
tagged AS (
  SELECT DISTINCT game_tags.game_id
  FROM game_tags
  JOIN feature_kinds ON feature_kinds.kind = game_tags.kind
),
listed AS (
  SELECT game_id, COUNT(*) AS neighbors FROM neighbors GROUP BY game_id
),
total AS (
  SELECT COUNT(*) AS games FROM canonical
)
SELECT AVG(IF(COALESCE(listed.neighbors, 0) >= LEAST(@neighbors, total.games - 1), 1, 0)) AS full_lists
FROM canonical
CROSS JOIN total
LEFT JOIN tagged ON tagged.game_id = canonical.game_id
LEFT JOIN listed ON listed.game_id = canonical.game_id
WHERE tagged.game_id IS NOT NULL OR canonical.summary IS NOT NULL OR canonical.storyline IS NOT NULL`;

/**
 * Of the canonical games with any field to compare by (a tag of a kind that counts, a summary or a storyline), the share that
 * has 50 neighbours, or as many as a smaller catalogue allows.
 */
export async function fullLists(warehouse: Warehouse): Promise<Metrics> {
  const [row] = await Array.fromAsync(warehouse.query(COUNT, { neighbors: NEIGHBORS }));
  const share = row?.['full_lists'] ?? null;
  return share === null ? {} : { 'neighbors@50': { value: Number(share) } };
}
