-- What IGDB says about games that belong together. A pair goes from the part, copy or version to the game it belongs to.
WITH
-- Many parents list children that do not name their parent. Standalone expansions are left out: people play them by themselves.
lists AS (
  SELECT game_id AS relative_id, 'dlcs' AS rule, JSON_QUERY_ARRAY(dlcs, '$') AS items FROM records
  UNION ALL SELECT game_id, 'expansions', JSON_QUERY_ARRAY(expansions, '$') FROM records
  UNION ALL SELECT game_id, 'ports', JSON_QUERY_ARRAY(ports, '$') FROM records
  UNION ALL SELECT game_id, 'expanded_games', JSON_QUERY_ARRAY(expanded_games, '$') FROM records
  UNION ALL SELECT game_id, 'remakes', JSON_QUERY_ARRAY(remakes, '$') FROM records
  UNION ALL SELECT game_id, 'remasters', JSON_QUERY_ARRAY(remasters, '$') FROM records
  UNION ALL SELECT game_id, 'bundles', JSON_QUERY_ARRAY(bundles, '$') FROM records
),
items AS (
  SELECT lists.relative_id, lists.rule, lists.items[SAFE_OFFSET(positions.position)] AS item
  FROM lists
  JOIN positions ON positions.position < ARRAY_LENGTH(lists.items)
),
ids AS (
  SELECT COALESCE(JSON_VALUE(item, '$.id'), JSON_VALUE(item, '$')) AS game_id, relative_id, rule
  FROM items
),
named AS (
  SELECT CASE WHEN REGEXP_CONTAINS(game_id, '^[0-9]{1,15}$') THEN CAST(game_id AS INT64) END AS game_id, relative_id, rule
  FROM ids
  UNION ALL
  SELECT game_id, version_parent_id, 'version_parent' FROM records
  UNION ALL
  SELECT game_id, parent_id, 'parent_game' FROM records
)
SELECT DISTINCT named.game_id, named.relative_id, named.rule
FROM named
JOIN records AS game ON game.game_id = named.game_id
JOIN records AS relative ON relative.game_id = named.relative_id
WHERE named.game_id <> named.relative_id
