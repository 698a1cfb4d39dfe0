-- The series that each canonical game is of, by three rules: IGDB's franchises, its collections, and titles that begin alike. A game
-- may be of several. Not every game of a series is in IGDB's lists, and most series are in none.
WITH
-- What stands before a subtitle and before the first number: "Half-Life 2: Episode One" is of "half life".
stems AS (
  SELECT
    game_id,
    TRIM(
      REGEXP_REPLACE(
        REGEXP_REPLACE(
          REGEXP_REPLACE(LOWER(name), '(: | [-–—] ).*$', ''),
          '[[:punct:][:space:]–—‘’™®©]+',
          ' '
        ),
        ' ([0-9]+|[ivx]+)( .*)?$',
        ''
      )
    ) AS stem
  FROM games
  WHERE canonical_id = game_id
),
titles AS (
  SELECT game_id, stem
  FROM stems
  -- Shorter ones are words that many titles begin with.
  WHERE LENGTH(stem) >= 4
  QUALIFY COUNT(*) OVER (PARTITION BY stem) > 1
)
SELECT game_tags.game_id, game_tags.kind AS rule, CAST(game_tags.tag_id AS STRING) AS key
FROM game_tags
JOIN games ON games.game_id = game_tags.game_id
WHERE game_tags.kind IN ('collection', 'franchise') AND games.canonical_id = games.game_id
UNION ALL
SELECT game_id, 'title', stem
FROM titles
