-- Follows the chain of links upwards: while they fold, to the canonical game, and from there to the first game of the family.
--
-- No recursion: BigQuery allows it only at the top of a statement, and the adapter puts this SELECT into another one. Chains in IGDB
-- have at most four links. Six are followed; a chain that goes on after them is taken for a cycle of records that name each other.
WITH
folding AS (
  SELECT game_id, relative_id FROM links WHERE folds
),
canonical AS (
  SELECT
    link_1.game_id,
    MIN(COALESCE(
      link_6.relative_id, link_5.relative_id, link_4.relative_id,
      link_3.relative_id, link_2.relative_id, link_1.relative_id
    )) AS canonical_id
  FROM folding AS link_1
  LEFT JOIN folding AS link_2 ON link_2.game_id = link_1.relative_id
  LEFT JOIN folding AS link_3 ON link_3.game_id = link_2.relative_id
  LEFT JOIN folding AS link_4 ON link_4.game_id = link_3.relative_id
  LEFT JOIN folding AS link_5 ON link_5.game_id = link_4.relative_id
  LEFT JOIN folding AS link_6 ON link_6.game_id = link_5.relative_id
  LEFT JOIN folding AS link_7 ON link_7.game_id = link_6.relative_id
  WHERE link_7.game_id IS NULL
  GROUP BY link_1.game_id
),
family_links AS (
  SELECT links.game_id, COALESCE(canonical.canonical_id, links.relative_id) AS relative_id
  FROM links
  LEFT JOIN canonical ON canonical.game_id = links.relative_id
  WHERE NOT links.folds AND COALESCE(canonical.canonical_id, links.relative_id) <> links.game_id
),
eldest AS (
  SELECT
    link_1.game_id,
    MIN(COALESCE(
      link_6.relative_id, link_5.relative_id, link_4.relative_id,
      link_3.relative_id, link_2.relative_id, link_1.relative_id
    )) AS family_id
  FROM family_links AS link_1
  LEFT JOIN family_links AS link_2 ON link_2.game_id = link_1.relative_id
  LEFT JOIN family_links AS link_3 ON link_3.game_id = link_2.relative_id
  LEFT JOIN family_links AS link_4 ON link_4.game_id = link_3.relative_id
  LEFT JOIN family_links AS link_5 ON link_5.game_id = link_4.relative_id
  LEFT JOIN family_links AS link_6 ON link_6.game_id = link_5.relative_id
  LEFT JOIN family_links AS link_7 ON link_7.game_id = link_6.relative_id
  WHERE link_7.game_id IS NULL
  GROUP BY link_1.game_id
),
resolved AS (
  SELECT records.game_id, COALESCE(canonical.canonical_id, records.game_id) AS canonical_id
  FROM records
  LEFT JOIN canonical ON canonical.game_id = records.game_id
)
SELECT resolved.game_id, resolved.canonical_id, COALESCE(eldest.family_id, resolved.canonical_id) AS family_id
FROM resolved
LEFT JOIN eldest ON eldest.game_id = resolved.canonical_id
