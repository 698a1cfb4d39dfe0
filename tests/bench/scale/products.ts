import type { Warehouse } from '@playkin/functions/src/warehouse.ts';

/** A game meets every other that has an open feature in common, once for each such feature. */
export interface Products {
  /** Of the join that finds the neighbours. */
  products: number;
  /** What that join could have come to with as many entries: each feature with as many games as it may have. */
  worstCase: number;
  /** Of the join that finds draft neighbours. */
  draftProducts: number;
  /** Sets of closed features compared with each other. */
  closedSetPairs: number;
}

/** Of features/vectors.sql: the games for which an open feature is kept. */
const MOST_GAMES = "IF(kind = 'concept', 2000, 1000)";
/** Of features/draft_neighbors.sql: the games of a feature that are compared. */
const MOST_DRAFTS = 500;

const COUNTS = `
WITH
shared AS (
  SELECT kind, feature_id, COUNT(*) AS games FROM vectors WHERE vocabulary = 'open' GROUP BY kind, feature_id
),
shared_by_drafts AS (
  SELECT feature_id, COUNT(*) AS games
  FROM draft_vectors
  WHERE vocabulary = 'open' AND rank <= ${MOST_DRAFTS}
  GROUP BY feature_id
)
SELECT
  (SELECT SUM(games * (games - 1)) FROM shared) AS products,
  (SELECT SUM(games * (${MOST_GAMES} - 1)) FROM shared) AS worst_case,
  (SELECT SUM(games * (games - 1)) FROM shared_by_drafts) AS draft_products,
  (SELECT COUNT(DISTINCT feature_set_id) * COUNT(DISTINCT feature_set_id) FROM closed_features) AS closed_set_pairs`;

/** Counted in the tables `vectors`, `draft_vectors` and `closed_features`. */
export async function countProducts(warehouse: Warehouse): Promise<Products> {
  const [row = {}] = await Array.fromAsync(warehouse.query(COUNTS));
  return {
    products: Number(row['products']),
    worstCase: Number(row['worst_case']),
    draftProducts: Number(row['draft_products']),
    closedSetPairs: Number(row['closed_set_pairs']),
  };
}
