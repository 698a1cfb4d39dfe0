-- Editions, ports, bundles, packs and add-ons fold onto the game people mean: up the chain of parents until a game that
-- stands for itself. Remakes (8), remasters (9) and standalone expansions (4) stand for themselves.
WITH RECURSIVE
-- Many parents list children that do not name them back.
lists AS (
  SELECT game_id AS parent_id, JSON_QUERY_ARRAY(dlcs, '$') AS children FROM records
  UNION ALL SELECT game_id, JSON_QUERY_ARRAY(expansions, '$') FROM records
  UNION ALL SELECT game_id, JSON_QUERY_ARRAY(expanded_games, '$') FROM records
  UNION ALL SELECT game_id, JSON_QUERY_ARRAY(ports, '$') FROM records
  UNION ALL SELECT game_id, JSON_QUERY_ARRAY(bundles, '$') FROM records
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
-- Some name no parent and are in no list, but their title begins with that of a game: "Dark Souls III: The Ringed City".
beginnings AS (
  SELECT game_id, REGEXP_REPLACE(name, '( [-–] |: )[^:–-]*$', '') AS title FROM records
  UNION DISTINCT
  SELECT game_id, REGEXP_REPLACE(name, '( [-–] |: )[^:]*$', '') FROM records
),
titled AS (
  SELECT beginnings.game_id, parent.game_id AS parent_id
  FROM beginnings
  JOIN records AS parent ON parent.name = beginnings.title
  WHERE parent.game_type = 0 AND parent.game_id <> beginnings.game_id
  QUALIFY ROW_NUMBER() OVER (
    PARTITION BY beginnings.game_id
    ORDER BY LENGTH(beginnings.title) DESC, parent.rating_count DESC, parent.game_id
  ) = 1
),
belonging AS (
  SELECT game_id, parent_id
  FROM records
  WHERE game_type IN (1, 2, 3, 5, 6, 7, 10, 11, 12, 13, 14)
),
candidates AS (
  SELECT game_id, version_parent_id AS parent_id, 1 AS preference FROM records
  UNION ALL
  SELECT game_id, parent_id, 2 FROM belonging
  UNION ALL
  SELECT belonging.game_id, titled.parent_id, 3 FROM belonging JOIN titled ON titled.game_id = belonging.game_id
  UNION ALL
  -- Last: all games of a bundle list it.
  SELECT belonging.game_id, listed.parent_id, 4 FROM belonging JOIN listed ON listed.game_id = belonging.game_id
),
parents AS (
  SELECT candidates.game_id, candidates.parent_id
  FROM candidates
  JOIN records AS parent ON parent.game_id = candidates.parent_id
  WHERE parent.game_id <> candidates.game_id
  QUALIFY ROW_NUMBER() OVER (PARTITION BY candidates.game_id ORDER BY candidates.preference) = 1
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
