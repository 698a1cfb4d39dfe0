WITH
-- The time of the data, so that the same data always gives the same table.
ingested AS (
  SELECT MAX(fetched_at) AS ingested_at FROM raw_games
),
-- Bundles of games of several families. Each of the games can be recommended by itself.
compilations AS (
  SELECT relatives.game_id
  FROM relatives
  JOIN families ON families.game_id = relatives.relative_id
  WHERE relatives.rule = 'bundles'
  GROUP BY relatives.game_id
  HAVING COUNT(DISTINCT families.family_id) > 1
),
-- Bundles of which IGDB does not list the games: those that nobody rated, and those whose title says that they hold several.
titled_compilations AS (
  SELECT game_id
  FROM records
  WHERE game_type = 3
    AND (COALESCE(rating_count, 0) = 0 OR REGEXP_CONTAINS(name, ' [&+] |[0-9X] ?[+/&] ?[0-9X]'))
  UNION DISTINCT
  -- "Metro Redux": had there been one such game, it would be in the family of that.
  SELECT records.game_id
  FROM records
  JOIN version_suffixes
    ON ENDS_WITH(
      REGEXP_REPLACE(LOWER(records.name), '[[:punct:][:space:]–—‘’™®©]+', ' '),
      CONCAT(' ', version_suffixes.suffix)
    )
  WHERE records.game_type = 3
  UNION DISTINCT
  SELECT records.game_id
  FROM records
  JOIN compilation_words
    ON STRPOS(
      CONCAT(' ', REGEXP_REPLACE(LOWER(records.name), '[[:punct:][:space:]–—]+', ' '), ' '),
      CONCAT(' ', compilation_words.words, ' ')
    ) > 0
  WHERE records.game_type = 3
)
SELECT
  records.game_id,
  families.canonical_id,
  families.family_id,
  records.name,
  COALESCE(records.slug, CONCAT('game-', CAST(records.game_id AS STRING))) AS slug,
  COALESCE(records.game_type, 0) AS game_type,
  records.game_status,
  CASE
    WHEN families.canonical_id <> records.game_id THEN 'edition'
    WHEN records.game_status = 6 THEN 'cancelled'
    WHEN records.game_status = 7 THEN 'rumoured'
    WHEN records.game_type = 5 THEN 'mod'
    WHEN records.game_type IN (1, 2, 7, 13, 14) THEN 'add-on'
    WHEN records.game_type = 3 AND compilations.game_id IS NOT NULL THEN 'compilation'
    WHEN titled_compilations.game_id IS NOT NULL AND families.family_id = records.game_id THEN 'compilation'
    -- Alpha, beta and early access can be played before release. Offline (5) is also used for single-player games whose
    -- multiplayer servers are gone, and many people own delisted games (8).
    WHEN records.first_released_at > ingested.ingested_at AND COALESCE(records.game_status, 0) NOT IN (2, 3, 4) THEN 'unreleased'
  END AS withheld,
  adult.game_id IS NOT NULL OR adult_game.game_id IS NOT NULL AS is_adult,
  COALESCE(adult.reason, IF(adult_game.game_id IS NULL, NULL, 'edition of an adult game')) AS adult_reason,
  records.parent_id,
  records.version_parent_id,
  records.version_title,
  records.first_released_at,
  EXTRACT(YEAR FROM records.first_released_at) AS first_release_year,
  records.rating,
  records.rating_count,
  records.summary,
  records.storyline,
  records.cover,
  records.updated_at
FROM records
JOIN families ON families.game_id = records.game_id
CROSS JOIN ingested
LEFT JOIN compilations ON compilations.game_id = records.game_id
LEFT JOIN titled_compilations ON titled_compilations.game_id = records.game_id
LEFT JOIN adult_games AS adult ON adult.game_id = records.game_id
-- An edition of an adult game is one. A game that has an edition for adults is not.
LEFT JOIN adult_games AS adult_game ON adult_game.game_id = families.canonical_id
