-- Tags come as {id, name}, or as a bare id without a name. Both are kept. A name that one record knows is used for all.
WITH
lists AS (
  SELECT id AS game_id, 'genre' AS kind, JSON_QUERY_ARRAY(payload, '$.genres') AS items FROM raw_games WHERE removed_at IS NULL
  UNION ALL SELECT id, 'theme', JSON_QUERY_ARRAY(payload, '$.themes') FROM raw_games WHERE removed_at IS NULL
  UNION ALL SELECT id, 'keyword', JSON_QUERY_ARRAY(payload, '$.keywords') FROM raw_games WHERE removed_at IS NULL
  UNION ALL SELECT id, 'mode', JSON_QUERY_ARRAY(payload, '$.game_modes') FROM raw_games WHERE removed_at IS NULL
  UNION ALL SELECT id, 'perspective', JSON_QUERY_ARRAY(payload, '$.player_perspectives') FROM raw_games WHERE removed_at IS NULL
  UNION ALL SELECT id, 'platform', JSON_QUERY_ARRAY(payload, '$.platforms') FROM raw_games WHERE removed_at IS NULL
  UNION ALL SELECT id, 'franchise', JSON_QUERY_ARRAY(payload, '$.franchises') FROM raw_games WHERE removed_at IS NULL
  UNION ALL SELECT id, 'collection', JSON_QUERY_ARRAY(payload, '$.collections') FROM raw_games WHERE removed_at IS NULL
  UNION ALL SELECT id, 'engine', JSON_QUERY_ARRAY(payload, '$.game_engines') FROM raw_games WHERE removed_at IS NULL
  UNION ALL SELECT id, 'company', JSON_QUERY_ARRAY(payload, '$.involved_companies') FROM raw_games WHERE removed_at IS NULL
),
items AS (
  SELECT lists.game_id, lists.kind, lists.items[SAFE_OFFSET(positions.position)] AS item
  FROM lists
  JOIN positions ON positions.position < ARRAY_LENGTH(lists.items)
),
tags AS (
  SELECT
    game_id,
    kind,
    COALESCE(JSON_VALUE(item, '$.id'), JSON_VALUE(item, '$')) AS tag_id,
    JSON_VALUE(item, '$.name') AS name
  FROM items
  WHERE kind <> 'company'
  UNION ALL
  SELECT
    game_id,
    'developer',
    COALESCE(JSON_VALUE(item, '$.company.id'), JSON_VALUE(item, '$.company')),
    JSON_VALUE(item, '$.company.name')
  FROM items
  WHERE kind = 'company' AND JSON_VALUE(item, '$.developer') = 'true'
  UNION ALL
  SELECT
    game_id,
    'publisher',
    COALESCE(JSON_VALUE(item, '$.company.id'), JSON_VALUE(item, '$.company')),
    JSON_VALUE(item, '$.company.name')
  FROM items
  WHERE kind = 'company' AND JSON_VALUE(item, '$.publisher') = 'true'
  UNION ALL
  -- Until 2024 a game had one collection, and a main franchise beside the others; a bare id unless it was expanded.
  SELECT
    id,
    'collection',
    COALESCE(JSON_VALUE(payload, '$.collection.id'), JSON_VALUE(payload, '$.collection')),
    JSON_VALUE(payload, '$.collection.name')
  FROM raw_games
  WHERE removed_at IS NULL
  UNION ALL
  SELECT
    id,
    'franchise',
    COALESCE(JSON_VALUE(payload, '$.franchise.id'), JSON_VALUE(payload, '$.franchise')),
    JSON_VALUE(payload, '$.franchise.name')
  FROM raw_games
  WHERE removed_at IS NULL
),
names AS (
  SELECT kind, tag_id, MAX(name) AS name
  FROM tags
  WHERE tag_id IS NOT NULL
  GROUP BY kind, tag_id
)
SELECT DISTINCT
  tags.game_id,
  tags.kind,
  CASE WHEN REGEXP_CONTAINS(tags.tag_id, '^[0-9]{1,15}$') THEN CAST(tags.tag_id AS INT64) END AS tag_id,
  names.name
FROM tags
JOIN names ON names.kind = tags.kind AND names.tag_id = tags.tag_id
WHERE REGEXP_CONTAINS(tags.tag_id, '^[0-9]{1,15}$')
