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
first_words AS (
  SELECT DISTINCT word_1 AS word FROM phrases
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
-- Where a phrase may begin. Few words are left, so that only they need the words after them.
starts AS (
  SELECT all_words.game_id, all_words.source, all_words.text_id, all_words.position, all_words.word
  FROM all_words
  JOIN first_words ON first_words.word = all_words.word
),
three_words AS (
  SELECT
    starts.game_id,
    starts.source,
    starts.word AS word_1,
    split_texts.words[SAFE_OFFSET(starts.position + 1)] AS word_2,
    split_texts.words[SAFE_OFFSET(starts.position + 2)] AS word_3
  FROM starts
  JOIN split_texts
    ON split_texts.game_id = starts.game_id
    AND split_texts.source = starts.source
    AND split_texts.text_id = starts.text_id
),
matches AS (
  SELECT DISTINCT three_words.game_id, three_words.source, phrases.topic, phrases.phrase, phrases.points
  FROM three_words
  JOIN phrases ON phrases.word_1 = three_words.word_1
  WHERE (phrases.word_2 IS NULL OR phrases.word_2 = three_words.word_2)
    AND (phrases.word_3 IS NULL OR phrases.word_3 = three_words.word_3)
    AND (phrases.found_in = 'anywhere' OR phrases.found_in = three_words.source)
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
