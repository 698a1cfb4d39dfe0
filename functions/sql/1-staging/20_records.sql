SELECT
  id AS game_id,
  JSON_VALUE(payload, '$.name') AS name,
  JSON_VALUE(payload, '$.slug') AS slug,
  -- `category` is what game_type was called until 2025; old records still carry only that.
  COALESCE(
    CAST(JSON_VALUE(payload, '$.game_type') AS INT64),
    CAST(JSON_VALUE(payload, '$.game_type.id') AS INT64),
    CAST(JSON_VALUE(payload, '$.category') AS INT64),
    0
  ) AS game_type,
  CAST(COALESCE(JSON_VALUE(payload, '$.parent_game'), JSON_VALUE(payload, '$.parent_game.id')) AS INT64) AS parent_id,
  CAST(COALESCE(JSON_VALUE(payload, '$.version_parent'), JSON_VALUE(payload, '$.version_parent.id')) AS INT64)
    AS version_parent_id,
  JSON_VALUE(payload, '$.version_title') AS version_title,
  TIMESTAMP_SECONDS(CAST(JSON_VALUE(payload, '$.first_release_date') AS INT64)) AS first_released_at,
  CAST(COALESCE(JSON_VALUE(payload, '$.total_rating'), JSON_VALUE(payload, '$.rating')) AS FLOAT64) AS rating,
  COALESCE(
    CAST(JSON_VALUE(payload, '$.total_rating_count') AS INT64),
    CAST(JSON_VALUE(payload, '$.rating_count') AS INT64),
    0
  ) AS rating_count,
  JSON_VALUE(payload, '$.summary') AS summary,
  JSON_VALUE(payload, '$.storyline') AS storyline,
  JSON_VALUE(payload, '$.cover.image_id') AS cover,
  updated_at
FROM raw_games
WHERE removed_at IS NULL
