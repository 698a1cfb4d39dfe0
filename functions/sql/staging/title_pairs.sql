-- Records with equal titles, and records whose title begins with the whole title of another.
WITH
known AS (
  SELECT
    game_id,
    name,
    REGEXP_REPLACE(LOWER(name), '[[:punct:][:space:]–—‘’™®©]+', '') AS title,
    game_type,
    EXTRACT(YEAR FROM first_released_at) AS year,
    COALESCE(rating_count, 0) AS rating_count,
    -- 1: a game; 2: a new version of one; 3: a part, copy or collection.
    CASE WHEN COALESCE(game_type, 0) = 0 THEN 1 WHEN game_type IN (4, 8, 9, 10) THEN 2 ELSE 3 END AS tier
  FROM records
),
-- The words of each title, with a space between them.
worded AS (
  SELECT game_id, game_type, TRIM(REGEXP_REPLACE(LOWER(name), '[[:punct:][:space:]–—‘’™®©]+', ' ')) AS words
  FROM known
),
versions AS (
  SELECT
    worded.game_id,
    IF(version_suffixes.any_company, 'version', 'remaster') AS rule,
    SUBSTR(worded.words, 1, LENGTH(worded.words) - LENGTH(version_suffixes.suffix) - 1) AS stem
  FROM worded
  JOIN version_suffixes ON ENDS_WITH(worded.words, CONCAT(' ', version_suffixes.suffix))
  WHERE worded.game_type IS NULL OR worded.game_type IN (0, 8, 9, 10)
),
-- Titles without the words that name an edition, an add-on or a new version.
shortened AS (
  SELECT
    game_id,
    'edition' AS rule,
    REGEXP_REPLACE(
      REGEXP_REPLACE(LOWER(name), '( -| –| —|:) [^:–—-]{1,40} edition$', ''),
      ' (goty|(gold|goty|deluxe|complete|definitive|enhanced|ultimate|special|limited|premium|platinum|anniversary|digital deluxe|game of the year) edition)$',
      ''
    ) AS stem
  FROM known
  WHERE game_type IS NULL OR game_type IN (0, 3, 11, 14)
  UNION ALL
  SELECT game_id, rule, stem
  FROM versions
  UNION ALL
  SELECT game_id, 'remaster', REGEXP_REPLACE(LOWER(name), '( -| –| —|:) [^:–—-]{1,40} edition$', '')
  FROM known
  WHERE tier = 2
  UNION ALL
  SELECT game_id, 'subtitle', REGEXP_REPLACE(LOWER(name), '( [-–—] |: )[^:–—-]*$', '')
  FROM known
  WHERE game_type IN (1, 2, 6, 7, 10, 13, 14)
  UNION ALL
  -- "Rise of the Tomb Raider: Baba Yaga - The Temple of the Witch".
  SELECT game_id, 'subtitles', REGEXP_REPLACE(LOWER(name), '( [-–—] |: ).*$', '')
  FROM known
  WHERE game_type IN (1, 2, 6, 7, 13, 14)
),
titles AS (
  SELECT game_id, 'name' AS rule, title FROM known
  UNION DISTINCT
  SELECT game_id, rule, REGEXP_REPLACE(stem, '[[:punct:][:space:]–—‘’™®©]+', '') FROM shortened
),
leads AS (
  SELECT game_id, REGEXP_REPLACE(REGEXP_REPLACE(LOWER(name), '( [-–—] |: ).*$', ''), '[[:punct:][:space:]–—‘’™®©]+', '') AS title
  FROM known
  WHERE tier = 1
)
SELECT titles.game_id, relative.game_id AS relative_id, titles.rule, game.tier
FROM titles
JOIN known AS game ON game.game_id = titles.game_id
JOIN known AS relative ON relative.title = titles.title
WHERE titles.title <> '' AND relative.game_id <> game.game_id
  AND (titles.rule = 'name' OR titles.title <> game.title)
  AND relative.tier < 3
  AND (
    relative.tier < game.tier
    OR titles.rule <> 'name'
    -- Of two games, a pair leads to the one with more ratings, or else to the older one.
    OR relative.tier = game.tier AND (
      relative.rating_count > game.rating_count
      OR relative.rating_count = game.rating_count AND (
        COALESCE(relative.year, 9999) < COALESCE(game.year, 9999)
        OR COALESCE(relative.year, 9999) = COALESCE(game.year, 9999) AND relative.game_id < game.game_id
      )
    )
  )
UNION ALL
-- "FTL: Advanced Edition" is of "FTL: Faster Than Light", "The Settlers II: Gold Edition" of "The Settlers II: Veni, Vidi, Vici".
SELECT DISTINCT titles.game_id, leads.game_id, 'lead', game.tier
FROM titles
JOIN known AS game ON game.game_id = titles.game_id
JOIN leads ON leads.title = titles.title
JOIN known AS relative ON relative.game_id = leads.game_id
WHERE titles.title <> '' AND leads.title <> relative.title AND relative.game_id <> game.game_id
  AND (titles.rule IN ('remaster', 'version') AND game.tier = 2 OR titles.rule = 'edition' AND game.game_type = 3)
