-- Games that are meant for adults: those of IGDB's theme Erotic, and those whose name, texts and keywords say so. The theme is
-- missing on most of them. A game's points are the sum of the strongest phrase of each topic (seeds/adult_phrases.csv); two make an
-- adult game.
WITH
texts AS (
  SELECT game_id, 'name' AS source, name AS body FROM records WHERE name IS NOT NULL
  UNION ALL
  SELECT game_id, 'text', summary FROM records WHERE summary IS NOT NULL
  UNION ALL
  SELECT game_id, 'text', storyline FROM records WHERE storyline IS NOT NULL
  UNION ALL
  SELECT game_id, 'keyword', name FROM game_tags WHERE kind = 'keyword' AND name IS NOT NULL
),
split_texts AS (
  SELECT
    game_id,
    source,
    SPLIT(
      REGEXP_REPLACE(REGEXP_REPLACE(LOWER(body), '18 ?[+]', ' 18plus '), '[[:punct:][:space:]–—“”‘’…·•™®©♥]+', ' '),
      ' '
    ) AS words
  FROM texts
  WHERE MOD(game_id, @slices) = @slice
),
split_phrases AS (
  SELECT topic, phrase, found_in, points, SPLIT(phrase, ' ') AS words
  FROM adult_phrases
),
phrases AS (
  SELECT
    topic,
    phrase,
    found_in,
    points,
    words[SAFE_OFFSET(0)] AS word_1,
    words[SAFE_OFFSET(1)] AS word_2,
    words[SAFE_OFFSET(2)] AS word_3
  FROM split_phrases
),
-- Where a phrase may begin.
starts AS (
  SELECT
    split_texts.game_id,
    split_texts.source,
    split_texts.words[SAFE_OFFSET(positions.position)] AS word_1,
    split_texts.words[SAFE_OFFSET(positions.position + 1)] AS word_2,
    split_texts.words[SAFE_OFFSET(positions.position + 2)] AS word_3
  FROM split_texts
  JOIN positions ON positions.position < ARRAY_LENGTH(split_texts.words)
),
matches AS (
  SELECT DISTINCT starts.game_id, starts.source, phrases.topic, phrases.phrase, phrases.points
  FROM starts
  JOIN phrases ON phrases.word_1 = starts.word_1
  WHERE (phrases.word_2 IS NULL OR phrases.word_2 = starts.word_2)
    AND (phrases.word_3 IS NULL OR phrases.word_3 = starts.word_3)
    AND (phrases.found_in = 'anywhere' OR phrases.found_in = starts.source)
),
topics AS (
  SELECT game_id, topic, IF(MIN(points) < 0, MIN(points), MAX(points)) AS points
  FROM matches
  GROUP BY game_id, topic
),
told AS (
  SELECT game_id
  FROM topics
  GROUP BY game_id
  HAVING SUM(points) >= 2
),
reasons AS (
  SELECT matches.game_id, matches.source, matches.phrase
  FROM matches
  JOIN told ON told.game_id = matches.game_id
  WHERE matches.points > 0
  UNION DISTINCT
  -- 42 is Erotic.
  SELECT game_id, 'theme', 'erotic'
  FROM game_tags
  WHERE kind = 'theme' AND tag_id = 42 AND MOD(game_id, @slices) = @slice
)
SELECT game_id, STRING_AGG(CONCAT(source, ': ', phrase), ', ' ORDER BY source, phrase) AS reason
FROM reasons
GROUP BY game_id
