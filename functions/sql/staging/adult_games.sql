-- Games that are meant for adults: those of IGDB's theme Erotic, and those whose name, texts and keywords say so. The theme is
-- missing on most of them. A game's points are the sum of the strongest phrase of each topic (seeds/adult_phrases.csv); two make an
-- adult game.
WITH
texts AS (
  SELECT game_id, 'name' AS source, 0 AS text_id, name AS body FROM records WHERE name IS NOT NULL
  UNION ALL
  SELECT game_id, 'text', 1, summary FROM records WHERE summary IS NOT NULL
  UNION ALL
  SELECT game_id, 'text', 2, storyline FROM records WHERE storyline IS NOT NULL
  UNION ALL
  SELECT game_id, 'keyword', tag_id, name FROM game_tags WHERE kind = 'keyword' AND name IS NOT NULL
),
split_texts AS (
  SELECT
    game_id,
    source,
    text_id,
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
phrase_words AS (
  SELECT word_1 AS word FROM phrases
  UNION DISTINCT SELECT word_2 FROM phrases WHERE word_2 IS NOT NULL
  UNION DISTINCT SELECT word_3 FROM phrases WHERE word_3 IS NOT NULL
),
all_words AS (
  SELECT
    split_texts.game_id,
    split_texts.source,
    split_texts.text_id,
    positions.position,
    split_texts.words[SAFE_OFFSET(positions.position)] AS word
  FROM split_texts
  JOIN positions ON positions.position < ARRAY_LENGTH(split_texts.words)
),
words AS (
  SELECT all_words.game_id, all_words.source, all_words.text_id, all_words.position, all_words.word
  FROM all_words
  JOIN phrase_words ON phrase_words.word = all_words.word
),
matches AS (
  SELECT DISTINCT words.game_id, words.source, phrases.topic, phrases.phrase, phrases.points
  FROM words
  JOIN phrases ON phrases.word_1 = words.word
  LEFT JOIN words AS second
    ON second.game_id = words.game_id
    AND second.source = words.source
    AND second.text_id = words.text_id
    AND second.position = words.position + 1
    AND second.word = phrases.word_2
  LEFT JOIN words AS third
    ON third.game_id = words.game_id
    AND third.source = words.source
    AND third.text_id = words.text_id
    AND third.position = words.position + 2
    AND third.word = phrases.word_3
  WHERE (phrases.found_in = 'anywhere' OR phrases.found_in = words.source)
    AND (phrases.word_2 IS NULL OR second.word IS NOT NULL)
    AND (phrases.word_3 IS NULL OR third.word IS NOT NULL)
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
