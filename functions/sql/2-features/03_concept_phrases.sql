WITH
lists AS (
  SELECT concept, SPLIT(phrases, '|') AS phrases FROM concepts
),
marked AS (
  SELECT lists.concept, lists.phrases[SAFE_OFFSET(positions.position)] AS phrase
  FROM lists
  JOIN positions ON positions.position < ARRAY_LENGTH(lists.phrases)
),
phrases AS (
  SELECT concept, REPLACE(phrase, '#', '') AS phrase, STRPOS(phrase, '#') = 1 AS names_only
  FROM marked
),
taken_apart AS (
  SELECT concept, phrase, names_only, SPLIT(phrase, ' ') AS words FROM phrases
)
SELECT
  concept,
  phrase,
  names_only,
  words[SAFE_OFFSET(0)] AS word_1,
  words[SAFE_OFFSET(1)] AS word_2,
  words[SAFE_OFFSET(2)] AS word_3
FROM taken_apart
