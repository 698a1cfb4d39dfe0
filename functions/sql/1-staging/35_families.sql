-- Up the chain of links: as long as they fold, to the canonical game; from there all the way, to the family's.
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
  -- Chains in IGDB are at most four long; the bound ends a cycle of records that name each other.
  WHERE folded.depth < 8
),
canonical AS (
  SELECT folded.game_id, MIN(folded.relative_id) AS canonical_id
  FROM folded
  LEFT JOIN folding ON folding.game_id = folded.relative_id
  WHERE folding.game_id IS NULL
  GROUP BY folded.game_id
),
kin AS (
  SELECT links.game_id, COALESCE(canonical.canonical_id, links.relative_id) AS relative_id
  FROM links
  LEFT JOIN canonical ON canonical.game_id = links.relative_id
  WHERE NOT links.folds AND COALESCE(canonical.canonical_id, links.relative_id) <> links.game_id
),
ancestors AS (
  SELECT game_id, relative_id, 1 AS depth
  FROM kin
  UNION ALL
  SELECT ancestors.game_id, kin.relative_id, ancestors.depth + 1
  FROM ancestors
  JOIN kin ON kin.game_id = ancestors.relative_id
  WHERE ancestors.depth < 8
),
families AS (
  SELECT ancestors.game_id, MIN(ancestors.relative_id) AS family_id
  FROM ancestors
  LEFT JOIN kin ON kin.game_id = ancestors.relative_id
  WHERE kin.game_id IS NULL
  GROUP BY ancestors.game_id
),
stands AS (
  SELECT records.game_id, COALESCE(canonical.canonical_id, records.game_id) AS canonical_id
  FROM records
  LEFT JOIN canonical ON canonical.game_id = records.game_id
)
SELECT stands.game_id, stands.canonical_id, COALESCE(families.family_id, stands.canonical_id) AS family_id
FROM stands
LEFT JOIN families ON families.game_id = stands.canonical_id
