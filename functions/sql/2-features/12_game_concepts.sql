WITH
-- Where a phrase may begin.
starts AS (
  SELECT
    tokens.game_id,
    tokens.source,
    tokens.text_id,
    tokens.position,
    concept_phrases.concept,
    concept_phrases.word_2,
    concept_phrases.word_3
  FROM tokens
  JOIN concept_phrases ON concept_phrases.word_1 = tokens.word
  WHERE NOT (concept_phrases.names_only AND tokens.source IN ('summary', 'storyline'))
),
followed AS (
  SELECT starts.game_id, starts.source, starts.text_id, starts.position, starts.concept, starts.word_3
  FROM starts
  JOIN tokens
    ON tokens.game_id = starts.game_id
    AND tokens.source = starts.source
    AND tokens.text_id = starts.text_id
    AND tokens.position = starts.position + 1
    AND tokens.word = starts.word_2
),
found AS (
  SELECT game_id, concept FROM starts WHERE word_2 IS NULL
  UNION ALL
  SELECT game_id, concept FROM followed WHERE word_3 IS NULL
  UNION ALL
  SELECT followed.game_id, followed.concept
  FROM followed
  JOIN tokens
    ON tokens.game_id = followed.game_id
    AND tokens.source = followed.source
    AND tokens.text_id = followed.text_id
    AND tokens.position = followed.position + 2
    AND tokens.word = followed.word_3
)
SELECT game_id, concept, COUNT(*) AS occurrences
FROM found
GROUP BY game_id, concept
