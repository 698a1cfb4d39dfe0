import type { Warehouse } from '@playkin/functions/src/warehouse.ts';

/** A game meets every other that shares a feature of matter with it, once for each such feature. */
export interface Products {
  /** Of the join that finds the neighbours. */
  products: number;
  /** What that join could have come to with as many entries: each feature with as many games as it may have. */
  worstCase: number;
  /** Of the join that finds kin. */
  kinProducts: number;
  /** Profiles compared with profiles, by nature alone. */
  profilePairs: number;
}

/** Of 2-features/60_vectors.sql: the games that a feature of matter stays with. */
const MOST_GAMES = "IF(kind = 'concept', 2000, 1000)";
/** Of 2-features/55_kin.sql: the games that a feature stays with where kin is looked for. */
const MOST_KIN = 500;

const COUNTS = `
WITH
shared AS (
  SELECT kind, feature_id, COUNT(*) AS games FROM vectors WHERE part = 'matter' GROUP BY kind, feature_id
),
shared_by_kin AS (
  SELECT feature_id, COUNT(*) AS games
  FROM drafts
  WHERE part = 'matter' AND place <= ${MOST_KIN}
  GROUP BY feature_id
)
SELECT
  (SELECT SUM(games * (games - 1)) FROM shared) AS products,
  (SELECT SUM(games * (${MOST_GAMES} - 1)) FROM shared) AS worst_case,
  (SELECT SUM(games * (games - 1)) FROM shared_by_kin) AS kin_products,
  (SELECT COUNT(DISTINCT profile_id) * COUNT(DISTINCT profile_id) FROM natures) AS profile_pairs`;

/** Counted in the tables `vectors`, `drafts` and `natures`. */
export async function countProducts(warehouse: Warehouse): Promise<Products> {
  const [row = {}] = await Array.fromAsync(warehouse.query(COUNTS));
  return {
    products: Number(row['products']),
    worstCase: Number(row['worst_case']),
    kinProducts: Number(row['kin_products']),
    profilePairs: Number(row['profile_pairs']),
  };
}
