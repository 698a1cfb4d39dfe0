-- A table of its own, so that an engine splits each phrase once and not for each word of a text that it is compared with.
WITH split_phrases AS (
  SELECT concept, phrase, names_only, SPLIT(phrase, ' ') AS words
  FROM concept_phrases
)
SELECT
  concept,
  phrase,
  names_only,
  words[SAFE_OFFSET(0)] AS word_1,
  words[SAFE_OFFSET(1)] AS word_2,
  words[SAFE_OFFSET(2)] AS word_3
FROM split_phrases
