-- How often a canonical game uses the phrases of each concept. A phrase has one to three words.
WITH
-- Where a phrase may begin.
starts AS (
  SELECT
    text_words.game_id,
    text_words.source,
    text_words.text_id,
    text_words.position,
    phrase_words.concept,
    phrase_words.word_2,
    phrase_words.word_3
  FROM text_words
  JOIN phrase_words ON phrase_words.word_1 = text_words.word
  WHERE NOT (phrase_words.names_only AND text_words.source IN ('summary', 'storyline'))
),
first_two AS (
  SELECT starts.game_id, starts.source, starts.text_id, starts.position, starts.concept, starts.word_3
  FROM starts
  JOIN text_words
    ON text_words.game_id = starts.game_id
    AND text_words.source = starts.source
    AND text_words.text_id = starts.text_id
    AND text_words.position = starts.position + 1
    AND text_words.word = starts.word_2
),
matches AS (
  SELECT game_id, concept FROM starts WHERE word_2 IS NULL
  UNION ALL
  SELECT game_id, concept FROM first_two WHERE word_3 IS NULL
  UNION ALL
  SELECT first_two.game_id, first_two.concept
  FROM first_two
  JOIN text_words
    ON text_words.game_id = first_two.game_id
    AND text_words.source = first_two.source
    AND text_words.text_id = first_two.text_id
    AND text_words.position = first_two.position + 2
    AND text_words.word = first_two.word_3
)
SELECT game_id, concept, COUNT(*) AS occurrences
FROM matches
GROUP BY game_id, concept
