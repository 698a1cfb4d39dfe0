-- Ingestion accepts any record with an id and a name. A field of another type than IGDB documents becomes null here: an error
-- would keep all other games out.
WITH fields AS (
  SELECT
    id AS game_id,
    JSON_VALUE(payload, '$.name') AS name,
    JSON_VALUE(payload, '$.slug') AS slug,
    -- `category` is what game_type was called until 2025; old records still carry only that.
    COALESCE(
      JSON_VALUE(payload, '$.game_type'),
      JSON_VALUE(payload, '$.game_type.id'),
      JSON_VALUE(payload, '$.category')
    ) AS game_type,
    COALESCE(JSON_VALUE(payload, '$.parent_game'), JSON_VALUE(payload, '$.parent_game.id')) AS parent_id,
    COALESCE(JSON_VALUE(payload, '$.version_parent'), JSON_VALUE(payload, '$.version_parent.id')) AS version_parent_id,
    JSON_VALUE(payload, '$.version_title') AS version_title,
    -- `status` is what game_status was called until 2025.
    COALESCE(
      JSON_VALUE(payload, '$.game_status'),
      JSON_VALUE(payload, '$.game_status.id'),
      JSON_VALUE(payload, '$.status')
    ) AS game_status,
    -- JSON_QUERY leaves a text its quotes: it is not taken for a number.
    JSON_QUERY(payload, '$.first_release_date') AS first_release_date,
    JSON_QUERY(payload, '$.total_rating') AS total_rating,
    JSON_QUERY(payload, '$.total_rating_count') AS total_rating_count,
    JSON_QUERY(payload, '$.rating') AS users_rating,
    JSON_QUERY(payload, '$.rating_count') AS users_rating_count,
    JSON_VALUE(payload, '$.summary') AS summary,
    JSON_VALUE(payload, '$.storyline') AS storyline,
    JSON_VALUE(payload, '$.cover.image_id') AS cover,
    JSON_QUERY(payload, '$.dlcs') AS dlcs,
    JSON_QUERY(payload, '$.expansions') AS expansions,
    JSON_QUERY(payload, '$.expanded_games') AS expanded_games,
    JSON_QUERY(payload, '$.standalone_expansions') AS standalone_expansions,
    JSON_QUERY(payload, '$.remakes') AS remakes,
    JSON_QUERY(payload, '$.remasters') AS remasters,
    JSON_QUERY(payload, '$.ports') AS ports,
    JSON_QUERY(payload, '$.bundles') AS bundles,
    JSON_QUERY(payload, '$.alternative_names') AS alternative_names,
    JSON_QUERY(payload, '$.game_localizations') AS game_localizations,
    updated_at
  FROM raw_games
  WHERE removed_at IS NULL AND MOD(id, @slices) = @slice
),
numbers AS (
  SELECT
    game_id,
    CASE WHEN REGEXP_CONTAINS(total_rating, '^[0-9]{1,3}([.][0-9]+)?$') THEN CAST(total_rating AS FLOAT64) END AS total_rating,
    CASE WHEN REGEXP_CONTAINS(total_rating_count, '^[0-9]{1,9}$') THEN CAST(total_rating_count AS INT64) END AS total_rating_count,
    CASE WHEN REGEXP_CONTAINS(users_rating, '^[0-9]{1,3}([.][0-9]+)?$') THEN CAST(users_rating AS FLOAT64) END AS users_rating,
    CASE WHEN REGEXP_CONTAINS(users_rating_count, '^[0-9]{1,9}$') THEN CAST(users_rating_count AS INT64) END AS users_rating_count
  FROM fields
),
-- A rating counts with the number of those who gave it; without any, or beyond 100, it is none.
ratings AS (
  SELECT
    game_id,
    CASE
      WHEN total_rating <= 100 AND total_rating_count > 0 THEN total_rating
      WHEN users_rating <= 100 AND users_rating_count > 0 THEN users_rating
    END AS rating,
    CASE
      WHEN total_rating <= 100 AND total_rating_count > 0 THEN total_rating_count
      WHEN users_rating <= 100 AND users_rating_count > 0 THEN users_rating_count
      ELSE COALESCE(total_rating_count, users_rating_count)
    END AS rating_count
  FROM numbers
)
SELECT
  fields.game_id,
  -- The longest real names, slugs and covers have 206, 125 and 20 characters.
  -- Beside control characters: U+0020, U+00A0, U+2028, U+2029 and U+3000, which TRIM removes on BigQuery only.
  SUBSTR(TRIM(REGEXP_REPLACE(name, '[[:cntrl:]    　]+', ' ')), 1, 300) AS name,
  CASE WHEN REGEXP_CONTAINS(slug, '^[^[:cntrl:] -,/:-@[-^`{-}]{1,250}$') THEN slug END AS slug,
  CASE WHEN REGEXP_CONTAINS(game_type, '^[0-9]{1,2}$') THEN CAST(game_type AS INT64) END AS game_type,
  CASE WHEN REGEXP_CONTAINS(game_status, '^[0-9]{1,2}$') THEN CAST(game_status AS INT64) END AS game_status,
  CASE WHEN REGEXP_CONTAINS(parent_id, '^[0-9]{1,15}$') THEN CAST(parent_id AS INT64) END AS parent_id,
  CASE WHEN REGEXP_CONTAINS(version_parent_id, '^[0-9]{1,15}$') THEN CAST(version_parent_id AS INT64) END
    AS version_parent_id,
  version_title,
  -- Ten digits of seconds are the years 1653 to 2286.
  CASE
    WHEN REGEXP_CONTAINS(first_release_date, '^-?[0-9]{1,10}$')
      THEN TIMESTAMP_SECONDS(CAST(first_release_date AS INT64))
  END AS first_released_at,
  ratings.rating,
  ratings.rating_count,
  summary,
  storyline,
  CASE WHEN REGEXP_CONTAINS(cover, '^[A-Za-z0-9_-]{1,64}$') THEN cover END AS cover,
  dlcs,
  expansions,
  expanded_games,
  standalone_expansions,
  remakes,
  remasters,
  ports,
  bundles,
  alternative_names,
  game_localizations,
  updated_at
FROM fields
JOIN ratings ON ratings.game_id = fields.game_id
