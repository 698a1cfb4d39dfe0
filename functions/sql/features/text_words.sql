-- The words of a canonical game's summary, of its storyline and of the names of its tags, one by one, in the singular.
-- shared/src/fold.ts folds plurals by the same rules.
WITH
texts AS (
  SELECT game_id, 'summary' AS source, 0 AS text_id, summary AS body
  FROM games
  WHERE canonical_id = game_id AND summary IS NOT NULL
  UNION ALL
  SELECT game_id, 'storyline', 0, storyline
  FROM games
  WHERE canonical_id = game_id AND storyline IS NOT NULL
  UNION ALL
  SELECT games.game_id, game_tags.kind, game_tags.tag_id, game_tags.name
  FROM game_tags
  JOIN games ON games.game_id = game_tags.game_id
  LEFT JOIN idle_keywords ON idle_keywords.tag_id = game_tags.tag_id AND game_tags.kind = 'keyword'
  WHERE game_tags.kind IN ('genre', 'theme', 'keyword', 'mode', 'perspective')
    AND games.canonical_id = games.game_id
    AND game_tags.name IS NOT NULL
    AND idle_keywords.tag_id IS NULL
),
split_texts AS (
  SELECT
    game_id,
    source,
    text_id,
    SPLIT(REGEXP_REPLACE(LOWER(body), '[[:punct:][:space:]–—“”‘’…·•™®©]+', ' '), ' ') AS words
  FROM texts
  WHERE MOD(game_id, @slices) = @slice
),
words AS (
  SELECT
    split_texts.game_id,
    split_texts.source,
    split_texts.text_id,
    positions.position,
    split_texts.words[SAFE_OFFSET(positions.position)] AS word
  FROM split_texts
  JOIN positions ON positions.position < ARRAY_LENGTH(split_texts.words)
)
SELECT
  game_id,
  source,
  text_id,
  position,
  CASE
    WHEN word IN ('series', 'species') THEN word
    WHEN word IN ('zombies', 'movies', 'cookies', 'rookies', 'valkyries', 'pixies', 'genies', 'indies', 'newbies', 'junkies')
      THEN SUBSTR(word, 1, LENGTH(word) - 1)
    WHEN LENGTH(word) > 4 AND ENDS_WITH(word, 'ies') THEN CONCAT(SUBSTR(word, 1, LENGTH(word) - 3), 'y')
    WHEN LENGTH(word) > 3 AND ENDS_WITH(word, 's') AND NOT ENDS_WITH(word, 'ss') AND NOT ENDS_WITH(word, 'us')
      THEN SUBSTR(word, 1, LENGTH(word) - 1)
    ELSE word
  END AS word
FROM words
WHERE word <> ''
