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
),
-- "FIFA Soccer 09" and "FIFA Street" are of "fifa" too: the first words are the title of a series of at least three games.
large_titles AS (
  SELECT stem
  FROM titles
  GROUP BY stem
  HAVING COUNT(*) >= 3
),
split_stems AS (
  SELECT game_id, stem, SPLIT(stem, ' ') AS words
  FROM stems
),
beginnings AS (
  SELECT game_id, words[SAFE_OFFSET(0)] AS stem
  FROM split_stems
  WHERE ARRAY_LENGTH(words) > 1
  UNION ALL
  SELECT game_id, CONCAT(words[SAFE_OFFSET(0)], ' ', words[SAFE_OFFSET(1)])
  FROM split_stems
  WHERE ARRAY_LENGTH(words) > 2
),
makers AS (
  SELECT DISTINCT game_id, tag_id
  FROM game_tags
  WHERE kind IN ('developer', 'publisher')
),
series_makers AS (
  SELECT DISTINCT titles.stem, makers.tag_id
  FROM titles
  JOIN large_titles ON large_titles.stem = titles.stem
  JOIN makers ON makers.game_id = titles.game_id
),
-- A word may begin the titles of many games; those of a series have a maker of it.
longer_titles AS (
  SELECT DISTINCT beginnings.game_id, beginnings.stem
  FROM beginnings
  JOIN makers ON makers.game_id = beginnings.game_id
  JOIN series_makers ON series_makers.stem = beginnings.stem AND series_makers.tag_id = makers.tag_id
  WHERE LENGTH(beginnings.stem) >= 4
)
SELECT game_tags.game_id, game_tags.kind AS rule, CAST(game_tags.tag_id AS STRING) AS key
FROM game_tags
JOIN games ON games.game_id = game_tags.game_id
WHERE game_tags.kind IN ('collection', 'franchise') AND games.canonical_id = games.game_id
UNION ALL
SELECT game_id, 'title', stem
FROM titles
UNION ALL
SELECT game_id, 'title', stem
FROM longer_titles
