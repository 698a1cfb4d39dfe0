-- What the records of some canonical games say, clue by clue, as learned_concepts.sql reads them: words, two-word phrases, tags and
-- concepts. The place of -1 is for the ids of the games (functions/src/train/train.ts).
SELECT game_id, kind, clue, occurrences
FROM (
  SELECT game_words.game_id, 'word' AS kind, game_words.word AS clue, game_words.occurrences
  FROM game_words
  LEFT JOIN stop_words ON stop_words.word = game_words.word
  WHERE stop_words.word IS NULL
  UNION ALL
  SELECT game_id, 'concept', concept, occurrences
  FROM game_concepts
  UNION ALL
  SELECT game_tags.game_id, game_tags.kind, MAX(game_tags.name), 1
  FROM game_tags
  LEFT JOIN idle_keywords ON idle_keywords.tag_id = game_tags.tag_id AND game_tags.kind = 'keyword'
  WHERE game_tags.kind IN ('genre', 'theme', 'keyword', 'mode', 'perspective')
    AND game_tags.name IS NOT NULL
    AND idle_keywords.tag_id IS NULL
  GROUP BY game_tags.game_id, game_tags.kind, LOWER(game_tags.name)
  UNION ALL
  SELECT first_words.game_id, 'phrase', CONCAT(first_words.word, ' ', second_words.word), COUNT(*)
  FROM text_words AS first_words
  JOIN text_words AS second_words
    ON second_words.game_id = first_words.game_id
    AND second_words.source = first_words.source
    AND second_words.text_id = first_words.text_id
    AND second_words.position = first_words.position + 1
  WHERE first_words.game_id IN (-1)
  GROUP BY first_words.game_id, first_words.word, second_words.word
)
WHERE game_id IN (-1)
