-- Editions, ports, bundles, packs and add-ons fold onto the game people mean: up the chain of parents until a game that
-- stands for itself. Remakes (8), remasters (9) and standalone expansions (4) stand for themselves.
WITH RECURSIVE
-- Many parents list children that do not name them back.
lists AS (
  SELECT id AS parent_id, JSON_QUERY_ARRAY(payload, '$.dlcs') AS children FROM raw_games WHERE removed_at IS NULL
  UNION ALL SELECT id, JSON_QUERY_ARRAY(payload, '$.expansions') FROM raw_games WHERE removed_at IS NULL
  UNION ALL SELECT id, JSON_QUERY_ARRAY(payload, '$.expanded_games') FROM raw_games WHERE removed_at IS NULL
  UNION ALL SELECT id, JSON_QUERY_ARRAY(payload, '$.ports') FROM raw_games WHERE removed_at IS NULL
  UNION ALL SELECT id, JSON_QUERY_ARRAY(payload, '$.bundles') FROM raw_games WHERE removed_at IS NULL
),
children AS (
  SELECT lists.parent_id, lists.children[SAFE_OFFSET(positions.position)] AS child
  FROM lists
  JOIN positions ON positions.position < ARRAY_LENGTH(lists.children)
),
listed AS (
  SELECT
    CAST(COALESCE(JSON_VALUE(child, '$.id'), JSON_VALUE(child, '$')) AS INT64) AS game_id,
    MIN(parent_id) AS parent_id
  FROM children
  GROUP BY CAST(COALESCE(JSON_VALUE(child, '$.id'), JSON_VALUE(child, '$')) AS INT64)
),
parents AS (
  SELECT child.game_id, parent.game_id AS parent_id
  FROM records AS child
  LEFT JOIN listed ON listed.game_id = child.game_id
  JOIN records AS parent
    ON parent.game_id = COALESCE(
      child.version_parent_id,
      CASE WHEN child.game_type IN (1, 2, 3, 5, 6, 7, 10, 11, 12, 13, 14) THEN COALESCE(child.parent_id, listed.parent_id) END
    )
  WHERE parent.game_id <> child.game_id
),
ancestors AS (
  SELECT game_id, parent_id AS ancestor_id, 1 AS depth
  FROM parents
  UNION ALL
  SELECT ancestors.game_id, parents.parent_id, ancestors.depth + 1
  FROM ancestors
  JOIN parents ON parents.game_id = ancestors.ancestor_id
  -- Chains in IGDB are at most four long; the bound ends a cycle of records that name each other as parent.
  WHERE ancestors.depth < 8
),
roots AS (
  SELECT ancestors.game_id, MIN(ancestors.ancestor_id) AS canonical_id
  FROM ancestors
  LEFT JOIN parents ON parents.game_id = ancestors.ancestor_id
  WHERE parents.game_id IS NULL
  GROUP BY ancestors.game_id
)
SELECT records.game_id, COALESCE(roots.canonical_id, records.game_id) AS canonical_id
FROM records
LEFT JOIN roots ON roots.game_id = records.game_id
