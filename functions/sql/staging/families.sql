-- Follows the chain of links upwards: while they fold, to the canonical game, and from there to the first game of the family.
WITH RECURSIVE
folding AS (
  SELECT game_id, relative_id FROM links WHERE folds
),
folded AS (
  SELECT game_id, relative_id, 1 AS depth
  FROM folding
  UNION ALL
  SELECT folded.game_id, folding.relative_id, folded.depth + 1
  FROM folded
  JOIN folding ON folding.game_id = folded.relative_id
  -- Chains in IGDB have at most four links. The limit ends cycles of records that name each other.
  WHERE folded.depth < 8
),
canonical AS (
  SELECT folded.game_id, MIN(folded.relative_id) AS canonical_id
  FROM folded
  LEFT JOIN folding ON folding.game_id = folded.relative_id
  WHERE folding.game_id IS NULL
  GROUP BY folded.game_id
),
family_links AS (
  SELECT links.game_id, COALESCE(canonical.canonical_id, links.relative_id) AS relative_id
  FROM links
  LEFT JOIN canonical ON canonical.game_id = links.relative_id
  WHERE NOT links.folds AND COALESCE(canonical.canonical_id, links.relative_id) <> links.game_id
),
ancestors AS (
  SELECT game_id, relative_id, 1 AS depth
  FROM family_links
  UNION ALL
  SELECT ancestors.game_id, family_links.relative_id, ancestors.depth + 1
  FROM ancestors
  JOIN family_links ON family_links.game_id = ancestors.relative_id
  WHERE ancestors.depth < 8
),
eldest AS (
  SELECT ancestors.game_id, MIN(ancestors.relative_id) AS family_id
  FROM ancestors
  LEFT JOIN family_links ON family_links.game_id = ancestors.relative_id
  WHERE family_links.game_id IS NULL
  GROUP BY ancestors.game_id
),
resolved AS (
  SELECT records.game_id, COALESCE(canonical.canonical_id, records.game_id) AS canonical_id
  FROM records
  LEFT JOIN canonical ON canonical.game_id = records.game_id
)
SELECT resolved.game_id, resolved.canonical_id, COALESCE(eldest.family_id, resolved.canonical_id) AS family_id
FROM resolved
LEFT JOIN eldest ON eldest.game_id = resolved.canonical_id
